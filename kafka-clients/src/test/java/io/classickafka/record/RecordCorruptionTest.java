package io.classickafka.record;

import static io.classickafka.record.BatchSpec.line;
import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.seam.ByteSlice;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Damaged bytes are an outcome: never an exception, never a batch that passes by accident. */
class RecordCorruptionTest {

  private static final RecordRules RULES =
      RecordRules.of(false, TimestampType.CREATE_TIME, Long.MAX_VALUE, Long.MAX_VALUE, 1 << 20);

  private static ByteSlice small(byte magic, Compression codec) {
    return BatchSpec.of(
            magic,
            codec,
            List.of(
                line(1000, "k", "v1v1v1v1v1v1v1v1v1v1v1v1"),
                line(1005, null, "v2"),
                magic == 2
                    ? line(999, "k2", null, new RecordHeader("h", new byte[] {1, 2}))
                    : line(999, "k2", null)))
        .write();
  }

  private static boolean exists(byte magic, Compression codec) {
    return magic == 2 || codec != Compression.ZSTD;
  }

  @Test
  void aBatchCutOffAnywhereIsRefused() {
    try (RecordValidator validator = new RecordValidator()) {
      for (Compression codec : Compression.values()) {
        ByteSlice whole = small((byte) 2, codec);
        for (int size = 0; size < whole.sizeBytes(); size++) {
          RecordFault fault = validator.validateProduced(whole.slice(0, size), RULES, 0);
          assertThat(fault)
              .as("%s cut to %d", codec, size)
              .isEqualTo(size == 0 ? RecordFault.NO_BATCH : RecordFault.CUT_OFF);
        }
      }
    }
  }

  @Test
  void aSetCutOffAnywhereEndsBeforeTheCutBatch() {
    BatchCursor cursor = new BatchCursor();
    for (byte magic = 0; magic <= 2; magic++) {
      for (Compression codec : Compression.values()) {
        if (exists(magic, codec)) {
          byte[] one = small(magic, codec).toByteArray();
          byte[] two = Arrays.copyOf(one, 2 * one.length);
          System.arraycopy(one, 0, two, one.length, one.length);
          for (int size = 0; size <= two.length; size++) {
            cursor.over(ByteBuffer.wrap(two), 0, size);
            int bytes = 0;
            while (cursor.next()) {
              bytes += cursor.batch().sizeBytes();
            }
            assertThat(cursor.wholeBytes()).isEqualTo(bytes).isLessThanOrEqualTo(size);
            assertThat(cursor.fault())
                .isEqualTo(bytes == size ? RecordFault.NONE : RecordFault.CUT_OFF);
          }
        }
      }
    }
  }

  @Test
  void everyFlippedBitOfAProducedBatchIsSeen() {
    try (RecordValidator validator = new RecordValidator()) {
      for (Compression codec : Compression.values()) {
        byte[] bytes = small((byte) 2, codec).toByteArray();
        for (int bit = 0; bit < 8 * bytes.length; bit++) {
          flip(bytes, bit);
          boolean leaderEpoch = bit / 8 >= 12 && bit / 8 < 16;
          assertThat(validator.validateProduced(ByteSlice.wrap(bytes), RULES, 0))
              .as("%s bit %d", codec, bit)
              .matches(fault -> leaderEpoch == (fault == RecordFault.NONE));
          flip(bytes, bit);
        }
      }
    }
  }

  @Test
  void everyFlippedBitUnderAGoodCrcIsAnOutcome() {
    int refused = 0;
    for (byte magic = 0; magic <= 2; magic++) {
      for (Compression codec : Compression.values()) {
        if (exists(magic, codec)) {
          byte[] bytes = small(magic, codec).toByteArray();
          for (int bit = 0; bit < 8 * bytes.length; bit++) {
            byte[] damaged = bytes.clone();
            flip(damaged, bit);
            refused += walk(damaged) ? 0 : 1;
          }
        }
      }
    }
    assertThat(refused).isPositive();
  }

  @Property(tries = 2000)
  void randomDamageUnderAGoodCrcIsAnOutcome(@ForAll long seed) {
    Random random = new Random(seed);
    byte magic = (byte) random.nextInt(3);
    Compression codec = Compression.values()[random.nextInt(magic == 2 ? 5 : 4)];
    byte[] bytes = small(magic, codec).toByteArray();
    int from = random.nextInt(4) == 0 ? 0 : 17;
    for (int i = random.nextInt(6); i >= 0; i--) {
      bytes[from + random.nextInt(bytes.length - from)] = (byte) random.nextInt();
    }
    walk(bytes);
  }

  /** Every reader over damaged bytes, with the CRC made good again. True when all is accepted. */
  private static boolean walk(byte[] bytes) {
    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(0, bytes);
    boolean heap = walk(ByteBuffer.wrap(bytes));
    assertThat(walk(direct)).isEqualTo(heap);
    return heap;
  }

  private static boolean walk(ByteBuffer bytes) {
    BatchCursor batches = new BatchCursor();
    boolean good = true;
    try (RecordCursor records = new RecordCursor(100_000);
        RecordValidator validator = new RecordValidator();
        MessageSetConverter converter = new MessageSetConverter(100_000)) {
      batches.over(bytes, 0, bytes.limit());
      while (batches.next()) {
        RecordBatch batch = batches.batch();
        setGoodCrc(batch);
        records.open(batch);
        int count = 0;
        while (records.next()) {
          count++;
          while (records.nextHeader()) {
            assertThat(records.headerKey().remaining()).isNotNegative();
          }
        }
        good &= records.fault() == RecordFault.NONE;
        if (batch.magic() == RecordBatch.MAGIC_2) {
          RecordFault fault = validator.validateRecords(batch, RULES, 0);
          if (fault == RecordFault.NONE) {
            assertThat(records.fault()).isEqualTo(RecordFault.NONE);
            assertThat(count).isEqualTo(Math.max(0, batch.recordCount()));
          }
          converter.recompress(batch, Compression.GZIP, -1);
        }
      }
      good &= batches.fault() == RecordFault.NONE;
      ByteSlice slice = ByteSlice.wrap(bytes);
      converter.toMagic2(slice, null, 0, TimestampType.CREATE_TIME);
      converter.toOldMagic(slice, RecordBatch.MAGIC_0, 0);
      converter.toOldMagic(slice, RecordBatch.MAGIC_1, 0);
      validator.validateProduced(slice, RULES, 0);
    }
    return good;
  }

  private static void setGoodCrc(RecordBatch batch) {
    ByteBuffer bytes = batch.buffer();
    int at = batch.position();
    if (batch.magic() == RecordBatch.MAGIC_2) {
      bytes.putInt(
          at + RecordBatch.CRC, Crc32c.of(bytes, at + RecordBatch.ATTRIBUTES, batch.endPosition()));
    } else {
      bytes.putInt(
          at + RecordBatch.OLD_CRC,
          Crc32c.zlib(bytes, at + RecordBatch.MAGIC, batch.endPosition()));
    }
  }

  private static void flip(byte[] bytes, int bit) {
    bytes[bit / 8] ^= (byte) (1 << bit % 8);
  }
}
