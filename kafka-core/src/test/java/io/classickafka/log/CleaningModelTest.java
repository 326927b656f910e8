package io.classickafka.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.log.CleaningFixture.Batch;
import io.classickafka.log.CleaningFixture.Stored;
import io.classickafka.log.clean.CleanerSettings;
import io.classickafka.record.Compression;
import io.classickafka.record.LegacyMessageSet;
import io.classickafka.record.RecordBatch;
import io.classickafka.record.RecordBatchBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random logs, cleaned again and again, against the rules in their plainest form. {@code
 * -Dclean.seed=N} replays one run; {@code -Dclean.runs=N} makes more of them.
 */
class CleaningModelTest {

  private static final int RUNS = Integer.getInteger("clean.runs", 120);
  private static final long FIRST_SEED = 1_000;

  @TempDir Path root;

  @Test
  void cleanedLogsKeepWhatTheRulesSay() throws IOException {
    Long one = Long.getLong("clean.seed");
    long from = one == null ? FIRST_SEED : one;
    long to = one == null ? from + RUNS : one + 1;
    for (long seed = from; seed < to; seed++) {
      try {
        new Run(seed, Files.createDirectory(root.resolve("seed-" + seed))).go();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ": replay with -Dclean.seed=" + seed, e);
      }
    }
  }

  /** A record as it was written. */
  private record Written(Stored stored, boolean legacy) {}

  /** A transaction that is open. */
  private static final class Transaction {
    private final List<Written> records = new ArrayList<>();
  }

  /** A producer: its next sequence, and its last batch. */
  private static final class Producer {
    private final long id;
    private final boolean transactional;
    private int sequence;
    private int lastSequence;
    private int lastCount;
    private long lastBaseOffset = -1;
    private @Nullable Transaction open;

    Producer(long id, boolean transactional) {
      this.id = id;
      this.transactional = transactional;
    }
  }

  private static final class Run {
    private final Random random;
    private final CleaningFixture c;
    private final TreeMap<Long, Written> written = new TreeMap<>();
    private final TreeMap<Long, Written> aborted = new TreeMap<>();

    /** Without those of aborted transactions. */
    private final KeyModel live = new KeyModel();

    private final Map<Long, Long> markers = new LinkedHashMap<>();
    private final List<Producer> producers = new ArrayList<>();
    private final int keys;
    private final int deleteRetentionMs;
    private final boolean legacy;

    /** When a cleaning first kept a tombstone, by its offset. */
    private final TreeMap<Long, Long> tombstoneMet = new TreeMap<>();

    Run(long seed, Path root) {
      random = new Random(seed);
      keys = 1 + random.nextInt(12);
      deleteRetentionMs = random.nextInt(4) * 500;
      legacy = random.nextInt(5) == 0;
      LogConfig config =
          CleaningFixture.compacted()
              .segmentBytes(250 + random.nextInt(1_500))
              .indexIntervalBytes(1 + random.nextInt(300))
              .segmentIndexBytes(120 + random.nextInt(2_000))
              .minCleanableRatio(random.nextInt(3) * 0.2)
              .deleteRetentionMs(deleteRetentionMs)
              .build();
      c = new CleaningFixture(root, config);
      int slots = random.nextInt(4) == 0 ? 8 + random.nextInt(8) : 10_000;
      c.settings =
          new CleanerSettings(
              1, 24L * slots, 0.9, 1 + random.nextInt(100_000), Double.MAX_VALUE, 0);
      for (int i = 0; i < 3; i++) {
        producers.add(new Producer(100 + i, i > 0));
      }
    }

    void go() throws IOException {
      int rounds = 2 + random.nextInt(4);
      for (int round = 0; round < rounds; round++) {
        int batches = 5 + random.nextInt(25);
        for (int i = 0; i < batches; i++) {
          append();
        }
        c.f.loop.nowMs += random.nextInt(1_000);
        restartAtTimes();
        List<Stored> committed = c.committed();
        clean();
        check(committed);
      }
      checkProducers();
    }

    /** Where few keys fit, it takes many passes. */
    private void clean() throws IOException {
      c.clean();
      for (int i = 0; i < 100 && !c.files(".cleaned", ".swap", ".deleted").isEmpty(); i++) {
        c.f.loop.runDelayed();
      }
    }

    private void restartAtTimes() {
      int dice = random.nextInt(6);
      if (dice <= 1) {
        stop();
      }
      if (dice == 0) {
        c.f.closeAndReopen();
      } else if (dice == 1) {
        c.f.crashAndReopen(random.nextBoolean());
      } else {
        return;
      }
      c.f.log.updateHighWatermark(c.f.log.logEndOffset());
      c.start();
    }

    private void stop() {
      c.f.dirs.stopCleaning();
      c.f.loop.forget();
    }

    // Writing.

    private void append() {
      Producer producer = producers.get(random.nextInt(producers.size()));
      switch (random.nextInt(legacy ? 8 : 6)) {
        case 0, 1, 2 -> plain();
        case 3, 4 -> of(producer);
        case 5 -> end(producer);
        default -> old();
      }
    }

    private int pick() {
      return 1 + random.nextInt(4);
    }

    private @Nullable String value() {
      return random.nextInt(5) == 0 ? null : "v" + random.nextInt(1_000_000);
    }

    private String key() {
      return "k" + random.nextInt(keys);
    }

    private long timestampMs() {
      return c.f.loop.nowMs - random.nextInt(2_000);
    }

    private void plain() {
      Compression codec = Compression.values()[random.nextInt(5)];
      try (RecordBatchBuilder builder = new RecordBatchBuilder().open(codec)) {
        appended(builder, fill(builder, pick(), null));
      }
    }

    private List<Stored> fill(RecordBatchBuilder builder, int count, @Nullable Producer producer) {
      List<Stored> records = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        long timestampMs = timestampMs();
        String key = key();
        String value = value();
        builder.append(timestampMs, CleaningFixture.bytes(key), CleaningFixture.bytes(value));
        records.add(
            new Stored(
                c.f.log.logEndOffset() + i,
                timestampMs,
                key,
                value,
                producer == null ? RecordBatch.NO_PRODUCER_ID : producer.id,
                producer != null && producer.transactional));
      }
      return records;
    }

    private void appended(RecordBatchBuilder builder, List<Stored> records) {
      c.f.appended(builder.build());
      c.f.log.updateHighWatermark(c.f.log.logEndOffset());
      records.forEach(record -> write(record, false));
    }

    private void write(Stored record, boolean legacy) {
      written.put(record.offset(), new Written(record, legacy));
      live.put(record.offset(), Objects.requireNonNull(record.key()));
    }

    private void of(Producer producer) {
      int count = pick();
      try (RecordBatchBuilder builder = new RecordBatchBuilder()) {
        builder
            .producer(producer.id, (short) 0, producer.sequence)
            .transactional(producer.transactional);
        producer.lastBaseOffset = c.f.log.logEndOffset();
        List<Stored> records = fill(builder, count, producer);
        appended(builder, records);
        producer.lastSequence = producer.sequence;
        producer.lastCount = count;
        producer.sequence += count;
        if (producer.transactional) {
          Transaction open = producer.open == null ? new Transaction() : producer.open;
          producer.open = open;
          records.forEach(record -> open.records.add(new Written(record, false)));
        }
      }
    }

    private void end(Producer producer) {
      Transaction open = producer.open;
      if (open == null) {
        return;
      }
      boolean commit = random.nextBoolean();
      long offset = c.f.log.logEndOffset();
      c.end(producer.id, commit);
      producer.open = null;
      for (Written record : open.records) {
        markers.put(record.stored().offset(), offset);
        if (!commit) {
          aborted.put(record.stored().offset(), record);
          live.remove(record.stored().offset());
        }
      }
    }

    private void old() {
      byte magic = (byte) random.nextInt(2);
      Compression codec = Compression.values()[random.nextInt(4)];
      try (LegacyMessageSet set = new LegacyMessageSet().open(magic, codec)) {
        int count = codec == Compression.NONE ? 1 : pick();
        long first = c.f.log.logEndOffset();
        for (int i = 0; i < count; i++) {
          long timestampMs = magic == 0 ? RecordBatch.NO_TIMESTAMP : timestampMs();
          String key = key();
          String value = value();
          set.append(first + i, timestampMs, wrap(key), wrap(value));
          Stored record = new Stored(first + i, timestampMs, key, value, -1, false);
          write(record, true);
        }
        assertThat(c.f.log.appendAsFollower(set.build(), c.f.loop.nowMs))
            .isInstanceOf(AppendResult.Appended.class);
      }
      c.f.log.updateHighWatermark(c.f.log.logEndOffset());
    }

    private static @Nullable ByteBuffer wrap(@Nullable String text) {
      return text == null ? null : ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    // Checking.

    private void check(List<Stored> committedBefore) throws IOException {
      assertThat(c.f.log.isOffline()).isFalse();
      assertThat(c.files(".cleaned", ".swap", ".deleted")).isEmpty();
      List<Batch> batches = c.batches();
      TreeMap<Long, Stored> left = new TreeMap<>();
      long last = -1;
      for (Batch batch : batches) {
        assertThat(batch.lastOffset()).isGreaterThan(last);
        last = batch.lastOffset();
        if (!batch.control()) {
          batch.records().forEach(record -> left.put(record.offset(), record));
        }
      }
      long clean = Math.max(0, c.f.log.compaction().firstDirty());
      assertThat(clean).isLessThanOrEqualTo(c.f.log.lastStableOffset());
      checkRecords(left, clean);
      checkMarkers(batches, left);
      checkView(committedBefore, left, clean);
      checkReads(left);
    }

    /** Nothing is invented, nothing above the clean point goes, and below it the last of a key. */
    private void checkRecords(TreeMap<Long, Stored> left, long clean) {
      Map<String, Long> lastOfKey = live.lastOfKeys(clean);
      // Of the batch whose keys did not fit any more, those that did count already.
      Map<String, Long> lastOfAll = live.lastOfKeys(c.f.log.lastStableOffset());
      left.forEach(
          (offset, record) ->
              assertThat(record).isEqualTo(Objects.requireNonNull(written.get(offset)).stored()));
      written.forEach(
          (offset, record) -> {
            boolean isLast =
                Objects.equals(
                    lastOfKey.get(Objects.requireNonNull(record.stored().key())), offset);
            if (aborted.containsKey(offset)) {
              assertThat(offset < clean && left.containsKey(offset)).as("aborted").isFalse();
            } else if (offset >= clean) {
              assertThat(left).as("above " + clean).containsKey(offset);
            } else if (!isLast) {
              assertThat(left).as("superseded below " + clean).doesNotContainKey(offset);
            } else if (!Objects.equals(lastOfAll.get(record.stored().key()), offset)) {
              return;
            } else if (record.stored().value() != null) {
              assertThat(left).as("last of its key below " + clean).containsKey(offset);
            } else if (!record.legacy()) {
              checkTombstone(offset, left.containsKey(offset));
            }
          });
    }

    private void checkTombstone(long offset, boolean there) {
      Long met = tombstoneMet.get(offset);
      if (there) {
        tombstoneMet.putIfAbsent(offset, c.f.loop.nowMs);
      } else if (met == null) {
        // The pass that first meets it gives it a horizon; only a later one can remove it. Where
        // the keys do not fit, several passes come at one time.
        assertThat(deleteRetentionMs).as("tombstone " + offset + " was never kept").isZero();
      } else {
        assertThat(c.f.loop.nowMs).as("tombstone").isGreaterThanOrEqualTo(met + deleteRetentionMs);
      }
    }

    /** A transaction with a record in the log has its marker there. */
    private void checkMarkers(List<Batch> batches, TreeMap<Long, Stored> left) {
      List<Long> there =
          batches.stream().filter(batch -> batch.marker() != null).map(Batch::baseOffset).toList();
      markers.forEach(
          (record, marker) -> {
            if (left.containsKey(record)) {
              assertThat(there).as("marker of " + record).contains(marker);
            }
          });
    }

    /** A read-committed consumer sees what it saw, but for what is superseded, and no more. */
    private void checkView(List<Stored> before, TreeMap<Long, Stored> left, long clean) {
      List<Stored> expected =
          before.stream().filter(record -> left.containsKey(record.offset())).toList();
      assertThat(c.committed()).isEqualTo(expected);
      for (Stored record : expected) {
        assertThat(aborted).doesNotContainKey(record.offset());
      }
      assertThat(table(expected)).isEqualTo(table(before));
      assertThat(clean).isNotNegative();
    }

    /** What a consumer that keeps the last value of each key ends with. */
    private static Map<String, String> table(List<Stored> records) {
      TreeMap<String, String> table = new TreeMap<>();
      for (Stored record : records) {
        String key = Objects.requireNonNull(record.key());
        if (record.value() == null) {
          table.remove(key);
        } else {
          table.put(key, record.value());
        }
      }
      return table;
    }

    /** Through the new indexes every offset is found, and every timestamp. */
    private void checkReads(TreeMap<Long, Stored> left) {
      long end = c.f.log.logEndOffset();
      for (int i = 0; i < 4 && end > 0; i++) {
        long from = random.nextLong(end);
        List<String> expected =
            left.tailMap(from).values().stream()
                .filter(record -> record.value() != null)
                .map(record -> record.offset() + "=" + record.value())
                .toList();
        assertThat(dataFrom(from)).isEqualTo(expected);
      }
      long target = c.f.loop.nowMs - random.nextInt(4_000);
      Long first = null;
      for (Stored record : left.values()) {
        if (first == null && record.timestampMs() >= target) {
          first = record.offset();
        }
      }
      TimestampOffset found = c.f.log.offsetForTimestamp(target);
      if (first != null) {
        // A marker may be the first that is young enough.
        assertThat(Objects.requireNonNull(found).offset()).isLessThanOrEqualTo(first);
        assertThat(found.timestampMs()).isGreaterThanOrEqualTo(target);
        assertThat(found.offset() == first || !left.containsKey(found.offset())).isTrue();
      }
    }

    private List<String> dataFrom(long offset) {
      return c.batches(offset).stream()
          .filter(batch -> !batch.control())
          .flatMap(batch -> batch.records().stream())
          .filter(record -> record.offset() >= offset && record.value() != null)
          .map(record -> record.offset() + "=" + record.value())
          .toList();
    }

    /** Without its snapshots, from the cleaned records alone, the log knows its producers. */
    private void checkProducers() throws IOException {
      stop();
      c.f.crash();
      for (String snapshot : c.files(".snapshot")) {
        Files.delete(c.f.directory().resolve(snapshot));
      }
      Files.deleteIfExists(c.f.root.resolve("recovery-point-offset-checkpoint"));
      c.f.reopen();
      c.f.log.updateHighWatermark(c.f.log.logEndOffset());
      for (Producer producer : producers) {
        if (producer.lastBaseOffset >= 0) {
          try (RecordBatchBuilder builder = new RecordBatchBuilder()) {
            builder
                .producer(producer.id, (short) 0, producer.lastSequence)
                .transactional(producer.transactional);
            fill(builder, producer.lastCount, producer);
            AppendResult.Appended again = c.f.appended(builder.build());
            assertThat(again.duplicate()).as("producer " + producer.id).isTrue();
            assertThat(again.baseOffset()).isEqualTo(producer.lastBaseOffset);
          }
        }
      }
    }
  }
}
