package io.classickafka.record;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/** CRC-32C (Castagnoli) of batches, and the zlib CRC-32 of old messages, over buffer ranges. */
public final class Crc32c {

  private Crc32c() {}

  /**
   * The CRC-32C of a range.
   *
   * @param from first byte, absolute
   * @param to end, exclusive
   */
  public static int of(ByteBuffer bytes, int from, int to) {
    return compute(new CRC32C(), bytes, from, to);
  }

  /** The CRC-32 with zlib's polynomial, as magic 0 and 1 use it. */
  static int zlib(ByteBuffer bytes, int from, int to) {
    return compute(new CRC32(), bytes, from, to);
  }

  private static int compute(Checksum crc, ByteBuffer bytes, int from, int to) {
    if (bytes.hasArray()) {
      crc.update(bytes.array(), bytes.arrayOffset() + from, to - from);
    } else {
      crc.update(bytes.slice(from, to - from));
    }
    return (int) crc.getValue();
  }
}
