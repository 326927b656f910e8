package io.classickafka.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdCompressCtx;
import com.sun.management.ThreadMXBean;
import io.classickafka.seam.ByteSlice;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.xxhash.XXHashFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xerial.snappy.Snappy;

/** What a stream claims is not believed, and what it expands to is bounded. */
class DecompressionBoundsTest {

  private static final int BOMB_BYTES = 40 << 20;
  private static final long LIMIT = 4 << 20;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final RecordRules RULES =
      new RecordRules(false, TimestampType.CREATE_TIME, Long.MAX_VALUE, Long.MAX_VALUE, LIMIT);

  private static final byte[] ONE_RECORD = HexFormat.of().parseHex("0c000000010100");

  /** A batch of one record around a stream. */
  private static ByteSlice batch(Compression codec, byte[] stream) {
    ByteSlice empty = BatchSpec.of((byte) 2, Compression.NONE, List.of()).write();
    ByteBuffer bytes = ByteBuffer.allocate(RecordBatch.HEADER_SIZE + stream.length);
    bytes.put(0, empty.view(), 0, RecordBatch.HEADER_SIZE);
    bytes.put(RecordBatch.HEADER_SIZE, stream);
    bytes.putInt(RecordBatch.LENGTH, bytes.capacity() - RecordBatch.OVERHEAD);
    bytes.putShort(RecordBatch.ATTRIBUTES, codec.id());
    bytes.putInt(RecordBatch.LAST_OFFSET_DELTA, 0);
    bytes.putInt(RecordBatch.COUNT, 1);
    bytes.putInt(RecordBatch.CRC, Crc32c.of(bytes, RecordBatch.ATTRIBUTES, bytes.capacity()));
    return ByteSlice.wrap(bytes);
  }

  private static RecordFault validate(Compression codec, byte[] stream) {
    try (RecordValidator validator = new RecordValidator()) {
      return validator.validateProduced(batch(codec, stream), RULES, 0);
    }
  }

  /** The records of a batch with one record whose value is all zeros. */
  private static byte[] bomb() {
    byte[] bytes = new byte[BOMB_BYTES];
    int at = Varint.write(bytes, 0, BOMB_BYTES - 5);
    at += 3;
    at = Varint.write(bytes, at, -1);
    Varint.write(bytes, at, BOMB_BYTES - 20);
    return bytes;
  }

  private static byte[] compress(Compression codec, byte[] plain) {
    GrowableBytes source = new GrowableBytes();
    source.put(plain, 0, plain.length);
    GrowableBytes out = new GrowableBytes();
    try (Encoder encoder = new Encoder()) {
      encoder.encode(codec, codec.defaultLevel(), (byte) 2, source, 0, out);
    }
    return out.toByteArray();
  }

