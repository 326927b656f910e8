package io.classickafka.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.seam.ByteSlice;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Our readers and writers against those of Apache's client 3.9.2, both ways. */
class ApacheRecordsConformanceTest {

  private final ApacheRecords apache = new ApacheRecords();

  /** Every magic with every codec it may have, each timestamp type, from one seed. */
  private static List<BatchSpec> everyShape(long seed) {
    Random random = new Random(seed);
    List<BatchSpec> specs = new ArrayList<>();
    for (byte magic = 0; magic <= 2; magic++) {
      for (Compression codec : Compression.values()) {
        if (magic == 2 || codec != Compression.ZSTD) {
          specs.add(BatchSpecs.random(random, magic, codec, false));
          specs.add(BatchSpecs.random(random, magic, codec, true));
        }
      }
    }
    return specs;
  }

  @Property(tries = 5)
  void weReadWhatApacheWrites(@ForAll long seed) {
    for (BatchSpec spec : everyShape(seed)) {
      byte[] theirs = apache.write(spec);
      assertThat(BatchText.read(ByteSlice.wrap(theirs)))
          .isEqualTo(BatchSpecs.expected(spec, ByteSlice.wrap(theirs)))
          .isEqualTo(apache.read(theirs));
    }
  }

  @Property(tries = 5)
  void apacheReadsWhatWeWrite(@ForAll long seed) {
    for (BatchSpec spec : everyShape(seed)) {
      ByteSlice ours = spec.write();
      assertThat(apache.read(ours.toByteArray())).isEqualTo(BatchText.read(ours));
    }
  }

  @Property(tries = 5)
  void uncompressedBatchesAreTheSameBytes(@ForAll long seed) {
    Random random = new Random(seed);
    for (byte magic = 0; magic <= 2; magic++) {
      BatchSpec spec = BatchSpecs.random(random, magic, Compression.NONE, random.nextBoolean());
      assertThat(spec.write().toByteArray()).isEqualTo(apache.write(spec));
    }
  }

  @Test
  void transactionMarkersAreTheSameBytes() {
    for (boolean commit : new boolean[] {false, true}) {
      ControlMarker marker = new ControlMarker(commit, 17);
      ByteSlice ours = marker.toBatch(1234, 4000, (short) 3, 9);
      RecordBatch.setBaseOffset(ours.view(), 0, 20);
      byte[] theirs = apache.marker(20, 1234, 9, 4000, (short) 3, marker);
      assertThat(ours.toByteArray()).isEqualTo(theirs);
    }
  }

  @Property(tries = 12)
  void downConversionIsApaches(@ForAll long seed) {
    Random random = new Random(seed);
    List<byte[]> batches = new ArrayList<>();
    int total = 0;
    long offset = random.nextInt(1000);
    long fetchOffset = offset + random.nextInt(3);
    for (int i = random.nextInt(4) + 1; i > 0; i--) {
      Compression codec = Compression.values()[random.nextInt(4)];
      byte magic = (byte) (random.nextInt(3) == 0 ? 1 : 2);
      BatchSpec spec = at(BatchSpecs.random(random, magic, codec, random.nextBoolean()), offset);
      byte[] bytes = spec.write().toByteArray();
      offset += spec.records().size();
      batches.add(bytes);
      total += bytes.length;
      if (random.nextInt(3) == 0) {
        ByteSlice marker = new ControlMarker(true, 1).toBatch(5, 5, (short) 5, 5);
        RecordBatch.setBaseOffset(marker.view(), 0, offset++);
        batches.add(marker.toByteArray());
        total += marker.sizeBytes();
      }
    }
    byte[] stored = new byte[total];
    int at = 0;
    for (byte[] batch : batches) {
      System.arraycopy(batch, 0, stored, at, batch.length);
      at += batch.length;
    }
    try (MessageSetConverter converter = new MessageSetConverter(1 << 30)) {
      for (byte magic = 0; magic <= 1; magic++) {
        Conversion made = converter.toOldMagic(ByteSlice.wrap(stored), magic, fetchOffset);
        assertThat(made).isInstanceOf(Conversion.Converted.class);
        Conversion.Converted converted = (Conversion.Converted) made;
        assertThat(converted.sourceBytes()).isEqualTo(stored.length);
        String theirs = apache.read(apache.toOldMagic(stored, magic, fetchOffset));
        assertThat(contents(BatchText.read(converted.bytes()))).isEqualTo(contents(theirs));
        assertThat(apache.read(converted.bytes().toByteArray()))
            .isEqualTo(BatchText.read(converted.bytes()));
      }
    }
  }

  /** Without what depends on a codec's exact output. */
  private static String contents(String text) {
    return text.replaceAll(" size=\\d+ crc=\\d+", "");
  }

  private static BatchSpec at(BatchSpec spec, long offset) {
    return new BatchSpec(
        spec.magic(),
        spec.codec(),
        spec.level(),
        spec.timestampType(),
        spec.appendTimestamp(),
        offset,
        spec.leaderEpoch(),
        spec.producerId(),
        spec.producerEpoch(),
        spec.baseSequence(),
        spec.transactional(),
        spec.records());
  }
}
