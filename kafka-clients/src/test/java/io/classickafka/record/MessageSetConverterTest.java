package io.classickafka.record;

import static io.classickafka.record.BatchSpec.line;
import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.seam.ByteSlice;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class MessageSetConverterTest {

  private static final List<BatchSpec.Line> LINES =
      List.of(line(1000, "k", "v1"), line(1005, null, "v2"), line(999, "k2", null));

  private final MessageSetConverter converter = new MessageSetConverter(1 << 20);

  private static ByteSlice concat(ByteSlice... parts) {
    GrowableBytes all = new GrowableBytes();
    for (ByteSlice part : parts) {
      all.put(part.view());
    }
    return ByteSlice.wrap(all.toByteArray());
  }

  private Conversion up(ByteSlice set) {
    return converter.toMagic2(set, null, 0, TimestampType.CREATE_TIME);
  }

  private static ByteSlice bytes(Conversion conversion) {
    assertThat(conversion).isInstanceOf(Conversion.Converted.class);
    return ((Conversion.Converted) conversion).bytes();
  }

  private static RecordFault fault(Conversion conversion) {
    assertThat(conversion).isInstanceOf(Conversion.Refused.class);
    return ((Conversion.Refused) conversion).fault();
  }

  @Property(tries = 200)
  void upAndDownAgainIsTheSameSet(@ForAll long seed) {
    BatchSpec any = BatchSpecs.random(seed);
    if (any.magic() == 2) {
      return;
    }
    BatchSpec spec = BatchSpec.of(any.magic(), any.codec(), any.records());
    ByteSlice set = spec.write();
    MessageSetConverter large = new MessageSetConverter(1 << 30);
    ByteSlice batch = bytes(large.toMagic2(set, null, 0, TimestampType.CREATE_TIME));
    assertThat(new RecordBatch().wrap(batch).recordCount()).isEqualTo(spec.records().size());
    ByteSlice back = bytes(large.toOldMagic(batch, spec.magic(), 0));
    assertThat(back).isEqualTo(set);
    large.close();
  }

  @Test
  void severalUncompressedEntriesBecomeOneBatchUnderTheWantedCodec() {
    ByteSlice set = BatchSpec.of((byte) 1, Compression.NONE, LINES).write();
    ByteSlice batch =
        bytes(converter.toMagic2(set, Compression.ZSTD, 3, TimestampType.CREATE_TIME));
    assertThat(BatchText.read(batch))
        .startsWith("batch magic=2 last=2 codec=zstd max=1005 producer=-1/-1/-1--1")
        .endsWith("  0 @1000 6b=7631\n  1 @1005 null=7632\n  2 @999 6b32=null\n");
  }

  @Test
  void setsThatAreNotOneProducibleUnitAreRefused() {
    ByteSlice plain = BatchSpec.of((byte) 1, Compression.NONE, LINES).write();
    ByteSlice packed = BatchSpec.of((byte) 1, Compression.GZIP, LINES).write();
    ByteSlice older = BatchSpec.of((byte) 0, Compression.NONE, LINES).write();
    ByteSlice newer = BatchSpec.of((byte) 2, Compression.NONE, LINES).write();
    assertThat(fault(up(ByteSlice.empty()))).isEqualTo(RecordFault.NO_BATCH);
    assertThat(fault(up(concat(packed, packed)))).isEqualTo(RecordFault.TRAILING_BYTES);
    assertThat(fault(up(concat(plain, packed)))).isEqualTo(RecordFault.TRAILING_BYTES);
    assertThat(fault(up(concat(plain, older)))).isEqualTo(RecordFault.TRAILING_BYTES);
    assertThat(fault(up(newer))).isEqualTo(RecordFault.MAGIC);
    assertThat(fault(up(plain.slice(0, plain.sizeBytes() - 1)))).isEqualTo(RecordFault.CUT_OFF);
    ByteSlice broken = ByteSlice.wrap(plain.toByteArray());
    broken.view().put(plain.sizeBytes() - 1, (byte) 77);
    assertThat(up(broken)).isEqualTo(new Conversion.Refused(RecordFault.CRC, 2));
  }

  @Test
  void aWrapperOffsetOfZeroMeansThatOffsetsCountFromZero() {
    ByteSlice packed = BatchSpec.of((byte) 1, Compression.GZIP, LINES).write();
    RecordBatch.setBaseOffset(packed.view(), 0, 0);
    assertThat(BatchText.read(packed)).contains("  0 @1000").contains("  2 @999");
    RecordBatch.setBaseOffset(packed.view(), 0, 1);
    assertThat(BatchText.read(packed)).contains("fault INNER_OFFSET");
    RecordBatch.setBaseOffset(packed.view(), 0, 102);
    assertThat(BatchText.read(packed)).contains("  100 @1000").contains("  102 @999");
  }

  @Test
  void anEntryInsideACompressedEntryMustBePlainAndOfItsMagic() {
    for (Compression codec : List.of(Compression.GZIP, Compression.SNAPPY, Compression.LZ4)) {
      ByteSlice nested = wrap(codec, BatchSpec.of((byte) 1, Compression.GZIP, LINES).write());
      assertThat(fault(up(nested))).isEqualTo(RecordFault.INNER_MESSAGE);
      ByteSlice mixed =
          wrap(
              codec,
              BatchSpec.of((byte) 0, Compression.NONE, List.of(line(-1, "k", "12345678901")))
                  .write());
      assertThat(fault(up(mixed))).isEqualTo(RecordFault.INNER_MESSAGE);
      ByteSlice inner = BatchSpec.of((byte) 1, Compression.NONE, LINES).write();
      inner.view().put(inner.sizeBytes() - 1, (byte) 1);
      assertThat(fault(up(wrap(codec, inner)))).isEqualTo(RecordFault.INNER_CRC);
      assertThat(fault(up(wrap(codec, inner.slice(0, 20))))).isEqualTo(RecordFault.RECORD_LENGTH);
    }
  }

  /** An entry of magic 1 around these bytes. */
  private static ByteSlice wrap(Compression codec, ByteSlice inner) {
    GrowableBytes plain = new GrowableBytes();
    plain.put(inner.view());
    GrowableBytes stream = new GrowableBytes();
    try (Encoder encoder = new Encoder()) {
      encoder.encode(codec, codec.defaultLevel(), (byte) 1, plain, 0, stream);
    }
    byte[] value = stream.toByteArray();
    ByteSlice entry =
        BatchSpec.of(
                (byte) 1, Compression.NONE, List.of(new BatchSpec.Line(5, null, value, List.of())))
            .write();
    ByteBuffer bytes = entry.view();
    bytes.put(RecordBatch.OLD_ATTRIBUTES, codec.id());
    bytes.putInt(RecordBatch.OLD_CRC, Crc32c.zlib(bytes, RecordBatch.MAGIC, bytes.capacity()));
    return entry;
  }

  @Test
  void aZstdBatchEndsADownConversionAndIsRefusedWhenFirst() {
    ByteSlice plain = BatchSpec.of((byte) 2, Compression.NONE, LINES).write();
    ByteSlice zstd = BatchSpec.of((byte) 2, Compression.ZSTD, LINES).write();
    assertThat(fault(converter.toOldMagic(zstd, (byte) 1, 0)))
        .isEqualTo(RecordFault.CODEC_FOR_MAGIC);
    Conversion.Converted some =
        (Conversion.Converted) converter.toOldMagic(concat(plain, zstd), (byte) 1, 0);
    assertThat(some.sourceBytes()).isEqualTo(plain.sizeBytes());
    assertThat(some.bytes().sizeBytes()).isPositive();
  }

  @Test
  void aCutOffLastBatchIsLeftOut() {
    ByteSlice plain = BatchSpec.of((byte) 2, Compression.NONE, LINES).write();
    ByteSlice stored = concat(plain, plain.slice(0, 50));
    Conversion.Converted some = (Conversion.Converted) converter.toOldMagic(stored, (byte) 0, 0);
    assertThat(some.sourceBytes()).isEqualTo(plain.sizeBytes());
  }

  @Test
  void onlyControlBatchesLeaveNothing() {
    ByteSlice marker = new ControlMarker(false, 1).toBatch(1, 2, (short) 3, 4);
    assertThat(converter.toOldMagic(marker, (byte) 1, 0))
        .isEqualTo(new Conversion.Converted(ByteSlice.empty(), marker.sizeBytes(), 0));
  }

  @Test
  void recompressionKeepsEveryOtherHeaderField() {
    BatchSpec spec = BatchSpecs.random(new Random(5), (byte) 2, Compression.GZIP, true);
    ByteSlice bytes = spec.write();
    ByteSlice made = bytes(converter.recompress(new RecordBatch().wrap(bytes), Compression.LZ4, 9));
    String codecSizeCrc = " codec=\\w+| size=\\d+| crc=\\d+";
    assertThat(BatchText.read(made).replaceAll(codecSizeCrc, ""))
        .isEqualTo(BatchText.read(bytes).replaceAll(codecSizeCrc, ""));
    assertThat(new RecordBatch().wrap(made).compression()).isEqualTo(Compression.LZ4);
  }
}
