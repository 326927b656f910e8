package io.classickafka.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.seam.ByteSlice;
import java.nio.ByteBuffer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class RecordRoundTripTest {

  @Property(tries = 150)
  void whatIsWrittenIsRead(@ForAll long seed) {
    BatchSpec spec = BatchSpecs.random(seed);
    ByteSlice bytes = spec.write();
    String heap = BatchText.read(bytes);
    assertThat(heap).isEqualTo(BatchSpecs.expected(spec, bytes));
    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.sizeBytes() + 7);
    direct.put(7, bytes.view(), 0, bytes.sizeBytes()).position(7);
    assertThat(BatchText.read(ByteSlice.wrap(direct))).isEqualTo(heap);
  }

  @Property(tries = 200)
  void aProducedBatchIsValid(@ForAll long seed) {
    BatchSpec spec = BatchSpecs.produced(seed);
    ByteSlice bytes = spec.write();
    RecordRules rules =
        RecordRules.of(false, TimestampType.CREATE_TIME, Long.MAX_VALUE, Long.MAX_VALUE, 1 << 20);
    try (RecordValidator validator = new RecordValidator()) {
      assertThat(validator.validateProduced(bytes, rules, 0)).isEqualTo(RecordFault.NONE);
      RecordBatch batch = new RecordBatch().wrap(bytes);
      assertThat(validator.maxTimestamp()).isEqualTo(batch.maxTimestamp());
      assertThat(validator.uncompressedBytes()).isPositive();
    }
  }

  @Property(tries = 20)
  void aRecompressedBatchHoldsTheSameRecords(@ForAll long seed) {
    BatchSpec spec = BatchSpecs.produced(seed);
    ByteSlice bytes = spec.write();
    try (MessageSetConverter converter = new MessageSetConverter(1 << 30)) {
      for (Compression codec : Compression.values()) {
        Conversion made =
            converter.recompress(new RecordBatch().wrap(bytes), codec, codec.defaultLevel());
        assertThat(made).isInstanceOf(Conversion.Converted.class);
        assertThat(recordLines(((Conversion.Converted) made).bytes()))
            .isEqualTo(recordLines(bytes));
      }
    }
  }

  private static String recordLines(ByteSlice bytes) {
    return BatchText.read(bytes).replaceAll("(?m)^batch.*valid=true", "");
  }
}
