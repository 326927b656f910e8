package org.apache.kafka.common.serialization;

import java.io.Closeable;
import java.util.Map;

/**
 * A serializer and the deserializer that undoes it.
 *
 * @param <T> the type of the data
 */
public interface Serde<T> extends Closeable {

  /** Called once, before the first use. */
  default void configure(Map<String, ?> configs, boolean isKey) {}

  @Override
  default void close() {}

  Serializer<T> serializer();

  Deserializer<T> deserializer();
}
