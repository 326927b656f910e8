package io.classickafka.record;

import java.nio.ByteBuffer;

/**
 * All bytes of one record in a row: in place where the source has them so, else gathered in a
 * buffer that grows with what arrives.
 */
final class RecordBody {

  private static final int FIRST_CAPACITY = 4 * 1024;

  /** A larger gathering buffer is not kept beyond its batch. */
  private static final int KEPT_CAPACITY = 1 << 20;

  private byte[] gathered = new byte[0];
  private ByteBuffer gatheredBytes = Decoder.NOTHING;
  private ByteBuffer bytes = Decoder.NOTHING;
  private int start;
  private int size;

  /** Takes the next {@code length} bytes of the source. False when they are not all there. */
  boolean read(ByteSource source, int length) {
    size = length;
    if (length <= source.atHand()) {
      bytes = source.piece();
      start = source.position();
      source.skip(length);
      return true;
    }
    int filled = 0;
    while (filled < length) {
      if (filled == gathered.length) {
        grow(length);
      }
      int count = source.copySome(gathered, filled, Math.min(length, gathered.length) - filled);
      if (count == 0) {
        return false;
      }
      filled += count;
    }
    bytes = gatheredBytes;
    start = 0;
    return true;
  }

  private void grow(int wanted) {
    long doubled = Math.max(FIRST_CAPACITY, 2L * gathered.length);
    byte[] larger = new byte[(int) Math.min(doubled, Math.max(wanted, FIRST_CAPACITY))];
    System.arraycopy(gathered, 0, larger, 0, gathered.length);
    gathered = larger;
    gatheredBytes = ByteBuffer.wrap(larger);
  }

  ByteBuffer bytes() {
    return bytes;
  }

  /** First byte, absolute in {@link #bytes}. */
  int start() {
    return start;
  }

  /** End, exclusive. */
  int end() {
    return start + size;
  }

  void close() {
    bytes = Decoder.NOTHING;
    if (gathered.length > KEPT_CAPACITY) {
      gathered = new byte[0];
      gatheredBytes = Decoder.NOTHING;
    }
  }
}
