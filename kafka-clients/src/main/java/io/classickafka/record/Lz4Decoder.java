package io.classickafka.record;

import java.nio.ByteBuffer;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import net.jpountz.xxhash.XXHash32;
import net.jpountz.xxhash.XXHashFactory;

/**
 * One LZ4 frame with independent blocks. Block checksums are verified; content size and content
 * checksum are skipped; dependent blocks and dictionaries are refused. Bytes after the frame are
 * ignored. For magic 0 the header checksum is not looked at: writers get it wrong on purpose.
 */
final class Lz4Decoder extends Decoder {

  static final int FRAME_MAGIC = 0x184d2204;

  private static final int VERSION_MASK = 0xc0;
  private static final int VERSION_1 = 0x40;
  private static final int INDEPENDENT_BIT = 0x20;
  private static final int BLOCK_CHECKSUM_BIT = 0x10;
  private static final int CONTENT_SIZE_BIT = 0x08;
  private static final int FLAG_RESERVED_AND_DICTIONARY = 0x03;
  private static final int STORED_BIT = 0x80000000;

  /** No block of LZ4 expands further than this, and a few bytes. */
  private static final int LARGEST_EXPANSION = 255;

  private final LZ4SafeDecompressor decompressor = LZ4Factory.fastestInstance().safeDecompressor();
  private final XXHash32 hash = XXHashFactory.fastestInstance().hash32();
  private final boolean checkHeader;
  private ByteBuffer output = NOTHING;
  private ByteBuffer source = NOTHING;
  private int at;
  private int end;
  private int largestBlock;
  private boolean blockChecksums;
  private boolean headerRead;
  private boolean ended;

  Lz4Decoder(boolean checkHeader) {
    this.checkHeader = checkHeader;
  }

  @Override
  void open(ByteBuffer source, int from, int to) {
    this.source = source;
    this.at = from;
    this.end = to;
    this.headerRead = false;
    this.ended = false;
  }

  @Override
  int next(long allowance) {
    if (ended) {
      return END;
    }
    if (!headerRead) {
      if (!readHeader()) {
        return BROKEN;
      }
      headerRead = true;
    }
    while (true) {
      if (end - at < Integer.BYTES) {
        return BROKEN;
      }
      int word = littleEndian(at);
      at += Integer.BYTES;
      if (word == 0) {
        ended = true;
        return END;
      }
      int made = block(word & ~STORED_BIT, (word & STORED_BIT) != 0, allowance);
      if (made != 0) {
        return made;
      }
    }
  }

  private boolean readHeader() {
    if (end - at < 7 || littleEndian(at) != FRAME_MAGIC) {
      return false;
    }
    int descriptor = at + 4;
    int flags = source.get(descriptor);
    int blockDescriptor = source.get(descriptor + 1) & 0xff;
    if ((flags & VERSION_MASK) != VERSION_1
        || (flags & INDEPENDENT_BIT) == 0
        || (flags & FLAG_RESERVED_AND_DICTIONARY) != 0
        || (blockDescriptor & 0x8f) != 0
        || blockDescriptor >>> 4 < 4) {
      return false;
    }
    blockChecksums = (flags & BLOCK_CHECKSUM_BIT) != 0;
    largestBlock = 1 << (8 + 2 * (blockDescriptor >>> 4));
    int size = (flags & CONTENT_SIZE_BIT) != 0 ? 10 : 2;
    if (end - descriptor < size + 1) {
      return false;
    }
    at = descriptor + size + 1;
    return !checkHeader
        || source.get(descriptor + size) == (byte) (hash.hash(source, descriptor, size, 0) >> 8);
  }

  private int block(int size, boolean stored, long allowance) {
    if (size > largestBlock || size > end - at - (blockChecksums ? Integer.BYTES : 0)) {
      return BROKEN;
    }
    int from = at;
    at += size;
    if (blockChecksums) {
      int stated = littleEndian(at);
      at += Integer.BYTES;
      if (hash.hash(source, from, size, 0) != stated) {
        return BROKEN;
      }
    }
    if (stored) {
      if (size > allowance) {
        return OVER_LIMIT;
      }
      reserve(size);
      output.put(0, source, from, size);
      return size;
    }
    int room = (int) Math.min(largestBlock, (long) size * LARGEST_EXPANSION + 16);
    reserve(room);
    try {
      return decompressor.decompress(source, from, size, output, 0, room);
    } catch (LZ4Exception broken) {
      return BROKEN;
    }
  }

  private void reserve(int size) {
    if (output.capacity() < size) {
      output = ByteBuffer.allocate(Math.max(size, PIECE_SIZE));
    }
  }

  private int littleEndian(int index) {
    return Integer.reverseBytes(source.getInt(index));
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
    if (output.capacity() > 1 << 20) {
      output = NOTHING;
    }
  }
}
