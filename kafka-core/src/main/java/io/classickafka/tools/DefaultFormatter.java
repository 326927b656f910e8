package io.classickafka.tools;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.MessageFormatter;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Prints the columns that were asked for: timestamp, partition, offset, headers, key, value. Keys
 * and values are printed as the bytes they are, unless a deserializer is named.
 */
final class DefaultFormatter implements MessageFormatter {

  private boolean printTimestamp;
  private boolean printPartition;
  private boolean printOffset;
  private boolean printHeaders;
  private boolean printKey;
  private boolean printValue = true;
  private byte[] columnSeparator = utf8("\t");
  private byte[] lineSeparator = utf8("\n");
  private byte[] headersSeparator = utf8(",");
  private byte[] nullLiteral = utf8("null");
  private @Nullable Deserializer<?> keyDeserializer;
  private @Nullable Deserializer<?> valueDeserializer;
  private @Nullable Deserializer<?> headerDeserializer;

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void configure(Map<String, ?> configs) {
    printTimestamp = flag(configs, "print.timestamp", printTimestamp);
    printPartition = flag(configs, "print.partition", printPartition);
    printOffset = flag(configs, "print.offset", printOffset);
    printHeaders = flag(configs, "print.headers", printHeaders);
    printKey = flag(configs, "print.key", printKey);
    printValue = flag(configs, "print.value", printValue);
    columnSeparator = bytes(configs, "key.separator", columnSeparator);
    lineSeparator = bytes(configs, "line.separator", lineSeparator);
    headersSeparator = bytes(configs, "headers.separator", headersSeparator);
    nullLiteral = bytes(configs, "null.literal", nullLiteral);
    keyDeserializer = deserializer(configs, "key.deserializer", true);
    valueDeserializer = deserializer(configs, "value.deserializer", false);
    headerDeserializer = deserializer(configs, "header.deserializer", false);
  }

  private static boolean flag(Map<String, ?> configs, String name, boolean otherwise) {
    Object given = configs.get(name);
    return given == null ? otherwise : given.toString().strip().equalsIgnoreCase("true");
  }

  private static byte[] bytes(Map<String, ?> configs, String name, byte[] otherwise) {
    Object given = configs.get(name);
    return given == null ? otherwise : utf8(given.toString());
  }

  // Settings that begin with the property's name and a dot are the deserializer's own.
  private static @Nullable Deserializer<?> deserializer(
      Map<String, ?> configs, String name, boolean isKey) {
    Object given = configs.get(name);
    if (given == null || given.toString().isBlank()) {
      return null;
    }
    Deserializer<?> made = Plugin.make(given.toString().strip(), Deserializer.class, name);
    Map<String, Object> own = new LinkedHashMap<>();
    configs.forEach(
        (key, value) -> {
          if (key.startsWith(name + ".")) {
            own.put(key.substring(name.length() + 1), value);
          }
        });
    made.configure(own, isKey);
    return made;
  }

  @Override
  public void writeTo(ConsumerRecord<byte[], byte[]> message, PrintStream output) {
    Row row = new Row(output);
    if (printTimestamp) {
      TimestampType type = message.timestampType();
      row.column(
          utf8(
              type == TimestampType.NO_TIMESTAMP_TYPE
                  ? "NO_TIMESTAMP"
                  : type + ":" + message.timestamp()));
    }
    if (printPartition) {
      row.column(utf8("Partition:" + message.partition()));
    }
    if (printOffset) {
      row.column(utf8("Offset:" + message.offset()));
    }
    if (printHeaders) {
      row.begin();
      writeHeaders(message, output);
    }
    if (printKey) {
      row.column(text(keyDeserializer, message, message.key()));
    }
    if (printValue) {
      row.column(text(valueDeserializer, message, message.value()));
    }
    row.end();
  }

  private void writeHeaders(ConsumerRecord<byte[], byte[]> message, PrintStream output) {
    boolean first = true;
    for (Header header : message.headers()) {
      if (!first) {
        write(output, headersSeparator);
      }
      first = false;
      write(output, utf8(header.key() + ":"));
      write(output, text(headerDeserializer, message, header.value()));
    }
    if (first) {
      write(output, utf8("NO_HEADERS"));
    }
  }

  private byte[] text(
      @Nullable Deserializer<?> deserializer,
      ConsumerRecord<byte[], byte[]> message,
      byte @Nullable [] bytes) {
    if (bytes == null) {
      return nullLiteral;
    }
    if (deserializer == null) {
      return bytes;
    }
    Object read = deserializer.deserialize(message.topic(), message.headers(), bytes);
    return read == null ? nullLiteral : utf8(read.toString());
  }

  private static void write(PrintStream output, byte[] bytes) {
    output.write(bytes, 0, bytes.length);
  }

  /** Puts separators between the columns of one record, and the line's end after the last. */
  private final class Row {

    private final PrintStream output;
    private boolean any;

    Row(PrintStream output) {
      this.output = output;
    }

    void begin() {
      if (any) {
        write(output, columnSeparator);
      }
      any = true;
    }

    void column(byte[] bytes) {
      begin();
      write(output, bytes);
    }

    void end() {
      if (any) {
        write(output, lineSeparator);
      }
    }
  }

  @Override
  public void close() {
    for (Deserializer<?> deserializer :
        java.util.Arrays.asList(keyDeserializer, valueDeserializer, headerDeserializer)) {
      if (deserializer != null) {
        try {
          deserializer.close();
        } catch (RuntimeException e) {
          throw new KafkaException("closing " + deserializer.getClass().getName(), e);
        }
      }
    }
  }
}
