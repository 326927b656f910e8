package io.classickafka.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.log.clean.CleanerSettings;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.record.Compression;
import io.classickafka.record.LegacyMessageSet;
import io.classickafka.record.RecordBatch;
import io.classickafka.record.RecordBatchBuilder;
import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.Payload;
import io.classickafka.simulation.MemoryDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.management.ObjectName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a compacted log keeps. */
class LogCleanerTest {

  @TempDir Path root;

  private CleaningFixture c;

  @BeforeEach
  void open() {
    c = new CleaningFixture(root, CleaningFixture.compacted().build());
  }

  @Test
  void keepsTheLastValueOfEachKeyAtItsOffset() {
    c.put("a", "1");
    c.put("b", "1");
    c.put("a", "2");
    c.put("c", "1");
    c.put("b", "2");
    c.roll();
    List<String> before = c.texts();
    c.clean();
    assertThat(c.texts()).startsWith("2:a=2", "3:c=1", "4:b=2").isSubsetOf(before);
    assertThat(c.f.log.compaction().firstDirty()).isGreaterThanOrEqualTo(5);
    assertThat(c.f.log.logStartOffset()).isZero();
  }

  @Test
  void activeSegmentIsNotTouched() {
    for (int i = 0; i < 3; i++) {
      c.put("a", "value-" + i);
    }
    assertThat(c.f.log.segmentCount()).isEqualTo(1);
    c.clean();
    assertThat(c.texts()).hasSize(3);
    assertThat(c.f.log.compaction().firstDirty()).isEqualTo(LogCompaction.NEVER);
  }

  @Test
  void partOfABatchGoesAndTheBatchKeepsItsOffsets() {
    for (Compression codec : Compression.values()) {
      c.put(codec, "a", "1", "b", "1", "c", "1");
    }
    c.put("c", "last");
    c.roll();
    c.clean();
    assertThat(c.texts().subList(0, 3)).containsExactly("12:a=1", "13:b=1", "15:c=last");
    CleaningFixture.Batch zstd = c.batches().get(0);
    assertThat(zstd.baseOffset()).isEqualTo(12);
    assertThat(zstd.lastOffset()).isEqualTo(14);
  }

  @Test
  void smallSegmentsBecomeOneAndEveryOffsetIsFound() {
    for (int i = 0; i < 60; i++) {
      c.put("k" + i % 20, "value-" + i);
    }
    int before = c.f.log.segmentCount();
    c.clean();
    // Groups are made by the sizes before: what became small is merged by the next pass.
    c.put("k0", "value-60");
    c.put("k0", "value-61");
    c.put("k0", "value-62");
    List<CleaningFixture.Stored> all = c.stored();
    c.clean();
    assertThat(c.f.log.segmentCount()).isLessThan(before);
    List<CleaningFixture.Stored> left = c.stored();
    assertThat(left).hasSizeLessThan(60).isSubsetOf(all);
    for (long from = 0; from < 60; from++) {
      long start = from;
      List<String> expected =
          left.stream()
              .filter(record -> record.offset() >= start)
              .map(record -> record.offset() + "=" + record.value())
              .toList();
      assertThat(c.f.readFrom(from)).isEqualTo(expected);
    }
  }

  @Test
  void tombstoneHidesTheValueAtOnceAndGoesAfterItsHorizon() {
    c.put("a", "1");
    c.put("a", null);
    c.roll();
    c.clean();
    assertThat(c.texts().get(0)).isEqualTo("1:a=null");
    assertThat(c.batches().get(0).deleteHorizonMs()).isEqualTo(c.f.loop.nowMs + 1_000);
    long timestampMs = c.stored().get(0).timestampMs();
    assertThat(timestampMs).isEqualTo(c.f.loop.nowMs);

    c.f.loop.nowMs += 999;
    c.roll();
    c.clean();
    assertThat(c.texts().get(0)).isEqualTo("1:a=null");

    c.f.loop.nowMs += 1;
    c.roll();
    c.clean();
    assertThat(c.texts()).noneMatch(text -> text.contains(":a="));
  }

  @Test
  void minCompactionLagProtectsWhatIsYoung() {
    c.f.log.updateConfig(CleaningFixture.compacted().minCompactionLagMs(5_000).build());
    c.put("a", "1");
    c.put("a", "2");
    c.roll();
    c.clean();
    assertThat(c.texts()).startsWith("0:a=1", "1:a=2");
    c.f.loop.nowMs += 5_000;
    c.clean();
    assertThat(c.texts().get(0)).isEqualTo("1:a=2");
  }

