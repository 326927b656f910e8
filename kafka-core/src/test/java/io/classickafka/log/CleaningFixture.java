package io.classickafka.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.log.clean.CleanerSettings;
import io.classickafka.metrics.MetricsRegistry;
import io.classickafka.record.BatchCursor;
import io.classickafka.record.Compression;
import io.classickafka.record.ControlMarker;
import io.classickafka.record.RecordBatch;
import io.classickafka.record.RecordBatchBuilder;
import io.classickafka.record.RecordCursor;
import io.classickafka.record.RecordFault;
import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.Payload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A compacted log whose cleaner runs when it is told to. */
final class CleaningFixture {

  /** A record as it lies in the log. */
  record Stored(
      long offset,
      long timestampMs,
      @Nullable String key,
      @Nullable String value,
      long producerId,
      boolean transactional) {

    @Override
    public String toString() {
      return offset + ":" + key + "=" + value;
    }
  }

  /** A batch as it lies in the log. */
  record Batch(
      long baseOffset,
      long lastOffset,
      int count,
      long producerId,
      int lastSequence,
      boolean transactional,
      @Nullable ControlMarker marker,
      boolean control,
      long deleteHorizonMs,
      List<Stored> records) {}

  final LogFixture f;
  MetricsRegistry registry = new MetricsRegistry(null, () -> 0);
  CleanerSettings settings = new CleanerSettings(1, 1 << 20, 0.9, 64 << 10, Double.MAX_VALUE, 0);

  CleaningFixture(Path root, LogConfig config) {
    this.f = new LogFixture(root, config);
    start();
  }

  static LogConfig.Builder compacted() {
    return LogFixture.small()
        .segmentBytes(300)
        .compacts(true)
        .deletes(false)
        .minCleanableRatio(0)
        .deleteRetentionMs(1_000);
  }

  /** The cleaner of the directories that are open now. */
  void start() {
    registry = new MetricsRegistry(null, () -> 0);
    f.dirs.clean(() -> settings, registry);
    f.log.ownedBy(f.loop);
  }

  void put(String key, @Nullable String value) {
    put(Compression.NONE, key, value);
  }

  /** One batch of keys and values in turn. */
  void put(Compression codec, @Nullable String... keysAndValues) {
    try (RecordBatchBuilder builder = new RecordBatchBuilder().open(codec)) {
      append(builder, keysAndValues);
    }
  }

  void put(long producerId, int sequence, boolean transactional, @Nullable String... pairs) {
    try (RecordBatchBuilder builder = new RecordBatchBuilder()) {
      builder.producer(producerId, (short) 0, sequence).transactional(transactional);
      append(builder, pairs);
    }
  }

  private void append(RecordBatchBuilder builder, @Nullable String... pairs) {
    for (int i = 0; i < pairs.length; i += 2) {
      builder.append(f.loop.nowMs, bytes(pairs[i]), bytes(pairs[i + 1]));
    }
    f.appended(builder.build());
    f.log.updateHighWatermark(f.log.logEndOffset());
  }

