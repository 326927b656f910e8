package io.classickafka.tools;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * How a line of input becomes a record: headers, their delimiter, a key, its separator, the value.
 *
 * <p>Lines and separators are held as Latin-1, one character for each byte, so that bytes travel as
 * they are, whatever they mean.
 */
final class LineFormat {

  private final String topic;
  private final boolean parseKey;
  private final boolean parseHeaders;
  private final boolean ignoreErrors;
  private final String keySeparator;
  private final String headersDelimiter;
  private final String headersSeparator;
  private final String headerKeySeparator;
  private final @Nullable String nullMarker;

  private LineFormat(String topic, Map<String, ?> settings) throws UsageFailure {
    this.topic = topic;
    this.parseKey = flag(settings, "parse.key");
    this.parseHeaders = flag(settings, "parse.headers");
    this.ignoreErrors = flag(settings, "ignore.error");
    this.keySeparator = text(settings, "key.separator", "\t");
    this.headersDelimiter = text(settings, "headers.delimiter", "\t");
    this.headersSeparator = text(settings, "headers.separator", ",");
    this.headerKeySeparator = text(settings, "headers.key.separator", ":");
    String marker = text(settings, "null.marker", "");
    this.nullMarker = marker.isEmpty() ? null : marker;
  }

  /** The format of some settings; unknown ones are for readers of other kinds. */
  static LineFormat of(String topic, Map<String, ?> settings) throws UsageFailure {
    LineFormat format = new LineFormat(topic, settings);
    if (format.headersSeparator.isEmpty() || format.headerKeySeparator.isEmpty()) {
      throw new UsageFailure("headers.separator and headers.key.separator must not be empty");
    }
    if (format.parseHeaders && format.headersDelimiter.equals(format.headersSeparator)) {
      throw new UsageFailure("headers.delimiter and headers.separator may not be equal");
    }
    if (format.parseHeaders && format.headersDelimiter.equals(format.headerKeySeparator)) {
      throw new UsageFailure("headers.delimiter and headers.key.separator may not be equal");
    }
    if (format.headersSeparator.equals(format.headerKeySeparator)) {
      throw new UsageFailure("headers.separator and headers.key.separator may not be equal");
    }
    return format;
  }

  private static boolean flag(Map<String, ?> settings, String name) {
    return String.valueOf(settings.get(name)).strip().equalsIgnoreCase("true");
  }

  private static String text(Map<String, ?> settings, String name, String otherwise) {
    Object given = settings.get(name);
    return given == null ? otherwise : asBytes(given.toString());
  }

  /** A text as Latin-1 of its UTF-8 bytes. */
  static String asBytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /** What {@link #asBytes} made, as a person reads it. */
  static String readable(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  /**
   * The record of a line.
   *
   * @param line as Latin-1, without its end
   * @param number of the line, from 1, for messages
   */
  ProducerRecord<byte[], byte[]> parse(String line, long number) throws ToolFailure {
    int position = 0;
    String headers = null;
    if (parseHeaders) {
      int end = find(line, position, headersDelimiter, "headers delimiter", number);
      if (end >= 0) {
        headers = line.substring(position, end);
        position = end + headersDelimiter.length();
      }
    }
    String key = null;
    if (parseKey) {
      int end = find(line, position, keySeparator, "key separator", number);
      if (end >= 0) {
        key = line.substring(position, end);
        position = end + keySeparator.length();
      }
    }
    return new ProducerRecord<>(
        topic,
        null,
        null,
        bytes(key),
        bytes(line.substring(position)),
        headers == null || headers.equals(nullMarker) ? List.of() : headers(headers, number));
  }

  private int find(String line, int from, String separator, String what, long number)
      throws ToolFailure {
    int found = line.indexOf(separator, from);
    if (found < 0 && !ignoreErrors) {
      throw new ToolFailure(
          "No " + what + " found on line number " + number + ": '" + readable(line) + "'");
    }
    return found;
  }

  private byte @Nullable [] bytes(@Nullable String text) {
    return text == null || text.equals(nullMarker)
        ? null
        : text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private List<Header> headers(String text, long number) throws ToolFailure {
    List<Header> headers = new ArrayList<>();
    int from = 0;
    while (from <= text.length()) {
      int end = text.indexOf(headersSeparator, from);
      end = end < 0 ? text.length() : end;
      headers.add(header(text.substring(from, end), number));
      from = end + headersSeparator.length();
    }
    return headers;
  }

  private Header header(String pair, long number) throws ToolFailure {
    int colon = pair.indexOf(headerKeySeparator);
    if (colon < 0 && !ignoreErrors) {
      throw new ToolFailure(
          "No header key separator found in pair '"
              + readable(pair)
              + "' on line number "
              + number);
    }
    String key = colon < 0 ? pair : pair.substring(0, colon);
    if (key.equals(nullMarker)) {
      throw new ToolFailure("Header keys should not be equal to the null marker, line " + number);
    }
    String value = colon < 0 ? null : pair.substring(colon + headerKeySeparator.length());
    return new RecordHeader(readable(key), bytes(value));
  }
}