  @Test
  void minCompactionLagProtectsWhatIsYoungWhenTheCheckpointCannotBeTrue() {
    c.f.log.updateConfig(CleaningFixture.compacted().minCompactionLagMs(5_000).build());
    c.put("a", "1");
    c.put("a", "2");
    c.roll();
    c.f.log.compaction().restore(10_000);
    c.clean();
    assertThat(c.texts()).startsWith("0:a=1", "1:a=2");
  }

  @Test
  void nothingAboveTheLastStableOffsetIsCleaned() {
    c.put("a", "1");
    c.put("a", "2");
    c.put(7, 0, true, "t", "open");
    for (int i = 0; i < 20; i++) {
      c.put("a", "later-" + i);
    }
    List<String> before = c.texts();
    c.clean();
    assertThat(c.texts()).isEqualTo(before);
    c.end(7, true);
    c.roll();
    c.clean();
    assertThat(c.texts()).contains("2:t=open").doesNotContain("0:a=1", "1:a=2");
  }

  @Test
  void abortedRecordsGoAndTheirMarkerLater() {
    c.put(7, 0, true, "a", "aborted");
    c.end(7, false);
    c.put("b", "1");
    c.roll();
    assertThat(c.committed()).extracting(CleaningFixture.Stored::key).doesNotContain("a");
    c.clean();
    assertThat(c.stored()).extracting(CleaningFixture.Stored::value).doesNotContain("aborted");
    // The last batch of a producer that is still known stays, without its records.
    CleaningFixture.Batch left = c.batches().get(0);
    assertThat(left.count()).isZero();
    assertThat(left.producerId()).isEqualTo(7);
    assertThat(c.batches().get(1).marker()).isNotNull();

    // Once the producer is forgotten its batch goes, then the marker gets a horizon and goes.
    c.f.log.removeExpiredProducers(c.f.loop.nowMs + 100_000, 50_000);
    c.roll();
    c.clean();
    assertThat(c.batches().get(0).marker()).isNotNull();
    assertThat(c.batches().get(0).deleteHorizonMs()).isNegative();
    c.roll();
    c.clean();
    assertThat(c.batches().get(0).deleteHorizonMs()).isEqualTo(c.f.loop.nowMs + 1_000);
    c.f.loop.nowMs += 2_000;
    c.roll();
    c.clean();
    assertThat(c.batches().get(0).control()).isFalse();
  }

  @Test
  void markerStaysWhileASegmentBeforeItHoldsDataOfItsTransaction() {
    c.put(7, 0, true, "a", "1");
    for (int i = 0; i < 12; i++) {
      c.put("b", "between-" + i);
    }
    c.end(7, true);
    c.roll();
    for (int round = 0; round < 4; round++) {
      c.clean();
      c.f.loop.nowMs += 2_000;
      c.roll();
    }
    assertThat(c.texts().get(0)).isEqualTo("0:a=1");
    assertThat(c.batches()).anyMatch(batch -> batch.marker() != null && batch.marker().commit());
  }

  @Test
  void lastBatchOfAnActiveProducerStaysWithoutRecords() {
    c.put(9, 0, false, "a", "1", "b", "1");
    c.put("a", "2");
    c.put("b", "2");
    c.roll();
    c.clean();
    CleaningFixture.Batch first = c.batches().get(0);
    assertThat(first.count()).isZero();
    assertThat(first.lastOffset()).isEqualTo(1);
    assertThat(first.lastSequence()).isEqualTo(1);
    c.f.crashAndReopen(false);
    AppendResult again = c.f.append(idempotentAgain());
    assertThat(((AppendResult.Appended) again).duplicate()).isTrue();
    assertThat(((AppendResult.Appended) again).baseOffset()).isZero();
  }

  /**
   * What follows a cleaned batch may be lost with power; then its repetition is known all the same.
   */
  @Test
  void lastCleanedBatchOfAProducerStaysThoughALaterOneIsNotCleaned() {
    c.put(9, 0, false, "a", "1", "b", "1");
    c.put("a", "2");
    c.put("b", "2");
    c.roll();
    c.put(9, 2, false, "a", "3");
    c.clean();
    CleaningFixture.Batch first = c.batches().get(0);
    assertThat(first.count()).isZero();
    assertThat(first.lastSequence()).isEqualTo(1);
  }

