package io.classickafka.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.xerial.snappy.Snappy;

/**
 * snappy in both forms that clients send: the framed stream of Java clients (a 16-byte header, then
 * blocks with their sizes; the header may occur again), and one bare block.
 *
 * <p>The size that a block claims for its content is parsed here and refused when it exceeds what
 * the format can expand to or what the caller allows, before the codec or the heap sees it. Large
 * blocks are decoded piece by piece: the decoder holds about 1 MiB at most.
 */
final class SnappyDecoder extends Decoder {

  static final long FRAME_MAGIC = 0x82534e4150505900L;
  static final int FRAME_HEADER_SIZE = 16;

  /** The highest version of the framing that this reader understands. */
  private static final int FRAME_VERSION = 1;

  /** A copy element of 3 bytes makes at most 64: no block expands further than this. */
  private static final int LARGEST_EXPANSION = 22;

  /** Content above this is decoded piece by piece, not by the native codec in one go. */
  private static final int LARGEST_NATIVE = 512 * 1024;

  private final SnappyBlockStream large = new SnappyBlockStream();
  private boolean insideLarge;
  private byte[] block = new byte[0];
  private byte[] content = new byte[0];
  private ByteBuffer output = NOTHING;
  private ByteBuffer source = NOTHING;
  private int at;
  private int end;
  private boolean framed;
  private boolean decoded;

  @Override
  void open(ByteBuffer source, int from, int to) {
    this.source = source;
    this.at = from;
    this.end = to;
    this.decoded = false;
    this.insideLarge = false;
    this.framed = isFrameHeader();
  }

  private boolean isFrameHeader() {
    return end - at >= FRAME_HEADER_SIZE && source.getLong(at) == FRAME_MAGIC;
  }

  @Override
  int next(long allowance) {
    if (insideLarge) {
      int made = large.next(content);
      if (made != 0) {
        return made;
      }
      insideLarge = false;
    }
    if (!framed) {
      if (at == end) {
        // One bare block ends with the bytes. No bytes at all are no block.
        return decoded ? END : BROKEN;
      }
      int from = at;
      at = end;
      return decode(from, end, allowance);
    }
    while (at < end) {
      if (isFrameHeader()) {
        if (source.getInt(at + 12) > FRAME_VERSION) {
          return BROKEN;
        }
        at += FRAME_HEADER_SIZE;
        continue;
      }
      if (end - at < Integer.BYTES) {
        return BROKEN;
      }
      int size = source.getInt(at);
      at += Integer.BYTES;
      if (size <= 0 || size > end - at) {
        return BROKEN;
      }
      int from = at;
      at += size;
      int made = decode(from, at, allowance);
      if (made != 0) {
        return made;
      }
    }
    return END;
  }

  /** Bytes made; 0 for an empty framed block; END for an empty bare one. */
  private int decode(int from, int to, long allowance) {
    decoded = true;
    long claim = claimedSize(from, to);
    if (claim < 0 || claim > (long) LARGEST_EXPANSION * (to - from)) {
      return BROKEN;
    }
    if (claim > allowance) {
      return OVER_LIMIT;
    }
    int size = (int) claim;
    if (size > LARGEST_NATIVE) {
      reserve(PIECE_SIZE);
      large.open(source, from + sizeLength(from), to, size);
      insideLarge = true;
      return large.next(content);
    }
    int blockSize = to - from;
    reserve(size);
    try {
      int made;
      if (source.hasArray()) {
        made =
            Snappy.uncompress(source.array(), source.arrayOffset() + from, blockSize, content, 0);
      } else {
        if (block.length < blockSize) {
          block = new byte[Math.max(blockSize, PIECE_SIZE)];
        }
        source.get(from, block, 0, blockSize);
        made = Snappy.uncompress(block, 0, blockSize, content, 0);
      }
      if (made != size) {
        return BROKEN;
      }
      return made == 0 && !framed ? END : made;
    } catch (IOException broken) {
      return BROKEN;
    }
  }

  private void reserve(int size) {
    if (content.length < size) {
      content = new byte[Math.max(size, PIECE_SIZE)];
      output = ByteBuffer.wrap(content);
    }
  }

  private int sizeLength(int from) {
    int length = 1;
    while (source.get(from + length - 1) < 0) {
      length++;
    }
    return length;
  }

  /** The size at the head of a block (unsigned, seven bits a byte), or -1. */
  private long claimedSize(int from, int to) {
    long size = 0;
    for (int i = 0; i < 5 && from + i < to; i++) {
      byte next = source.get(from + i);
      size |= (long) (next & 0x7f) << (7 * i);
      if (next >= 0) {
        return size <= Integer.MAX_VALUE ? size : -1;
      }
    }
    return -1;
  }

  @Override
  ByteBuffer output() {
    return output;
  }

  @Override
  void finish() {
    source = NOTHING;
    at = 0;
    end = 0;
    large.finish();
    insideLarge = false;
    if (block.length > 1 << 20) {
      block = new byte[0];
    }
  }
}