  @ParameterizedTest
  @EnumSource(value = Compression.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void aBombStopsAtTheLimitWithoutMemory(Compression codec) {
    ByteSlice bytes = batch(codec, compress(codec, bomb()));
    // The expansion that any batch is granted is less than this bomb's, but for snappy and lz4.
    long limit = RULES.limitFor(bytes.sizeBytes());
    try (RecordValidator validator = new RecordValidator();
        RecordCursor cursor = new RecordCursor(LIMIT)) {
      validator.validateProduced(batch(codec, compress(codec, new byte[0])), RULES, 0);
      long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
      RecordFault fault = validator.validateProduced(bytes, RULES, 0);
      long allocated = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
      assertThat(allocated).isLessThan(1 << 20);
      if (limit < BOMB_BYTES) {
        assertThat(fault).isEqualTo(RecordFault.OUTPUT_LIMIT);
      }
      cursor.open(new RecordBatch().wrap(bytes));
      assertThat(cursor.next()).isFalse();
      assertThat(cursor.fault()).isEqualTo(RecordFault.OUTPUT_LIMIT);
      cursor.finish();
    }
  }

  @Test
  void snappyLengthsAreCheckedBeforeAnythingIsAllocated() {
    long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    String header = "82534e41505059000000000100000001";
    for (String block :
        new String[] {
          "7fffffff00",
          "ffffffff00",
          "80000000",
          "00000000",
          "00000006ffffffff0700",
          "00000006ffffffff0f00",
          "00000006ffffffffff00",
          "0000000680808080020a",
          "000000",
        }) {
      assertThat(validate(Compression.SNAPPY, HexFormat.of().parseHex(header + block)))
          .as(block)
          .isEqualTo(RecordFault.STREAM);
    }
    for (String bare : new String[] {"ffffffff0700", "ffffffffff7f", "80", "ff"}) {
      assertThat(validate(Compression.SNAPPY, HexFormat.of().parseHex(bare)))
          .as(bare)
          .isEqualTo(RecordFault.STREAM);
    }
    long allocated = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    assertThat(allocated).isLessThan(8 << 20);
  }

  @Test
  void aZstdWindowAbove128MiBIsRefused() {
    // Window descriptor: exponent 21, so 2 GiB; one empty last block.
    assertThat(validate(Compression.ZSTD, HexFormat.of().parseHex("28b52ffd00a8010000")))
        .isEqualTo(RecordFault.STREAM);
  }

  @Test
  void aZstdWindowOf128MiBIsRead() {
    try (ZstdCompressCtx context = new ZstdCompressCtx()) {
      context.setLevel(3).setContentSize(false).setChecksum(false);
      byte[] stream = context.compress(ONE_RECORD);
      stream[5] = (byte) (17 << 3);
      assertThat(validate(Compression.ZSTD, stream)).isEqualTo(RecordFault.NONE);
    }
  }

  @Test
  void bytesAfterASnappyOrZstdStreamAreRefusedAndAfterGzipOrLz4Ignored() throws IOException {
    for (Compression codec : Compression.values()) {
      if (codec == Compression.NONE) {
        continue;
      }
      ByteArrayOutputStream stream = new ByteArrayOutputStream();
      stream.write(compress(codec, ONE_RECORD));
      stream.write(new byte[] {7, 7, 7});
      boolean ignored = codec == Compression.GZIP || codec == Compression.LZ4;
      assertThat(validate(codec, stream.toByteArray()))
          .as(codec.codecName())
          .isEqualTo(ignored ? RecordFault.NONE : RecordFault.STREAM);
    }
  }

  @Test
  void severalGzipMembersAreReadAsOne() throws IOException {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    stream.write(compress(Compression.GZIP, Arrays.copyOf(ONE_RECORD, 3)));
    stream.write(compress(Compression.GZIP, Arrays.copyOfRange(ONE_RECORD, 3, 7)));
    assertThat(validate(Compression.GZIP, stream.toByteArray())).isEqualTo(RecordFault.NONE);
  }

  @Test
  void aGzipMemberWithEveryOptionalHeaderFieldIsRead() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    head.write(HexFormat.of().parseHex("1f8b081e00000000" + "00ff" + "0200aabb" + "6e00" + "6300"));
    CRC32 crc = new CRC32();
    crc.update(head.toByteArray());
    head.write((int) crc.getValue());
    head.write((int) crc.getValue() >> 8);
    byte[] plain = compress(Compression.GZIP, ONE_RECORD);
    head.write(plain, 10, plain.length - 10);
    byte[] stream = head.toByteArray();
    assertThat(validate(Compression.GZIP, stream)).isEqualTo(RecordFault.NONE);
    stream[stream.length - 1] ^= 1;
    assertThat(validate(Compression.GZIP, stream)).isEqualTo(RecordFault.STREAM);
  }