  private ByteSlice idempotentAgain() {
    return LogFixture.idempotent(9, 0, 0, 2);
  }

  @Test
  void oldFormatsKeepTheirOffsetsAndLoseTheirTombstonesByFileTime() {
    for (byte magic = RecordBatch.MAGIC_0; magic <= RecordBatch.MAGIC_1; magic++) {
      for (Compression codec : List.of(Compression.NONE, Compression.GZIP, Compression.LZ4)) {
        appendOld(magic, codec, "a", "1", "b", "1");
        appendOld(magic, codec, "a", "2", "c", null);
      }
    }
    c.roll();
    c.clean();
    assertThat(c.texts()).startsWith("21:b=1", "22:a=2", "23:c=null");
    c.roll();
    c.clean();
    // Below the first dirty offset now, and older than the last clean segment by nothing.
    assertThat(c.texts()).startsWith("21:b=1", "22:a=2", "23:c=null");
  }

  private void appendOld(byte magic, Compression codec, String... pairs) {
    try (LegacyMessageSet set = new LegacyMessageSet().open(magic, codec)) {
      for (int i = 0; i < pairs.length; i += 2) {
        set.append(
            c.f.log.logEndOffset() + i / 2,
            c.f.loop.nowMs,
            wrap(pairs[i]),
            pairs[i + 1] == null ? null : wrap(pairs[i + 1]));
      }
      AppendResult result = c.f.log.appendAsFollower(set.build(), c.f.loop.nowMs);
      assertThat(result).isInstanceOf(AppendResult.Appended.class);
      c.f.log.updateHighWatermark(c.f.log.logEndOffset());
    }
  }

  private static ByteBuffer wrap(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void fetchThatHoldsAnOldSegmentStaysReadable() throws IOException {
    c.put("a", "1");
    c.put("a", "2");
    c.roll();
    ReadResult.Records held = (ReadResult.Records) c.f.log.read(0, 1 << 20, 100, true, false);
    Payload payload = held.records();
    ByteBuffer before = LogFixture.bytesOf(payload).duplicate();
    c.clean();
    assertThat(c.texts().get(0)).isEqualTo("1:a=2");
    c.f.loop.runDelayed();
    assertThat(c.files(".deleted")).isEmpty();
    assertThat(LogFixture.bytesOf(payload).duplicate()).isEqualTo(before);
    payload.release();
  }

  @Test
  void checkpointIsWrittenAndReadAgain() throws IOException {
    c.put("a", "1");
    c.put("a", "2");
    c.roll();
    c.clean();
    long clean = c.f.log.compaction().firstDirty();
    assertThat(OffsetCheckpoint.CLEANER.read(c.f.disk, root))
        .isEqualTo(Collections.singletonMap(LogFixture.PARTITION, clean));
    c.f.crashAndReopen(true);
    assertThat(c.f.log.compaction().firstDirty()).isEqualTo(clean);
  }

  @Test
  void damagedLogIsLeftAloneAndToldOfOnce() throws IOException {
    c.put("a", "1");
    c.put("a", "2");
    c.roll();
    List<String> before = c.texts();
    try (var file = c.f.disk.open(c.f.directory().resolve("00000000000000000000.log"))) {
      file.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 70);
    }
    c.clean();
    c.roll();
    c.clean();
    assertThat(c.f.log.isOffline()).isFalse();
    assertThat(c.files(".cleaned", ".swap")).isEmpty();
    assertThat(c.f.log.compaction().firstDirty()).isEqualTo(LogCompaction.NEVER);
    assertThat(before).isNotEmpty();
    assertThat(
            c.registry
                .dropwizard()
                .getGauges()
                .get(
                    "kafka.log:type=LogCleanerManager,name=uncleanable-partitions-count"
                        + ",logDirectory="
                        + ObjectName.quote(root.toString()))
                .getValue())
        .isEqualTo(1);
  }

