package org.apache.kafka.common.header.internals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.apache.kafka.common.header.Header;

/** A header with its key and value. */
public class RecordHeader implements Header {

  private final String key;
  private final byte[] value;

  public RecordHeader(String key, byte[] value) {
    this.key = Objects.requireNonNull(key, "a header's key must not be null");
    this.value = value;
  }

  @Override
  public String key() {
    return key;
  }

  @Override
  public byte[] value() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RecordHeader that
        && key.equals(that.key)
        && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return 31 * key.hashCode() + Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    String text = value == null ? "null" : new String(value, StandardCharsets.UTF_8);
    return "RecordHeader(key = " + key + ", value = " + text + ")";
  }
}