  @Test
  void bareSnappyBlocksAndConcatenatedFramesAreRead() throws IOException {
    assertThat(validate(Compression.SNAPPY, Snappy.compress(ONE_RECORD)))
        .isEqualTo(RecordFault.NONE);
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    stream.write(compress(Compression.SNAPPY, Arrays.copyOf(ONE_RECORD, 3)));
    stream.write(compress(Compression.SNAPPY, Arrays.copyOfRange(ONE_RECORD, 3, 7)));
    assertThat(validate(Compression.SNAPPY, stream.toByteArray())).isEqualTo(RecordFault.NONE);
  }

  @Test
  void aLargeBareSnappyBlockIsRead() throws IOException {
    byte[] plain = new byte[3 << 20];
    int at = Varint.write(plain, 0, plain.length - 4);
    at = Varint.write(plain, at + 3, -1);
    Varint.write(plain, at, plain.length - at - 5);
    assertThat(at).isEqualTo(8);
    assertThat(validate(Compression.SNAPPY, Snappy.compress(plain))).isEqualTo(RecordFault.NONE);
  }

  /** A frame with these flags and block descriptor, extra descriptor bytes, and one block. */
  private static byte[] lz4(int flags, int descriptor, byte[] extra, int hashError)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(HexFormat.of().parseHex("04224d18"));
    out.write(flags);
    out.write(descriptor);
    out.write(extra);
    int size = out.size() - 4;
    int hash = XXHashFactory.fastestInstance().hash32().hash(out.toByteArray(), 4, size, 0);
    out.write((hash >> 8) + hashError);
    byte[] block = LZ4Factory.fastestInstance().fastCompressor().compress(ONE_RECORD);
    out.write(new byte[] {(byte) block.length, 0, 0, 0});
    out.write(block);
    if ((flags & 0x10) != 0) {
      int check = XXHashFactory.fastestInstance().hash32().hash(block, 0, block.length, 0);
      out.write(ByteBuffer.allocate(4).putInt(0, Integer.reverseBytes(check)).array());
    }
    out.write(new byte[4]);
    if ((flags & 0x04) != 0) {
      out.write(new byte[] {1, 2, 3, 4});
    }
    return out.toByteArray();
  }

  @Test
  void theOptionsOfLz4FramesThatOthersUseAreReadAndTheRestRefused() throws IOException {
    byte[] none = new byte[0];
    assertThat(validate(Compression.LZ4, lz4(0x60, 0x40, none, 0))).isEqualTo(RecordFault.NONE);
    assertThat(validate(Compression.LZ4, lz4(0x60, 0x70, none, 0))).isEqualTo(RecordFault.NONE);
    assertThat(validate(Compression.LZ4, lz4(0x70, 0x40, none, 0))).isEqualTo(RecordFault.NONE);
    assertThat(validate(Compression.LZ4, lz4(0x64, 0x40, none, 0))).isEqualTo(RecordFault.NONE);
    assertThat(validate(Compression.LZ4, lz4(0x68, 0x40, new byte[8], 0)))
        .isEqualTo(RecordFault.NONE);
    assertThat(validate(Compression.LZ4, lz4(0x60, 0x40, none, 1))).isEqualTo(RecordFault.STREAM);
    assertThat(validate(Compression.LZ4, lz4(0x40, 0x40, none, 0))).isEqualTo(RecordFault.STREAM);
    assertThat(validate(Compression.LZ4, lz4(0x61, 0x40, none, 0))).isEqualTo(RecordFault.STREAM);
    assertThat(validate(Compression.LZ4, lz4(0x60, 0x30, none, 0))).isEqualTo(RecordFault.STREAM);
    assertThat(validate(Compression.LZ4, lz4(0x60, 0x41, none, 0))).isEqualTo(RecordFault.STREAM);
  }

  @Test
  void codecsStayWithinTheirLevels() {
    assertThat(Compression.GZIP.isLevel(0)).isFalse();
    assertThat(Compression.GZIP.isLevel(Deflater.DEFAULT_COMPRESSION)).isTrue();
    assertThat(Compression.LZ4.isLevel(18)).isFalse();
    assertThat(Compression.ZSTD.isLevel(-131072)).isTrue();
  }
}
