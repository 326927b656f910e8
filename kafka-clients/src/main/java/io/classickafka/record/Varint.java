package io.classickafka.record;

import java.nio.ByteBuffer;

/**
 * Zigzag variable-length integers: seven bits a byte, low ones first. Sizes and absolute writes.
 */
public final class Varint {

  /** Longest encoding of an int, in bytes. */
  public static final int MAX_INT_SIZE = 5;

  /** Longest encoding of a long, in bytes. */
  public static final int MAX_LONG_SIZE = 10;

  private Varint() {}

  /** Bytes that {@code value} takes: 1 to 5. */
  public static int sizeOf(int value) {
    int zigzag = (value << 1) ^ (value >> 31);
    return (38 - Integer.numberOfLeadingZeros(zigzag | 1)) / 7;
  }

  /** Bytes that {@code value} takes: 1 to 10. */
  public static int sizeOf(long value) {
    long zigzag = (value << 1) ^ (value >> 63);
    return (70 - Long.numberOfLeadingZeros(zigzag | 1)) / 7;
  }

  /** Writes at {@code position}; returns the position after it. */
  public static int write(ByteBuffer out, int position, int value) {
    int rest = (value << 1) ^ (value >> 31);
    int at = position;
    while ((rest & ~0x7f) != 0) {
      out.put(at++, (byte) (rest | 0x80));
      rest >>>= 7;
    }
    out.put(at++, (byte) rest);
    return at;
  }

  /** Writes at {@code position}; returns the position after it. */
  public static int write(ByteBuffer out, int position, long value) {
    long rest = (value << 1) ^ (value >> 63);
    int at = position;
    while ((rest & ~0x7fL) != 0) {
      out.put(at++, (byte) (rest | 0x80));
      rest >>>= 7;
    }
    out.put(at++, (byte) rest);
    return at;
  }

  static int unzigzag(int zigzag) {
    return (zigzag >>> 1) ^ -(zigzag & 1);
  }

  static long unzigzag(long zigzag) {
    return (zigzag >>> 1) ^ -(zigzag & 1);
  }
}