  static byte @Nullable [] bytes(@Nullable String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  void end(long producerId, boolean commit) {
    ByteSlice marker =
        new ControlMarker(commit, 0).toBatch(f.loop.nowMs, producerId, (short) 0, f.epoch);
    AppendResult result =
        f.log.appendAsLeader(marker, f.epoch, Origin.COORDINATOR, f.loop.nowMs, f.workspace);
    assertThat(result).isInstanceOf(AppendResult.Appended.class);
    f.log.updateHighWatermark(f.log.logEndOffset());
  }

  /** Seals what was appended: the next record would begin a new segment. */
  void roll() {
    int before = f.log.segmentCount();
    for (int i = 0; f.log.segmentCount() == before; i++) {
      put("filler", "filler-" + i);
    }
  }

  /** Lets the cleaner do all that there is to do. */
  void clean() {
    f.log.compaction().touched();
    for (int i = 0; i < 8; i++) {
      f.loop.runDelayed();
    }
  }

  /** Everything in the log, by batch. */
  List<Batch> batches() {
    return batches(f.log.logStartOffset());
  }

  /** What a reader finds from an offset on, by batch. */
  List<Batch> batches(long from) {
    List<Batch> found = new ArrayList<>();
    long next = from;
    while (next < f.log.logEndOffset()) {
      ReadResult result = f.log.read(next, 1 << 20, f.log.logEndOffset(), true, false);
      assertThat(result).isInstanceOf(ReadResult.Records.class);
      Payload payload = ((ReadResult.Records) result).records();
      if (payload.sizeBytes() == 0) {
        break;
      }
      long before = next;
      next = parse(payload, found);
      payload.release();
      assertThat(next).isGreaterThan(before);
    }
    return found;
  }

  private static long parse(Payload payload, List<Batch> found) {
    BatchCursor batches = new BatchCursor().over(LogFixture.bytesOf(payload));
    long next = -1;
    while (batches.next()) {
      found.add(parse(batches.batch()));
      next = batches.batch().nextOffset();
    }
    assertThat(batches.fault()).isEqualTo(RecordFault.NONE);
    return next;
  }

  private static Batch parse(RecordBatch batch) {
    assertThat(batch.isValidCrc()).isTrue();
    List<Stored> records = new ArrayList<>();
    ControlMarker marker = null;
    try (RecordCursor cursor = new RecordCursor(1 << 24)) {
      cursor.open(batch);
      while (cursor.next()) {
        if (batch.isControl()) {
          marker = ControlMarker.read(cursor);
        }
        records.add(
            new Stored(
                cursor.offset(),
                cursor.timestamp(),
                batch.isControl() ? null : text(cursor.key()),
                batch.isControl() ? null : text(cursor.value()),
                batch.producerId(),
                batch.isTransactional()));
      }
      assertThat(cursor.fault()).isEqualTo(RecordFault.NONE);
    }
    return new Batch(
        batch.baseOffset(),
        batch.lastOffset(),
        records.size(),
        batch.producerId(),
        batch.lastSequence(),
        batch.isTransactional(),
        marker,
        batch.isControl(),
        batch.deleteHorizonMs(),
        records);
  }

  private static @Nullable String text(@Nullable ByteBuffer bytes) {
    return bytes == null ? null : StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
  }

  /** The data records in the log, of transactions that were aborted too. */
  List<Stored> stored() {
    return batches().stream()
        .filter(batch -> !batch.control())
        .flatMap(batch -> batch.records().stream())
        .toList();
  }

  List<String> texts() {
    return stored().stream().map(Stored::toString).toList();
  }

  /** What a read-committed consumer makes of the log, by the rules of the clients. */
  List<Stored> committed() {
    List<Stored> seen = new ArrayList<>();
    long upper = f.log.lastStableOffset();
    long next = f.log.logStartOffset();
    while (next < upper) {
      ReadResult.Records read = (ReadResult.Records) f.log.read(next, 400, upper, true, true);
      List<ReadResult.AbortedTransaction> aborted =
          new ArrayList<>(read.aborted() == null ? List.of() : read.aborted());
      if (read.records().sizeBytes() == 0) {
        break;
      }
      List<Batch> batches = new ArrayList<>();
      long after = parseWhole(read.records(), batches);
      read.records().release();
      filter(batches, aborted, next, seen);
      assertThat(after).isGreaterThan(next);
      next = after;
    }
    return seen;
  }

  /** The last batch may be cut off. */
  private static long parseWhole(Payload payload, List<Batch> found) {
    BatchCursor cursor = new BatchCursor().over(LogFixture.bytesOf(payload));
    long next = -1;
    while (cursor.next()) {
      found.add(parse(cursor.batch()));
      next = cursor.batch().nextOffset();
    }
    return next;
  }

  private static void filter(
      List<Batch> batches,
      List<ReadResult.AbortedTransaction> aborted,
      long from,
      List<Stored> seen) {
    Set<Long> open = new HashSet<>();
    for (Batch batch : batches) {
      for (ReadResult.AbortedTransaction transaction : List.copyOf(aborted)) {
        if (transaction.firstOffset() <= batch.lastOffset()) {
          open.add(transaction.producerId());
          aborted.remove(transaction);
        }
      }
      if (batch.control()) {
        if (batch.marker() != null && !batch.marker().commit()) {
          open.remove(batch.producerId());
        }
      } else if (!batch.transactional() || !open.contains(batch.producerId())) {
        batch.records().stream().filter(record -> record.offset() >= from).forEach(seen::add);
      }
    }
  }

  /** Names in the partition's directory that end so. */
  List<String> files(String... suffixes) throws IOException {
    return f.disk.list(f.directory()).stream()
        .filter(name -> List.of(suffixes).stream().anyMatch(name::endsWith))
        .toList();
  }
}
