package io.classickafka.zk;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;

/** A topic id: 16 bytes, whose text is unpadded URL-safe base64 (22 characters). */
public record ZkUuid(long mostSignificantBits, long leastSignificantBits)
    implements Comparable<ZkUuid> {
  /** On the wire this means "no id"; no topic has it. */
  public static final ZkUuid ZERO = new ZkUuid(0, 0);

  private static final int SIZE_BYTES = 16;
  private static final int MAX_TEXT_CHARS = 24;

  /** Reads the text form, with or without padding; empty when it is not one. */
  public static Optional<ZkUuid> parse(String text) {
    if (text.length() > MAX_TEXT_CHARS) {
      return Optional.empty();
    }
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
    if (bytes.length != SIZE_BYTES) {
      return Optional.empty();
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return Optional.of(new ZkUuid(buffer.getLong(), buffer.getLong()));
  }

  @Override
  public int compareTo(ZkUuid other) {
    int high = Long.compare(mostSignificantBits, other.mostSignificantBits);
    return high != 0 ? high : Long.compare(leastSignificantBits, other.leastSignificantBits);
  }

  @Override
  public String toString() {
    byte[] bytes =
        ByteBuffer.allocate(SIZE_BYTES)
            .putLong(mostSignificantBits)
            .putLong(leastSignificantBits)
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
