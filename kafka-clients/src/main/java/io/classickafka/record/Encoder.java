package io.classickafka.record;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.xxhash.XXHashFactory;
import org.jspecify.annotations.Nullable;
import org.xerial.snappy.Snappy;

/**
 * Compresses whole streams in the framing that every client reads: an ordinary gzip member, the
 * framed snappy of Java clients, an LZ4 frame of independent 64 KiB blocks, a zstd frame without
 * content size. Reused by one builder.
 */
final class Encoder implements AutoCloseable {

  private static final int SNAPPY_BLOCK_SIZE = 32 * 1024;
  private static final int LZ4_BLOCK_SIZE = 64 * 1024;

  /** Version 01, independent blocks, nothing optional. */
  private static final byte LZ4_FLAGS = 0x60;

  /** Blocks of 64 KiB. */
  private static final byte LZ4_BLOCK_DESCRIPTOR = 0x40;

  private static final int LZ4_STORED_BIT = 0x80000000;
  private static final int ROOM = 16 * 1024;
  private static final byte[] GZIP_HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

  private @Nullable Deflater deflater;
  private @Nullable ZstdCompressCtx zstd;

  /**
   * Appends the compressed form of {@code source} from {@code from} on to {@code target}.
   *
   * @param magic decides on the lz4 header checksum
   */
  void encode(
      Compression codec, int level, byte magic, GrowableBytes source, int from, GrowableBytes out) {
    byte[] bytes = source.array();
    int size = source.size() - from;
    switch (codec) {
      case NONE -> out.put(bytes, from, size);
      case GZIP -> gzip(bytes, from, size, level, out);
      case SNAPPY -> snappy(bytes, from, size, out);
      case LZ4 -> lz4(bytes, from, size, level, magic, out);
      case ZSTD -> zstd(bytes, from, size, level, out);
    }
  }

  private void gzip(byte[] bytes, int from, int size, int level, GrowableBytes out) {
    if (deflater == null) {
      deflater = new Deflater(level, true);
    } else {
      deflater.reset();
      deflater.setLevel(level);
    }
    out.put(GZIP_HEADER, 0, GZIP_HEADER.length);
    deflater.setInput(bytes, from, size);
    deflater.finish();
    while (!deflater.finished()) {
      out.reserve(ROOM);
      out.advance(deflater.deflate(out.array(), out.size(), out.array().length - out.size()));
    }
    CRC32 crc = new CRC32();
    crc.update(bytes, from, size);
    out.putLittleEndianInt((int) crc.getValue());
    out.putLittleEndianInt(size);
  }

  private static void snappy(byte[] bytes, int from, int size, GrowableBytes out) {
    out.putLong(SnappyDecoder.FRAME_MAGIC);
    out.putInt(1);
    out.putInt(1);
    try {
      for (int at = 0; at < size; at += SNAPPY_BLOCK_SIZE) {
        int count = Math.min(SNAPPY_BLOCK_SIZE, size - at);
        out.reserve(Integer.BYTES + Snappy.maxCompressedLength(count));
        int start = out.size();
        out.putInt(0);
        int made = Snappy.compress(bytes, from + at, count, out.array(), out.size());
        out.bytes().putInt(start, made);
        out.advance(made);
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException("snappy refused to compress", impossible);
    }
  }

  private static void lz4(
      byte[] bytes, int from, int size, int level, byte magic, GrowableBytes out) {
    LZ4Factory factory = LZ4Factory.fastestInstance();
    LZ4Compressor compressor =
        level == Compression.LZ4.defaultLevel()
            ? factory.fastCompressor()
            : factory.highCompressor(level);
    int start = out.size();
    out.putLittleEndianInt(Lz4Decoder.FRAME_MAGIC);
    out.putByte(LZ4_FLAGS);
    out.putByte(LZ4_BLOCK_DESCRIPTOR);
    // Magic 0: the checksum covers the frame magic too, which is wrong and what its readers expect.
    int covered = magic == RecordBatch.MAGIC_0 ? start : start + Integer.BYTES;
    int hash =
        XXHashFactory.fastestInstance()
            .hash32()
            .hash(out.array(), covered, out.size() - covered, 0);
    out.putByte(hash >> 8);
    for (int at = 0; at < size; at += LZ4_BLOCK_SIZE) {
      int count = Math.min(LZ4_BLOCK_SIZE, size - at);
      out.reserve(Integer.BYTES + compressor.maxCompressedLength(count));
      int wordAt = out.size();
      out.putInt(0);
      int made = compressor.compress(bytes, from + at, count, out.array(), out.size());
      if (made < count) {
        out.bytes().putInt(wordAt, Integer.reverseBytes(made));
        out.advance(made);
      } else {
        out.bytes().putInt(wordAt, Integer.reverseBytes(count | LZ4_STORED_BIT));
        out.put(bytes, from + at, count);
      }
    }
    out.putInt(0);
  }

  private void zstd(byte[] bytes, int from, int size, int level, GrowableBytes out) {
    if (zstd == null) {
      zstd = new ZstdCompressCtx();
      zstd.setContentSize(false);
      zstd.setChecksum(false);
    }
    zstd.setLevel(level);
    int bound = (int) Zstd.compressBound(size);
    out.reserve(bound);
    out.advance(zstd.compressByteArray(out.array(), out.size(), bound, bytes, from, size));
  }

  /** Frees native memory. May be used again. */
  @Override
  public void close() {
    if (deflater != null) {
      deflater.end();
      deflater = null;
    }
    if (zstd != null) {
      zstd.close();
      zstd = null;
    }
  }
}
