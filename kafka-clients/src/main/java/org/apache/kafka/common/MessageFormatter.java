package org.apache.kafka.common;

import java.io.Closeable;
import java.io.PrintStream;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** How the console consumer prints records; made by its class name, used by one thread. */
public interface MessageFormatter extends Configurable, Closeable {

  @Override
  default void configure(Map<String, ?> configs) {}

  /** Prints one record, whose key and value may be null. */
  void writeTo(ConsumerRecord<byte[], byte[]> consumerRecord, PrintStream output);

  @Override
  default void close() {}
}
