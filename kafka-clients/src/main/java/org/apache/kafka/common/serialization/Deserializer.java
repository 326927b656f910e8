package org.apache.kafka.common.serialization;

import java.io.Closeable;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.kafka.common.header.Headers;

/**
 * Turns bytes into keys or values.
 *
 * @param <T> what it makes
 */
public interface Deserializer<T> extends Closeable {

  /**
   * Called once, before the first use.
   *
   * @param isKey whether it serves keys, else values
   */
  default void configure(Map<String, ?> configs, boolean isKey) {}

  /** The data of the bytes, which may be null. */
  T deserialize(String topic, byte[] data);

  /** As {@link #deserialize(String, byte[])}, for deserializers that look at headers. */
  default T deserialize(String topic, Headers headers, byte[] data) {
    return deserialize(topic, data);
  }

  /** As above for bytes in a buffer, from its position to its limit. */
  default T deserialize(String topic, Headers headers, ByteBuffer data) {
    if (data == null) {
      return deserialize(topic, headers, (byte[]) null);
    }
    byte[] bytes = new byte[data.remaining()];
    data.duplicate().get(bytes);
    return deserialize(topic, headers, bytes);
  }

  @Override
  default void close() {}
}