  @Test
  void fewKeysAtATimeStillCleanEverything() {
    // Three keys fit: the rest of the log is for the passes that follow at once.
    c.settings = new CleanerSettings(1, 5 * 24, 0.7, 64 << 10, Double.MAX_VALUE, 0);
    for (int i = 0; i < 60; i++) {
      c.put("k" + i % 12, "value-" + i);
    }
    long sealed = c.f.log.logEndOffset();
    c.roll();
    for (int i = 0; i < 5; i++) {
      c.clean();
    }
    assertThat(c.f.log.compaction().firstDirty()).isGreaterThanOrEqualTo(sealed);
    assertThat(c.texts().stream().filter(text -> text.contains(":k"))).hasSize(12);
  }

  @Test
  void compactAndDeleteDoesBoth() {
    c.f.log.updateConfig(CleaningFixture.compacted().deletes(true).retentionMs(10_000).build());
    c.put("a", "1");
    c.put("a", "2");
    c.roll();
    c.clean();
    assertThat(c.texts().get(0)).isEqualTo("1:a=2");
    c.f.loop.nowMs += 20_000;
    c.put("b", "1");
    c.f.log.deleteOldSegments(c.f.loop.nowMs);
    assertThat(c.texts()).doesNotContain("1:a=2");
  }

  @Test
  void logThatIsOnlyDeletedIsNotCleaned() {
    c.f.log.updateConfig(CleaningFixture.compacted().compacts(false).deletes(true).build());
    c.put("a", "1");
    c.put("a", "2");
    c.roll();
    c.clean();
    assertThat(c.texts()).startsWith("0:a=1", "1:a=2");
    c.f.log.updateConfig(CleaningFixture.compacted().build());
    c.clean();
    assertThat(c.texts().get(0)).isEqualTo("1:a=2");
  }

  @Test
  void nullKeyIsRefusedOnACompactedTopic() {
    AppendResult result = c.f.append(noKey());
    AppendResult.Rejected rejected = (AppendResult.Rejected) result;
    assertThat(rejected.error()).isEqualTo(ErrorCode.INVALID_RECORD);
    assertThat(rejected.recordErrors()).extracting("batchIndex").containsExactly(0);
  }

  private static ByteSlice noKey() {
    try (var builder = new RecordBatchBuilder()) {
      builder.append(1_000, (byte[]) null, new byte[] {1});
      return builder.build();
    }
  }

  @Test
  void idleCleanerHasNoTimerAndLooksAtNothing() {
    c.put("a", "1");
    c.put("a", "2");
    c.roll();
    c.clean();
    int traced = c.f.disk.trace.size();
    c.f.loop.runDelayed();
    assertThat(c.f.loop.delayedCount()).isZero();
    assertThat(c.f.disk.trace).hasSize(traced);
  }

  @Test
  void slowCleanerWaitsOnATimerBetweenSlices() {
    c.settings = new CleanerSettings(1, 1 << 20, 0.9, 64 << 10, 100, 0);
    for (int i = 0; i < 60; i++) {
      c.put("k" + i % 5, "value-" + i);
    }
    List<String> before = c.texts();
    c.f.log.compaction().touched();
    c.f.loop.runDelayed();
    // The first slice is read; what it cost is waited for before anything is replaced.
    assertThat(c.texts()).isEqualTo(before);
    assertThat(c.f.loop.delayedCount()).isPositive();
    for (int i = 0; i < 50; i++) {
      c.f.loop.runDelayed();
    }
    assertThat(c.texts()).hasSizeLessThan(before.size());
  }

  @Test
  void checkpointsThatWaitToBeWrittenAreOne() {
    List<Runnable> pool = new ArrayList<>();
    List<LogDir> written = new ArrayList<>();
    ManualLoop loop = new ManualLoop();
    LogCleaner cleaner =
        new LogCleaner(
            new Background(loop, pool::add),
            () -> new CleanerSettings(1, 1 << 20, 0.9, 64 << 10, Double.MAX_VALUE, 0),
            written::add,
            new CleanerMetrics());
    LogDir dir =
        new LogDir(
            new MemoryDisk(), Path.of("/data"), pool::add, new PageCacheUse(0), failed -> {});
    LogDir other =
        new LogDir(
            new MemoryDisk(), Path.of("/other"), pool::add, new PageCacheUse(0), failed -> {});
    for (int i = 0; i < 10; i++) {
      cleaner.checkpointChanged(dir);
    }
    cleaner.checkpointChanged(other);
    assertThat(pool).hasSize(2);
    pool.forEach(Runnable::run);
    assertThat(written).containsExactly(dir, other);
    cleaner.checkpointChanged(dir);
    assertThat(pool).hasSize(3);
  }
}
