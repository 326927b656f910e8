package io.classickafka.record;

import static io.classickafka.record.BatchSpec.line;
import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.seam.ByteSlice;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bytes that Apache Kafka 3.9 writes, by hand. */
class GoldenRecordBytesTest {

  private static final String BATCH =
      """
      000000000000000a 00000051 ffffffff 02 ea789945 0000 00000002 00000000000003e8
      00000000000003ed ffffffffffffffff ffff ffffffff 00000003
      1a 00 00 00 02 6b 04 7631 02 02 68 02 78
      10 00 0a 02 01 04 7632 00
      10 00 01 04 04 6b32 01 00
      """;

  private static final String MARKER =
      """
      0000000000000014 00000042 00000009 02 4c523060 0030 00000000 00000000000004d2
      00000000000004d2 0000000000000fa0 0003 ffffffff 00000001
      20 00 00 00 08 00000001 0c 000000000005 00
      """;

  private static final String MAGIC_1 =
      "000000000000000b 00000018 5fce508c 01 00 00000000000003ed ffffffff 00000002 7632";

  private static final String MAGIC_0 =
      "000000000000000a 00000011 61505427 00 00 00000001 6b 00000002 7631";

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
  }

  private static String hex(ByteSlice bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  private static String packed(String text) {
    return text.replaceAll("\\s", "");
  }

  @Test
  void aBatchOfThreeRecordsWithAHeader() {
    try (RecordBatchBuilder builder = new RecordBatchBuilder()) {
      builder.baseOffset(10);
      builder.append(
          1000,
          BatchSpec.bytes("k"),
          BatchSpec.bytes("v1"),
          List.of(new RecordHeader("h", BatchSpec.bytes("x"))));
      builder.append(1005, null, BatchSpec.bytes("v2"));
      builder.append(999, BatchSpec.bytes("k2"), null);
      assertThat(hex(builder.build())).isEqualTo(packed(BATCH));
    }
    assertThat(BatchText.read(ByteSlice.wrap(hex(BATCH))))
        .isEqualTo(
            """
            batch magic=2 last=12 codec=none max=1005 producer=-1/-1/-1--1 txn=false control=false \
            epoch=-1 size=93 crc=3933772101 valid=true
              10 @1000 6b=7631
                h:78
              11 @1005 null=7632
              12 @999 6b32=null
            """);
  }

  @Test
  void aCommitMarker() {
    ByteSlice marker = new ControlMarker(true, 5).toBatch(1234, 4000, (short) 3, 9);
    RecordBatch batch = new RecordBatch().wrap(marker);
    batch.setBaseOffset(20);
    assertThat(hex(marker)).isEqualTo(packed(MARKER));
    assertThat(batch.isControl()).isTrue();
    assertThat(batch.isTransactional()).isTrue();
    try (RecordCursor cursor = new RecordCursor(1000)) {
      assertThat(cursor.open(batch).next()).isTrue();
      assertThat(ControlMarker.read(cursor)).isEqualTo(new ControlMarker(true, 5));
      assertThat(cursor.next()).isFalse();
      assertThat(cursor.fault()).isEqualTo(RecordFault.NONE);
    }
  }

  @Test
  void anEntryOfMagic1() {
    BatchSpec spec = BatchSpec.of((byte) 1, Compression.NONE, List.of(line(1005, null, "v2")));
    ByteSlice bytes = spec.write();
    RecordBatch.setBaseOffset(bytes.view(), 0, 11);
    assertThat(hex(bytes)).isEqualTo(packed(MAGIC_1));
    assertThat(BatchText.read(ByteSlice.wrap(hex(MAGIC_1))))
        .endsWith("valid=true\n  11 @1005 null=7632\n");
  }

  @Test
  void anEntryOfMagic0() {
    BatchSpec spec = BatchSpec.of((byte) 0, Compression.NONE, List.of(line(-1, "k", "v1")));
    ByteSlice bytes = spec.write();
    RecordBatch.setBaseOffset(bytes.view(), 0, 10);
    assertThat(hex(bytes)).isEqualTo(packed(MAGIC_0));
    assertThat(BatchText.read(ByteSlice.wrap(hex(MAGIC_0))))
        .endsWith("valid=true\n  10 @-1 6b=7631\n");
  }

  @Test
  void theLz4FrameOfMagic0CarriesTheWrongHeaderChecksumThatItsReadersExpect() {
    List<BatchSpec.Line> lines = List.of(line(-1, "k", "v1"));
    assertThat(hex(BatchSpec.of((byte) 0, Compression.LZ4, lines).write()))
        .contains("04224d1860401a");
    assertThat(hex(BatchSpec.of((byte) 1, Compression.LZ4, lines).write()))
        .contains("04224d18604082");
    assertThat(hex(BatchSpec.of((byte) 2, Compression.LZ4, lines).write()))
        .contains("04224d18604082");
  }

  @Test
  void snappyAndZstdAndGzipStreamsBeginAsThoseOfJavaClients() {
    List<BatchSpec.Line> lines = List.of(line(-1, "k", "v1"));
    assertThat(hex(BatchSpec.of((byte) 2, Compression.SNAPPY, lines).write()).substring(122))
        .startsWith("82534e41505059000000000100000001000000");
    assertThat(hex(BatchSpec.of((byte) 2, Compression.ZSTD, lines).write()).substring(122))
        .startsWith("28b52ffd00");
    assertThat(hex(BatchSpec.of((byte) 2, Compression.GZIP, lines).write()).substring(122))
        .startsWith("1f8b08000000000000ff");
  }
}
