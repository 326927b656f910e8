package io.classickafka.record;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of the records of a batch, read forward: a range of a buffer, or what a decoder makes,
 * piece by piece. Nothing is read past the end; the first failure sticks, and every read after it
 * returns 0, so that callers may check once per record.
 */
final class ByteSource {

  private ByteBuffer piece = Decoder.NOTHING;
  private int position;
  private int limit;
  private @Nullable Decoder decoder;
  private long allowance;

  /** {@code consumed() == base + position}. */
  private long base;

  private boolean ended;
  private boolean failed;
  private RecordFault fault = RecordFault.NONE;

  /** Reads a range of a buffer. */
  void open(ByteBuffer bytes, int from, int to) {
    start(bytes, from, to, null, 0);
  }

  /**
   * Reads what a decoder makes.
   *
   * @param limitBytes decompressed bytes after which the fault is OUTPUT_LIMIT
   */
  void open(Decoder opened, long limitBytes) {
    start(Decoder.NOTHING, 0, 0, opened, limitBytes);
  }

  private void start(
      ByteBuffer bytes, int from, int to, @Nullable Decoder opened, long limitBytes) {
    piece = bytes;
    position = from;
    limit = to;
    base = -from;
    decoder = opened;
    allowance = limitBytes;
    ended = opened == null;
    failed = false;
    fault = RecordFault.NONE;
  }

  void close() {
    if (decoder != null) {
      decoder.finish();
    }
    start(Decoder.NOTHING, 0, 0, null, 0);
  }

  /** Bytes read so far. */
  long consumed() {
    return base + position;
  }

  /** Bytes that are at hand in {@link #piece} from {@link #position}. */
  int atHand() {
    return limit - position;
  }

  ByteBuffer piece() {
    return piece;
  }

  int position() {
    return position;
  }

  /** Whether a read went past the end, met a broken varint or a fault of the stream. */
  boolean failed() {
    return failed;
  }

  /** STREAM or OUTPUT_LIMIT when the decoder stopped; NONE when bytes were merely missing. */
  RecordFault fault() {
    return fault;
  }

  /** Whether all bytes are read. Makes the next piece to find out; a fault makes it true too. */
  boolean atEnd() {
    return position == limit && !refill();
  }

  /** True when at least one byte is at hand afterwards. */
  private boolean refill() {
    if (ended || decoder == null) {
      return false;
    }
    int size = decoder.next(allowance);
    if (size <= 0 || size > allowance) {
      ended = true;
      if (size != Decoder.END) {
        failed = true;
        fault = size == Decoder.BROKEN ? RecordFault.STREAM : RecordFault.OUTPUT_LIMIT;
      }
      return false;
    }
    allowance -= size;
    base += position;
    piece = decoder.output();
    position = 0;
    limit = size;
    return true;
  }

  byte readByte() {
    if (position == limit && !refill()) {
      failed = true;
      return 0;
    }
    return piece.get(position++);
  }

  int readInt() {
    if (limit - position >= Integer.BYTES) {
      int value = piece.getInt(position);
      position += Integer.BYTES;
      return value;
    }
    int value = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      value = value << 8 | (readByte() & 0xff);
    }
    return failed ? 0 : value;
  }

  long readLong() {
    long high = readInt();
    return high << 32 | (readInt() & 0xffffffffL);
  }

  int readVarint() {
    if (position < limit) {
      byte only = piece.get(position);
      if (only >= 0) {
        position++;
        return Varint.unzigzag((int) only);
      }
    }
    int value = 0;
    for (int shift = 0; shift < 7 * Varint.MAX_INT_SIZE; shift += 7) {
      byte next = readByte();
      value |= (next & 0x7f) << shift;
      if (next >= 0) {
        return failed ? 0 : Varint.unzigzag(value);
      }
    }
    failed = true;
    return 0;
  }

  long readVarlong() {
    long value = 0;
    for (int shift = 0; shift < 7 * Varint.MAX_LONG_SIZE; shift += 7) {
      byte next = readByte();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return failed ? 0 : Varint.unzigzag(value);
      }
    }
    failed = true;
    return 0;
  }

  /** Passes over {@code size} bytes, which may be in pieces not yet made. */
  void skip(int size) {
    int left = size;
    while (left > limit - position) {
      left -= limit - position;
      position = limit;
      if (!refill()) {
        failed = true;
        return;
      }
    }
    position += left;
  }

  /** Copies up to {@code size} bytes that are at hand, making a piece if none is; 0 at the end. */
  int copySome(byte[] target, int offset, int size) {
    if (position == limit && !refill()) {
      failed = true;
      return 0;
    }
    int count = Math.min(size, limit - position);
    piece.get(position, target, offset, count);
    position += count;
    return count;
  }
}
