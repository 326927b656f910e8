package io.classickafka.tools;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.MessageFormatter;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/** Prints records as they are by default, and logs each at level INFO. */
final class LoggingFormatter implements MessageFormatter {

  private static final Logger LOG = LogManager.getLogger(LoggingFormatter.class);

  private final DefaultFormatter printed = new DefaultFormatter();

  @Override
  public void configure(Map<String, ?> configs) {
    printed.configure(configs);
  }

  @Override
  public void writeTo(ConsumerRecord<byte[], byte[]> message, PrintStream output) {
    printed.writeTo(message, output);
    LOG.info(
        "record {}={} key={} value={}",
        message.timestampType(),
        message.timestamp(),
        text(message.key()),
        text(message.value()));
  }

  private static String text(byte @Nullable [] bytes) {
    return bytes == null ? "null" : new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    printed.close();
  }
}
