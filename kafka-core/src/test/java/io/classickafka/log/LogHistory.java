package io.classickafka.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.log.AppendResult.Appended;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.record.Compression;
import io.classickafka.record.RecordBatchBuilder;
import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.Payload;
import io.classickafka.simulation.DiskFaults.Effect;
import io.classickafka.simulation.DiskFaults.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A log under random steps, against a simple model of what it must hold. Every value is unique, so
 * that nothing can stand in for something else.
 *
 * <p>What must hold whenever it is read: its records are those of the model, without a gap. After a
 * process was killed: nothing is missing. After a loss of power: nothing is missing below what was
 * called durable or forced, and what is left is a first part of what was there.
 *
 * <p>A log that is compacted has gaps: see {@link #expectedCompacted}.
 */
final class LogHistory {

  private static final int PRODUCERS = 3;
  private static final int KEYS = 5;
  private static final int CLEANING_ROUNDS = 6;
  private static final Operation[] FAILING = {
    Operation.WRITE,
    Operation.FORCE,
    Operation.FORCE_DIRECTORY,
    Operation.CREATE,
    Operation.RENAME,
    Operation.TRUNCATE
  };
  private static final Effect[] EFFECTS = {Effect.EIO, Effect.ENOSPC, Effect.SHORT_WRITE};

  /** The number of the step that comes with compacted logs only. */
  private static final int CLEAN = 25;

  /** A batch that was appended. */
  private record Batch(
      long base,
      long last,
      long producerId,
      int sequence,
      List<String> values,
      List<String> keys) {}

  private final LogWorld world;
  private final SplittableRandom random;
  final List<String> story = new ArrayList<>();

  // The model.
  private final TreeMap<Long, String> values = new TreeMap<>();
  private final KeyModel keys = new KeyModel();
  private final List<Batch> batches = new ArrayList<>();
  private final TreeMap<Integer, Long> epochs = new TreeMap<>();
  private long start;

  /** Cleanings care for what lies above; the log may start lower again after a loss. */
  private long highestStart;

  private long end;
  private long acknowledged;
  private int epoch;
  private int appended;

  /** A batch whose append did not end. */
  private @Nullable Batch open;

  /** A cut or a deletion did not end: the log may start later than it did. */
  private boolean startOpen;

  /** Where a truncation cuts that did not end. */
  private long cutOpen = Long.MAX_VALUE;

  LogHistory(LogWorld world) {
    this.world = world;
    this.random = world.random;
  }

  private Log log() {
    return world.log();
  }

  /** One step, and a look at everything. False when the log is gone for good. */
  boolean step() {
    boolean cleans = compacts() && random.nextInt(5) == 0;
    switch (cleans ? CLEAN : random.nextInt(CLEAN)) {
      case 0 -> truncate();
      case 1 -> deleteRecords();
      case 2 -> retention();
      case 3 -> newEpoch();
      case 4 -> tell("flush", () -> log().flush());
      case 5 -> tell("recovery points", world.dirs::writeRecoveryPoints);
      case 6 -> tell("high watermarks", world.dirs::writeHighWatermarks);
      case 7 -> repeat();
      case 8 -> setMode();
      case 9 -> restart();
      case 10 -> kill();
      case 11 -> powerLoss();
      case 12 -> powerLossWithin();
      case 13 -> truncateFully();
      case 24 -> diskFails();
      case CLEAN -> clean();
      case 14, 15, 16, 17 -> append(random.nextInt(PRODUCERS));
      default -> append(-1);
    }
    if (world.opened == null || log().isOffline()) {
      return false;
    }
    settle();
    check();
    return true;
  }

  private boolean compacts() {
    return world.config.compacts();
  }

  private void tell(String what, Runnable step) {
    story.add(what);
    step.run();
  }

  private boolean flushes() {
    return world.config.countsForcedOnly();
  }

  /** The background goes on a little, and what became durable is acknowledged. */
  private void settle() {
    world.runSome();
    long durable = log().durableOffset();
    assertThat(durable).isLessThanOrEqualTo(end);
    if (flushes() && durable > acknowledged) {
      acknowledged = durable;
      story.add("  acknowledged below " + durable);
    }
    log().updateHighWatermark(durable);
    noteCleanable();
  }

  /** Whatever lies below may be cleaned from now on, at any time. */
  private void noteCleanable() {
    if (compacts()) {
      keys.cleanable(log().lastStableOffset());
    }
  }

  private void check() {
    assertThat(log().logEndOffset()).as("log end").isEqualTo(end);
    if (compacts() && world.config.deletes()) {
      // After a cleaning comes retention, on its own.
      start = Math.max(start, log().logStartOffset());
    }
    assertThat(log().logStartOffset()).as("log start").isEqualTo(start);
    assertThat(log().recoveryPoint()).as("recovery point").isLessThanOrEqualTo(end);
    assertThat(log().latestEpoch()).as("latest epoch").isEqualTo(latestEpoch());
    highestStart = Math.max(highestStart, start);
    List<String> found = readFrom(start);
    assertThat(found).isEqualTo(compacts() ? expectedCompacted(found) : expected(start));
    long middle = (start + end) / 2;
    List<String> rest = found.stream().filter(record -> offsetOf(record) >= middle).toList();
    assertThat(readFrom(middle)).isEqualTo(rest);
    assertThat(world.disk.heldSlices()).as("slices").isZero();
  }

  private int latestEpoch() {
    return epochs.isEmpty() ? EpochEndOffset.UNKNOWN : epochs.lastKey();
  }

  private List<String> expected(long from) {
    return List.copyOf(values.tailMap(from).values());
  }

  private static long offsetOf(String record) {
    return Long.parseLong(record.substring(0, record.indexOf('=')));
  }

  /**
   * What was appended, without what a cleaning took: records that a later one superseded, which it
   * must have taken below the first dirty offset, and tombstones, when nothing that they hide is
   * left.
   */
  private List<String> expectedCompacted(List<String> found) {
    TreeMap<Long, String> there = new TreeMap<>();
    found.forEach(record -> there.put(offsetOf(record), record));
    Map<String, Long> lastClean = keys.lastOfKeys(log().compaction().firstDirty());
    TreeMap<Long, String> expected = new TreeMap<>(values.tailMap(start));
    expected.forEach(
        (offset, record) -> {
          String key = Objects.requireNonNull(keys.key(offset));
          if (offset >= highestStart && offset < lastClean.getOrDefault(key, 0L)) {
            assertThat(there).as("superseded by " + lastClean).doesNotContainKey(offset);
          }
        });
    expected
        .entrySet()
        .removeIf(
            record ->
                !there.containsKey(record.getKey())
                    && (keys.isSuperseded(record.getKey()) || isHidingNothing(record, there)));
    return List.copyOf(expected.values());
  }

  private boolean isHidingNothing(Map.Entry<Long, String> record, TreeMap<Long, String> there) {
    String key = keys.key(record.getKey());
    return record.getValue().endsWith("=null")
        && there.headMap(record.getKey()).keySet().stream()
            .noneMatch(offset -> Objects.equals(keys.key(offset), key));
  }

  private List<String> readFrom(long offset) {
    List<String> records = new ArrayList<>();
    long next = offset;
    while (next < log().logEndOffset()) {
      ReadResult result =
          log().read(next, 1 + random.nextInt(500), log().logEndOffset(), true, false);
      assertThat(result).isInstanceOf(ReadResult.Records.class);
      Payload payload = ((ReadResult.Records) result).records();
      if (compacts() && payload.sizeBytes() == 0) {
        // Nothing is left up to the end.
        break;
      }
      long before = next;
      next = LogFixture.collect(payload, next, true, records);
      payload.release();
      assertThat(next).as("progress").isGreaterThan(before);
    }
    return records;
  }

  // Appending.

  private void append(long producerId) {
    int sequence = producerId < 0 ? -1 : nextSequence(producerId);
    append(producerId, sequence, 1 + random.nextInt(4));
  }

  private void append(long producerId, int sequence, int count) {
    Compression[] codecs = Compression.values();
    Compression codec = codecs[random.nextInt(codecs.length)];
    List<String> batchValues = new ArrayList<>();
    List<String> batchKeys = new ArrayList<>();
    ByteSlice records;
    try (RecordBatchBuilder builder = new RecordBatchBuilder().open(codec)) {
      if (producerId >= 0) {
        builder.producer(producerId, (short) 0, sequence);
      }
      for (int i = 0; i < count; i++) {
        String value = "v" + appended++ + "x".repeat(random.nextInt(60));
        long timestampMs = world.loop.nowMs + appended;
        if (compacts()) {
          String key = "k" + random.nextInt(KEYS);
          boolean tombstone = random.nextInt(6) == 0;
          batchKeys.add(key);
          batchValues.add((end + i) + "=" + (tombstone ? "null" : value));
          builder.append(
              timestampMs, LogFixture.bytes(key), tombstone ? null : LogFixture.bytes(value));
        } else {
          batchValues.add((end + i) + "=" + value);
          builder.append(timestampMs, null, LogFixture.bytes(value));
        }
      }
      records = builder.build();
    }
    Batch batch = new Batch(end, end + count - 1, producerId, sequence, batchValues, batchKeys);
    story.add("append " + batch.base + ".." + batch.last + " " + codec + " pid=" + producerId);
    AppendResult result =
        log().appendAsLeader(records, epoch, Origin.CLIENT, world.loop.nowMs, world.workspace);
    if (result instanceof Appended done) {
      assertThat(done.duplicate()).isFalse();
      assertThat(done.baseOffset()).isEqualTo(batch.base);
      take(batch);
    } else {
      assertThat(((AppendResult.Rejected) result).error()).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
      open = batch;
    }
  }

  private void take(Batch batch) {
    if (latestEpoch() < epoch) {
      epochs.put(epoch, batch.base);
    }
    batches.add(batch);
    for (int i = 0; i < batch.values.size(); i++) {
      values.put(batch.base + i, batch.values.get(i));
      if (!batch.keys.isEmpty()) {
        keys.put(batch.base + i, batch.keys.get(i));
      }
    }
    end = batch.last + 1;
  }

  private @Nullable Batch lastOf(long producerId) {
    for (int i = batches.size() - 1; i >= 0; i--) {
      if (batches.get(i).producerId == producerId) {
        return batches.get(i);
      }
    }
    return null;
  }

  private int nextSequence(long producerId) {
    Batch last = lastOf(producerId);
    return last == null ? 0 : last.sequence + last.values.size();
  }

  /** The last batch of a producer comes again: it must not be appended twice. */
  private void repeat() {
    Batch last = lastOf(random.nextInt(PRODUCERS));
    // A producer is forgotten with its deleted records, also where a loss of power brings them
    // back.
    if (last == null || last.base < highestStart) {
      return;
    }
    story.add("repeat " + last.base + ".." + last.last);
    ByteSlice records =
        LogFixture.idempotent(last.producerId, 0, last.sequence, last.values.size());
    AppendResult result =
        log().appendAsLeader(records, epoch, Origin.CLIENT, world.loop.nowMs, world.workspace);
    if (result instanceof Appended done) {
      assertThat(done.duplicate()).as("repeated batch").isTrue();
      assertThat(done.baseOffset()).isEqualTo(last.base);
    }
    if (latestEpoch() < epoch) {
      epochs.put(epoch, end);
    }
  }

  private void newEpoch() {
    epoch++;
    story.add("epoch " + epoch + " at " + end);
    if (log().assignEpoch(epoch) == ErrorCode.NONE) {
      startEpoch();
    }
  }

  private void startEpoch() {
    epochs.values().removeIf(first -> first >= end);
    epochs.put(epoch, end);
  }

  // Removing.

  private void truncate() {
    long to = Math.max(start, end - random.nextInt(12));
    story.add("truncate " + to);
    // A batch that holds the offset goes as a whole.
    long cut = to;
    for (Batch batch : batches) {
      cut = batch.base < to && to <= batch.last ? batch.base : cut;
    }
    acknowledged = Math.min(acknowledged, cut);
    // The batches right below may be gone, and with them their offsets.
    cutOpen = compacts() ? 0 : cut;
    ErrorCode error = log().truncateTo(to, world.loop.nowMs);
    if (error == ErrorCode.NONE) {
      if (compacts()) {
        assertThat(log().logEndOffset()).isLessThanOrEqualTo(to);
        cut = log().logEndOffset();
      }
      assertThat(log().logEndOffset()).isEqualTo(cut);
      cutOpen = Long.MAX_VALUE;
      if (cut < start) {
        // Epochs had been trimmed to the log start, which lies in what went.
        epochs.clear();
      }
      cutModel(cut);
      epochs.values().removeIf(first -> first >= Math.min(to, end + 1));
      newEpoch();
    }
  }

  private void cutModel(long to) {
    end = to;
    start = Math.min(start, to);
    acknowledged = Math.min(acknowledged, to);
    values.tailMap(to, true).clear();
    keys.cut(to);
    batches.removeIf(batch -> batch.last >= to);
  }

  private void truncateFully() {
    if (random.nextInt(4) != 0) {
      return;
    }
    long to = end + random.nextInt(10);
    story.add("truncate fully " + to);
    acknowledged = 0;
    startOpen = true;
    ErrorCode error = log().truncateFullyAndStartAt(to, world.loop.nowMs);
    if (error == ErrorCode.NONE) {
      startOpen = false;
      values.clear();
      keys.clear();
      batches.clear();
      epochs.clear();
      start = to;
      end = to;
    }
  }

  private void deleteRecords() {
    long to = Math.min(log().highWatermark(), start + random.nextInt(20));
    story.add("delete records " + to);
    if (log().advanceLogStartOffset(to) == ErrorCode.NONE) {
      start = Math.max(start, to);
    }
    // Until it is checkpointed, a kill may bring the deleted records back: do that now.
    world.dirs.writeLogStartOffsets();
  }

  private void retention() {
    story.add("retention");
    startOpen = true;
    log().deleteOldSegments(world.loop.nowMs);
    if (!log().isOffline()) {
      startOpen = false;
      start = log().logStartOffset();
      world.dirs.writeLogStartOffsets();
      world.loop.runDelayed();
    }
  }

  /** Has the log cleaned, or begins to: the rest comes with the background's work. */
  private void clean() {
    boolean toTheEnd = random.nextBoolean();
    story.add(toTheEnd ? "clean" : "begin to clean");
    world.loop.nowMs += 1 + random.nextInt(3);
    noteCleanable();
    log().compaction().touched();
    for (int i = 0; i < CLEANING_ROUNDS; i++) {
      world.loop.runDelayed();
      if (toTheEnd) {
        world.runAll();
      } else {
        world.runSome();
      }
    }
    story.add("  clean below " + log().compaction().firstDirty());
  }

  private void setMode() {
    Durability mode = random.nextBoolean() ? Durability.FLUSH : Durability.PAGE_CACHE;
    story.add("mode " + mode.label());
    world.config = world.config.toBuilder().durability(mode).build();
    log().updateConfig(world.config);
  }

  // Ends of a process.

  private void restart() {
    story.add("restart");
    world.stop();
    world.start();
    assertThat(world.offline).isEmpty();
    assertThat(log().recoveryPoint()).as("after a clean stop").isEqualTo(end);
    adoptEpochs();
  }

  private void kill() {
    story.add("kill");
    world.disk.kill();
    world.start();
    assertThat(world.offline).isEmpty();
    assertThat(log().logEndOffset()).as("nothing is lost with a process").isEqualTo(end);
    adopt();
  }

  private void powerLoss() {
    story.add("power loss");
    afterPowerLoss();
  }

  /** The power goes within a step, before one of its changes to the disk. */
  private void powerLossWithin() {
    int changes = random.nextInt(compacts() ? 50 : 12);
    story.add("power loss after " + changes + " changes of");
    world.disk.killAfter(changes);
    stepThatMayNotEnd();
    afterPowerLoss();
  }

  /** The disk refuses something once: the directory goes offline, and then the power. */
  private void diskFails() {
    Operation operation = FAILING[random.nextInt(FAILING.length)];
    Effect effect = EFFECTS[random.nextInt(EFFECTS.length)];
    int skip = random.nextInt(6);
    story.add("fault " + operation + " " + effect + " after " + skip + " others of");
    world.disk.faults().once(operation, path -> true, skip, effect);
    int before = world.disk.faults().happened();
    stepThatMayNotEnd();
    if (world.disk.faults().happened() > before) {
      assertThat(log().isOffline()).as("offline after a fault").isTrue();
    }
    world.disk.faults().clear();
    afterPowerLoss();
  }

  private void stepThatMayNotEnd() {
    switch (compacts() && random.nextBoolean() ? CLEAN : random.nextInt(8)) {
      case CLEAN -> clean();
      case 0 -> truncate();
      case 1 -> retention();
      case 2 -> truncateFully();
      case 3 -> newEpoch();
      case 4 -> world.dirs.writeRecoveryPoints();
      default -> append(random.nextInt(PRODUCERS + 1) - 1);
    }
    world.runSome();
    if (!log().isOffline()) {
      // The step had fewer changes: it is over.
      settle();
    }
  }

  private void afterPowerLoss() {
    long forced = Math.min(log().recoveryPoint(), end);
    long mustHold = startOpen ? 0 : Math.min(cutOpen, Math.max(forced, acknowledged));
    boolean flushed = flushes();
    world.disk.crash(random);
    world.start();
    assertThat(world.offline).isEmpty();
    if (world.opened == null) {
      // With page-cache a loss of committed records is reported, not hidden.
      assertThat(flushed).as("offline after a loss of power with flush").isFalse();
      return;
    }
    long found = log().logEndOffset();
    story.add("opened as " + log() + ", at least to " + mustHold + " of " + end);
    if (open != null && found > end) {
      assertThat(found).as("half a batch").isEqualTo(open.last + 1);
      take(open);
    }
    open = null;
    if (!startOpen) {
      assertThat(log().logStartOffset()).as("log start").isLessThanOrEqualTo(start);
      assertThat(found).as("log end, acknowledged").isBetween(mustHold, end);
    }
    boolean belowStart = found < start;
    if (cutOpen == Long.MAX_VALUE) {
      keys.lose(found);
    }
    cutModel(Math.min(end, Math.max(found, log().logStartOffset())));
    end = found;
    if (startOpen || cutOpen < Long.MAX_VALUE || belowStart) {
      // What the step did to the epochs is as open as the rest; and of a log that was lost below
      // its start they had been trimmed to it.
      epochs.clear();
    }
    startOpen = false;
    cutOpen = Long.MAX_VALUE;
    adopt();
  }

  /** What the log may decide when it is opened: a later epoch start, an older log start. */
  private void adopt() {
    start = log().logStartOffset();
    epochs.values().removeIf(first -> first > end);
    if (start == end && log().latestEpoch() < latestEpoch()) {
      // Of a log without records, a cut at its start takes the epochs that were trimmed to it.
      epochs.clear();
    }
    adoptEpochs();
  }

  /** An epoch without a batch may end with the process, and show an older one without. */
  private void adoptEpochs() {
    if (log().latestEpoch() < latestEpoch()) {
      epochs.values().removeIf(first -> first >= end);
    }
    assertThat(log().latestEpoch()).as("latest epoch").isGreaterThanOrEqualTo(latestEpoch());
    if (log().latestEpoch() > latestEpoch()) {
      epochs.put(log().latestEpoch(), log().latestEpochStartOffset());
    }
  }
}
