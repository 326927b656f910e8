package io.classickafka.record;

import static io.classickafka.record.BatchSpec.line;
import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.protocol.ErrorCode;
import io.classickafka.seam.ByteSlice;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordValidatorTest {

  private static final long NO_LIMIT = Long.MAX_VALUE;
  private static final RecordRules RULES =
      RecordRules.of(false, TimestampType.CREATE_TIME, NO_LIMIT, NO_LIMIT, 1 << 20);

  private final RecordValidator validator = new RecordValidator();

  /** A batch whose records are these bytes, compressed or not. */
  private static ByteSlice batch(String records, int count, Compression codec) {
    GrowableBytes plain = new GrowableBytes();
    byte[] bytes = HexFormat.of().parseHex(records.replace(" ", ""));
    plain.put(bytes, 0, bytes.length);
    GrowableBytes out = new GrowableBytes();
    out.put(BatchSpec.of((byte) 2, Compression.NONE, List.of()).write().view());
    try (Encoder encoder = new Encoder()) {
      encoder.encode(codec, codec.defaultLevel(), (byte) 2, plain, 0, out);
    }
    ByteBuffer made = ByteBuffer.wrap(out.toByteArray());
    made.putInt(RecordBatch.LENGTH, made.capacity() - RecordBatch.OVERHEAD);
    made.putShort(RecordBatch.ATTRIBUTES, codec.id());
    made.putInt(RecordBatch.LAST_OFFSET_DELTA, count - 1);
    made.putInt(RecordBatch.COUNT, count);
    return withCrc(made);
  }

  private static ByteSlice withCrc(ByteBuffer bytes) {
    bytes.putInt(RecordBatch.CRC, Crc32c.of(bytes, RecordBatch.ATTRIBUTES, bytes.capacity()));
    return ByteSlice.wrap(bytes);
  }

  // length, attributes, timestamp delta, offset delta, key, value, header count
  @ParameterizedTest
  @CsvSource({
    "0c 00 00 00 01 01 00,                      1, NONE, 1",
    "0c ff 00 00 01 01 00,                      1, NONE, 1",
    "0c 00 00 00 00 01 00,                      1, NONE, 1",
    "0c 00 00 00 01 01 00 0c 00 00 02 01 01 00, 2, NONE, 2",
    "0c 00 00 00 01 01 00 0c 00 00 00 01 01 00, 2, OFFSET_DELTA, 1",
    "0c 00 00 02 01 01 00 0c 00 00 00 01 01 00, 2, OFFSET_DELTA, 0",
    "0c 00 00 00 01 01 00 0c 00 00 01 01 01 00, 2, OFFSET_DELTA, 1",
    "0c 00 00 00 01 01 00 0c 00 00 04 01 01 00, 2, OFFSET_DELTA, 1",
    "0c 00 00 00 01 01 00,                      2, TOO_FEW_RECORDS, 1",
    "0c 00 00 00 01 01 00 0c 00 00 02 01 01 00, 1, TOO_MANY_RECORDS, 1",
    "0c 00 00 00 01 01 00 00,                   1, TOO_MANY_RECORDS, 1",
    "0a 00 00 00 01 01,                         1, RECORD_LENGTH, 0",
    "0e 00 00 00 01 01 00,                      1, RECORD_LENGTH, 0",
    "0d 00 00 00 01 01 00,                      1, RECORD_LENGTH, 0",
    "0b 00 00 00 01 01 00,                      1, RECORD_LENGTH, 0",
    "8c 80 80 80 80 00 00 00 00 01 01 00,       1, RECORD_LENGTH, 0",
    "0e 00 00 00 01 01 00 00,                   1, RECORD_LENGTH, 0",
    "0c 00 00 00 03 01 00,                      1, RECORD_FIELD, 0",
    "0c 00 00 00 01 03 00,                      1, RECORD_FIELD, 0",
    "0c 00 00 00 06 01 00,                      1, RECORD_FIELD, 0",
    "0c 00 00 00 fe ff ff ff 0f,                1, RECORD_FIELD, 0",
    "0c 00 00 00 01 06 00,                      1, RECORD_FIELD, 0",
    "0c 00 00 00 01 01 01,                      1, RECORD_FIELD, 0",
    "0c 00 00 00 01 01 02,                      1, RECORD_FIELD, 0",
    "14 00 00 00 01 01 fe ff ff ff 0f,          1, RECORD_FIELD, 0",
    "10 00 00 00 01 01 02 00 01,                1, NONE, 1",
    "10 00 00 00 01 01 02 01 01,                1, RECORD_FIELD, 0",
    "10 00 00 00 01 01 02 00 03,                1, RECORD_FIELD, 0",
    "12 00 00 00 01 01 02 02 ff 00,             1, NONE, 1",
    "10 00 00 00 01 01 04 00 01,                1, RECORD_FIELD, 0",
  })
  void everyFieldOfARecordIsChecked(String records, int count, RecordFault expected, int index) {
    for (Compression codec : Compression.values()) {
      RecordFault fault = validator.validateProduced(batch(records, count, codec), RULES, 0);
      assertThat(fault).as(codec.codecName()).isEqualTo(expected);
      assertThat(validator.faultIndex()).as(codec.codecName()).isEqualTo(index);
      if (fault != RecordFault.NONE) {
        assertThat(fault.errorCode()).isEqualTo(ErrorCode.INVALID_RECORD);
      }
    }
  }

  private RecordFault withHeader(Consumer<ByteBuffer> change) {
    ByteSlice good = batch("0c000000010100", 1, Compression.NONE);
    change.accept(good.view());
    return validator.validateProduced(withCrc(good.view()), RULES, 0);
  }

  @Test
  void theHeaderOfAProducedBatchIsChecked() {
    assertThat(withHeader(b -> {})).isEqualTo(RecordFault.NONE);
    assertThat(withHeader(b -> b.putLong(0, 1))).isEqualTo(RecordFault.BASE_OFFSET);
    assertThat(withHeader(b -> b.putInt(RecordBatch.LEADER_EPOCH, 77))).isEqualTo(RecordFault.NONE);
    assertThat(withHeader(b -> b.put(RecordBatch.MAGIC, (byte) 3))).isEqualTo(RecordFault.MAGIC);
    assertThat(withHeader(b -> b.put(RecordBatch.MAGIC, (byte) -1))).isEqualTo(RecordFault.MAGIC);
    assertThat(withHeader(b -> b.put(RecordBatch.MAGIC, (byte) 1)))
        .isEqualTo(RecordFault.OLD_MAGIC);
    for (int count : new int[] {0, -1, Integer.MAX_VALUE, 2}) {
      assertThat(withHeader(b -> b.putInt(RecordBatch.COUNT, count))).isEqualTo(RecordFault.COUNT);
    }
    assertThat(withHeader(b -> attributes(b, 0x20))).isEqualTo(RecordFault.CONTROL_BATCH);
    assertThat(withHeader(b -> attributes(b, 0x40))).isEqualTo(RecordFault.DELETE_HORIZON);
    assertThat(withHeader(b -> attributes(b, 0xff80))).isEqualTo(RecordFault.NONE);
    for (int codec = 5; codec <= 7; codec++) {
      int id = codec;
      assertThat(withHeader(b -> attributes(b, id))).isEqualTo(RecordFault.CODEC);
    }
    assertThat(withHeader(b -> attributes(b, 1))).isEqualTo(RecordFault.STREAM);
  }

  @Test
  void theFrameOfAProducedBatchIsChecked() {
    ByteBuffer good = batch("0c000000010100", 1, Compression.NONE).view();
    for (int length : new int[] {-1, Integer.MIN_VALUE, 0, 13, 14, 48}) {
      good.putInt(RecordBatch.LENGTH, length);
      assertThat(validator.validateProduced(ByteSlice.wrap(good), RULES, 0))
          .isEqualTo(RecordFault.LENGTH);
    }
    for (int length : new int[] {57, 1000, Integer.MAX_VALUE}) {
      good.putInt(RecordBatch.LENGTH, length);
      assertThat(validator.validateProduced(ByteSlice.wrap(good), RULES, 0))
          .isEqualTo(RecordFault.CUT_OFF);
    }
    good.putInt(RecordBatch.LENGTH, 55);
    assertThat(validator.validateProduced(ByteSlice.wrap(good), RULES, 0))
        .isEqualTo(RecordFault.TRAILING_BYTES);
  }

  private static void attributes(ByteBuffer batch, int value) {
    batch.putShort(RecordBatch.ATTRIBUTES, (short) value);
  }

  @ParameterizedTest
  @CsvSource({
    "-1, -1, -1, false, NONE",
    "5,  0,  0,  false, NONE",
    "5,  0,  0,  true,  NONE",
    "5,  0,  -1, false, PRODUCER",
    "5,  -1, 0,  false, PRODUCER",
    "-1, -1, -1, true,  PRODUCER",
    "-2, -1, -1, false, PRODUCER",
    "-1, 3,  7,  false, NONE",
  })
  void theProducerFieldsMustFit(
      long id, short epoch, int sequence, boolean transactional, RecordFault expected) {
    RecordFault fault =
        withHeader(
            b -> {
              b.putLong(RecordBatch.PRODUCER_ID, id);
              b.putShort(RecordBatch.PRODUCER_EPOCH, epoch);
              b.putInt(RecordBatch.BASE_SEQUENCE, sequence);
              attributes(b, transactional ? 0x10 : 0);
            });
    assertThat(fault).isEqualTo(expected);
  }

  @Test
  void everyRecordWithoutAKeyIsListedForACompactedTopic() {
    RecordRules compacted =
        RecordRules.of(true, TimestampType.CREATE_TIME, NO_LIMIT, NO_LIMIT, 1 << 20);
    ByteSlice bytes =
        BatchSpec.of(
                (byte) 2,
                Compression.LZ4,
                List.of(line(1, "", "a"), line(2, null, "b"), line(3, "k", "c"), line(4, null, "")))
            .write();
    assertThat(validator.validateProduced(bytes, compacted, 0)).isEqualTo(RecordFault.KEY_MISSING);
    assertThat(validator.refusedCount()).isEqualTo(2);
    assertThat(validator.refusedIndex(0)).isEqualTo(1);
    assertThat(validator.refusedIndex(1)).isEqualTo(3);
    assertThat(validator.refusedFault(1)).isEqualTo(RecordFault.KEY_MISSING);
    assertThat(validator.validateProduced(bytes, RULES, 0)).isEqualTo(RecordFault.NONE);
    assertThat(validator.refusedCount()).isZero();
  }

  @Test
  void aTimestampFaultOutranksAMissingKeyAndMinusOneIsExempt() {
    RecordRules rules = RecordRules.of(true, TimestampType.CREATE_TIME, 100, 10, 1 << 20);
    ByteSlice bytes =
        BatchSpec.of(
                (byte) 2,
                Compression.NONE,
                List.of(
                    line(-1, null, "a"),
                    line(899, "k", "b"),
                    line(900, "k", "c"),
                    line(1010, "k", "d"),
                    line(1011, "k", "e"),
                    line(-1, "k", "f"),
                    line(Long.MIN_VALUE, "k", "g")))
            .write();
    assertThat(validator.validateProduced(bytes, rules, 1000))
        .isEqualTo(RecordFault.TIMESTAMP_RANGE);
    assertThat(validator.refusedCount()).isEqualTo(4);
    assertThat(validator.refusedFault(0)).isEqualTo(RecordFault.KEY_MISSING);
    assertThat(validator.refusedIndex(1)).isEqualTo(1);
    assertThat(validator.refusedIndex(2)).isEqualTo(4);
    assertThat(validator.refusedIndex(3)).isEqualTo(6);
    assertThat(validator.maxTimestamp()).isEqualTo(1011);
    assertThat(validator.maxTimestampIndex()).isEqualTo(4);
  }

  @Test
  void noLimitsAcceptAnyTimestamp() {
    ByteSlice bytes =
        BatchSpec.of(
                (byte) 2,
                Compression.NONE,
                List.of(line(-5, "k", "a"), line(NO_LIMIT, "k", "b"), line(NO_LIMIT, "k", "b")))
            .write();
    assertThat(validator.validateProduced(bytes, RULES, 1000)).isEqualTo(RecordFault.NONE);
    assertThat(validator.maxTimestamp()).isEqualTo(NO_LIMIT);
    assertThat(validator.maxTimestampIndex()).isEqualTo(1);
  }

  @Test
  void aClaimOfLogAppendTimeIsRefusedWhereTheBrokerSetsIt() {
    RecordRules appendTime =
        RecordRules.of(false, TimestampType.LOG_APPEND_TIME, NO_LIMIT, NO_LIMIT, 1 << 20);
    ByteSlice plain = BatchSpec.of((byte) 2, Compression.NONE, List.of(line(5, "k", "a"))).write();
    ByteSlice claim = ByteSlice.wrap(plain.toByteArray());
    new RecordBatch().wrap(claim).setMaxTimestamp(TimestampType.LOG_APPEND_TIME, 5);
    ByteSlice emptyClaim = ByteSlice.wrap(plain.toByteArray());
    new RecordBatch().wrap(emptyClaim).setMaxTimestamp(TimestampType.LOG_APPEND_TIME, -1);
    assertThat(validator.validateProduced(plain, appendTime, 0)).isEqualTo(RecordFault.NONE);
    assertThat(validator.validateProduced(claim, appendTime, 0))
        .isEqualTo(RecordFault.TIMESTAMP_TYPE);
    assertThat(validator.validateProduced(claim, RULES, 0)).isEqualTo(RecordFault.NONE);
    assertThat(validator.validateProduced(emptyClaim, RULES, 0))
        .isEqualTo(RecordFault.TIMESTAMP_TYPE);
  }

  @Test
  void theListOfRefusedRecordsIsBounded() {
    RecordRules compacted =
        RecordRules.of(true, TimestampType.CREATE_TIME, NO_LIMIT, NO_LIMIT, 1 << 20);
    RecordBatchBuilder builder = new RecordBatchBuilder();
    for (int i = 0; i < RecordValidator.LISTED_RECORDS + 5; i++) {
      builder.append(1, (ByteBuffer) null, null, List.of());
    }
    assertThat(validator.validateProduced(builder.build(), compacted, 0))
        .isEqualTo(RecordFault.KEY_MISSING);
    assertThat(validator.refusedCount()).isEqualTo(RecordValidator.LISTED_RECORDS);
    assertThat(validator.refusedIndex(9999)).isEqualTo(9999);
  }
}
