package io.classickafka.record;

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
  public static int write(byte[] out, int position, int value) {
    return writeZigzag(out, position, (value << 1) ^ (value >> 31));
  }

  // Most are of one or two bytes. The loop is kept out of their way: a compiler would unroll it at
  // each of the many places that write a number.
  private static int writeMore(byte[] out, int position, int zigzag) {
    out[position] = (byte) (zigzag | 0x80);
    int rest = zigzag >>> 7;
    if ((rest & ~0x7f) == 0) {
      out[position + 1] = (byte) rest;
      return position + 2;
    }
    return writeRest(out, position + 1, Integer.toUnsignedLong(rest));
  }

  /** Writes at {@code position}; returns the position after it. */
  public static int write(byte[] out, int position, long value) {
    long rest = (value << 1) ^ (value >> 63);
    return (rest & ~0x7fffffffL) == 0
        ? writeZigzag(out, position, (int) rest)
        : writeRest(out, position, rest);
  }

  private static int writeZigzag(byte[] out, int position, int zigzag) {
    if ((zigzag & ~0x7f) == 0) {
      out[position] = (byte) zigzag;
      return position + 1;
    }
    return writeMore(out, position, zigzag);
  }

  private static int writeRest(byte[] out, int position, long zigzag) {
    long rest = zigzag;
    int at = position;
    while ((rest & ~0x7fL) != 0) {
      out[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    out[at++] = (byte) rest;
    return at;
  }

  static int unzigzag(int zigzag) {
    return (zigzag >>> 1) ^ -(zigzag & 1);
  }

  static long unzigzag(long zigzag) {
    return (zigzag >>> 1) ^ -(zigzag & 1);
  }
}
