package io.classickafka.record;

import java.nio.ByteBuffer;

/**
 * Decodes one large snappy block piece by piece, in bounded memory, where the native codec would
 * need all of its content at once. Copies may reach {@link #HISTORY} bytes back: encoders work on
 * blocks of 64 KiB and reach no further than that.
 */
final class SnappyBlockStream {

  static final int HISTORY = 512 * 1024;

  private static final int TAG_MASK = 3;
  private static final int LITERAL = 0;
  private static final int COPY_1 = 1;
  private static final int COPY_2 = 2;

  /** Literals of up to this many bytes have their length in the tag. */
  private static final int SHORT_LITERAL = 60;

  private byte[] window = new byte[0];
  private int filled;
  private ByteBuffer source = Decoder.NOTHING;
  private int at;
  private int end;
  private long contentLeft;
  private long literalLeft;
  private int copyLeft;
  private int copyOffset;

  /**
   * Starts a block.
   *
   * @param from first byte behind the size at the block's head
   * @param contentSize that size
   */
  void open(ByteBuffer source, int from, int to, int contentSize) {
    if (window.length == 0) {
      window = new byte[2 * HISTORY];
    }
    this.source = source;
    this.at = from;
    this.end = to;
    this.contentLeft = contentSize;
    this.filled = 0;
    this.literalLeft = 0;
    this.copyLeft = 0;
  }

  /** Writes the next piece to {@code out} from 0 on. Bytes made, 0 at the end, or BROKEN. */
  int next(byte[] out) {
    int room = Math.min(out.length, HISTORY);
    if (window.length - filled < room) {
      System.arraycopy(window, filled - HISTORY, window, 0, HISTORY);
      filled = HISTORY;
    }
    int start = filled;
    int limit = start + room;
    while (filled < limit) {
      if (literalLeft > 0) {
        int count = (int) Math.min(literalLeft, Math.min(limit - filled, end - at));
        if (count == 0) {
          return Decoder.BROKEN;
        }
        source.get(at, window, filled, count);
        at += count;
        filled += count;
        literalLeft -= count;
      } else if (copyLeft > 0) {
        copy(Math.min(copyLeft, limit - filled));
      } else if (at == end) {
        break;
      } else if (!readTag()) {
        return Decoder.BROKEN;
      }
    }
    int made = filled - start;
    contentLeft -= made;
    if (contentLeft < 0 || (made == 0 && contentLeft > 0)) {
      return Decoder.BROKEN;
    }
    System.arraycopy(window, start, out, 0, made);
    return made;
  }

  private void copy(int count) {
    // Byte by byte where the ranges overlap: that repeats a pattern, as the format wants it.
    if (copyOffset >= count) {
      System.arraycopy(window, filled - copyOffset, window, filled, count);
    } else {
      for (int i = filled; i < filled + count; i++) {
        window[i] = window[i - copyOffset];
      }
    }
    filled += count;
    copyLeft -= count;
  }

  private boolean readTag() {
    int tag = source.get(at++) & 0xff;
    int kind = tag & TAG_MASK;
    int high = tag >>> 2;
    if (kind == LITERAL) {
      if (high < SHORT_LITERAL) {
        literalLeft = high + 1L;
        return true;
      }
      int bytes = high - SHORT_LITERAL + 1;
      literalLeft = littleEndian(bytes) + 1;
      return literalLeft > 0;
    }
    long offset;
    if (kind == COPY_1) {
      copyLeft = 4 + (high & 7);
      long low = littleEndian(1);
      offset = low < 0 ? low : (tag >>> 5) << 8 | low;
    } else {
      copyLeft = high + 1;
      offset = littleEndian(kind == COPY_2 ? 2 : 4);
    }
    copyOffset = (int) offset;
    return offset > 0 && offset <= Math.min(filled, HISTORY);
  }

  /** An unsigned number of up to 4 bytes; -1 beyond the end, which makes a literal empty. */
  private long littleEndian(int bytes) {
    if (end - at < bytes) {
      return -1;
    }
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (source.get(at++) & 0xffL) << (8 * i);
    }
    return value;
  }

  void finish() {
    source = Decoder.NOTHING;
    at = 0;
    end = 0;
  }
}
