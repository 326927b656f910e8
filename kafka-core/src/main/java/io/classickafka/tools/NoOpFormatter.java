package io.classickafka.tools;

import java.io.PrintStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.MessageFormatter;

/** Prints nothing. */
final class NoOpFormatter implements MessageFormatter {

  @Override
  public void writeTo(ConsumerRecord<byte[], byte[]> message, PrintStream output) {
    // Records are only counted.
  }
}
