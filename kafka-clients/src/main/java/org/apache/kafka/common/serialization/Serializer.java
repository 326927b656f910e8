package org.apache.kafka.common.serialization;

import java.io.Closeable;
import java.util.Map;
import org.apache.kafka.common.header.Headers;

/**
 * Turns keys or values into bytes.
 *
 * @param <T> what it serializes
 */
public interface Serializer<T> extends Closeable {

  /**
   * Called once, before the first use.
   *
   * @param isKey whether it serves keys, else values
   */
  default void configure(Map<String, ?> configs, boolean isKey) {}

  /** The bytes of the data; null stays null. */
  byte[] serialize(String topic, T data);

  /** As {@link #serialize(String, Object)}, for serializers that add headers. */
  default byte[] serialize(String topic, Headers headers, T data) {
    return serialize(topic, data);
  }

  @Override
  default void close() {}
}
