package io.classickafka.log;

import io.classickafka.disk.DiskFile;
import io.classickafka.record.RecordBatch;
import io.classickafka.record.RecordFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Walks the batches of the segments above a recovery point: rebuilds indexes, producers and epochs
 * from them and cuts what a crash tore. What {@link DamageRule} takes for a loss is left as it is.
 * On a pool thread, before the log has an owner.
 */
final class LogRecovery {

  private static final Logger LOG = LogManager.getLogger(LogRecovery.class);
  private static final int COPY_BYTES = 1 << 20;
  private static final int TELL_BYTES = 8 << 20;

  private final LogStore store;
  private final LogLoader.Checkpointed checkpointed;
  private final long nowMs;
  private final LongConsumer onWalked;

  /** Next offset after the batches that were walked. */
  private long end;

  /** Whether the segment at hand was split: then its gap is one that its offsets had before. */
  private boolean splitHere;

  /** Not told yet. */
  private long walkedBytes;

  private final Set<Long> replaced = new LinkedHashSet<>();

  /** End of the last gap that only names of files told from a loss. */
  private long gapEnd;

  LogRecovery(
      LogStore store, LogLoader.Checkpointed checkpointed, long nowMs, LongConsumer onWalked) {
    this.onWalked = onWalked;
    this.store = store;
    this.checkpointed = checkpointed;
    this.nowMs = nowMs;
  }

  /** A segment that began at an offset was replaced, or deleted, a short while before the stop. */
  void wasReplaced(long baseOffset) {
    replaced.add(baseOffset);
  }

  /** Below it everything is on the device. The names will not be there at the next start. */
  long forcedTo(long logEndOffset) throws IOException {
    for (Segment segment : store.segments.all()) {
      if (segment.baseOffset < gapEnd) {
        segment.force();
        store.segments.touch(segment);
      }
    }
    if (gapEnd > 0) {
      store.disk().forceDirectory(store.directory());
    }
    return Math.min(Math.max(checkpointed.recoveryPoint(), gapEnd), logEndOffset);
  }

  /** Walks from the segment that holds an offset on; returns the log end. */
  long run(long offset) throws IOException {
    Segment first = store.segments.floor(offset);
    long from = first == null ? store.segments.first().baseOffset : first.baseOffset;
    // Not the log start of the checkpoint: it is not known yet whether the log reaches it.
    long start = store.segments.first().baseOffset;
    ProducerReplay replay =
        new ProducerReplay(store.disk(), store.directory(), nowMs, store.producerExpirationMs);
    long restored = replay.restore(store.producers, start, from);
    replay.replay(store.producers, store.segments, restored, from);
    end = from;
    Segment segment = store.segments.floor(from);
    while (segment != null) {
      splitHere = false;
      boolean cut = recover(segment);
      List<Segment> later = store.segments.from(segment.baseOffset + 1);
      if ((cut || (!splitHere && isHoleBehind(segment))) && !later.isEmpty()) {
        LOG.warn(
            "segments above the damage deleted partition={} segments={} logEndOffset={}",
            store.partition,
            later.size(),
            end);
        store.cutOff(later);
      }
      segment = store.segments.after(segment);
    }
    tell();
    if (store.config.countsForcedOnly()) {
      writeAgain();
    }
    // The state is kept as of the end, so that the next start need not walk.
    writeSnapshot(end);
    return end;
  }

  /**
   * Writes and forces what is kept above the recovery point once more. A force that failed left its
   * pages in memory, marked as clean: here they look whole, and no later force would have them
   * written. That it failed stands nowhere, so this is done after every unclean stop of a log that
   * promises the device; it is what was not checkpointed as forced, at most a minute's records.
   */
  private void writeAgain() throws IOException {
    Segment holder = store.segments.floor(checkpointed.recoveryPoint());
    Segment from = holder == null ? store.segments.first() : holder;
    ByteBuffer window = ByteBuffer.allocate(COPY_BYTES);
    for (Segment segment : store.segments.from(from.baseOffset)) {
      SegmentScan scan = segment.seek(checkpointed.recoveryPoint());
      int start = scan == null ? segment.sizeBytes() : scan.position();
      for (int at = start; at < segment.sizeBytes(); at += window.limit()) {
        window.clear().limit(Math.min(window.capacity(), segment.sizeBytes() - at));
        segment.open().readFully(window, at);
        segment.open().write(window.flip(), at);
      }
      segment.force();
      store.segments.touch(segment);
    }
    store.disk().forceDirectory(store.directory());
  }

  /** Whether the end of a segment was lost with the power and its successor was not. */
  private boolean isHoleBehind(Segment segment) throws IOException {
    Segment next = store.segments.after(segment);
    if (next == null || next.baseOffset <= end || isCleaned(segment, next)) {
      return false;
    }
    boolean lost =
        store.segments.from(next.baseOffset).stream().allMatch(later -> later.sizeBytes() == 0);
    @Nullable String corruption =
        DamageRule.corruption(
            end, checkpointed.recoveryPoint(), checkpointed.highWatermark(), lost);
    if (corruption != null) {
      throw CorruptLogException.at(
          segment.path(),
          segment.sizeBytes(),
          end,
          "the next segment starts at " + next.baseOffset + "; " + corruption);
    }
    return true;
  }

  /**
   * Whether compaction left the gap between two segments. That of this broker never leaves one
   * above the recovery point on disk; Apache's may, and then files still lie there that say so.
   */
  private boolean isCleaned(Segment segment, Segment next) {
    if (next.baseOffset <= checkpointed.firstDirty()) {
      return true;
    }
    if (store.config.compacts() && replaced.contains(segment.baseOffset)) {
      gapEnd = next.baseOffset;
      return true;
    }
    return store.config.compacts() && next.baseOffset <= checkpointed.recoveryPoint();
  }

  /** Rebuilds a segment's indexes from its batches; true when it had to be cut. */
  private boolean recover(Segment segment) throws IOException {
    if (segment != store.segments.first()) {
      writeSnapshot(segment.baseOffset);
    }
    segment.resetIndexes();
    segment.transactionIndex.reset();
    end = segment.baseOffset;
    SegmentScan scan =
        new SegmentScan(segment.open(), 0, segment.sizeBytes(), SegmentScan.SCAN_WINDOW);
    Segment next = store.segments.after(segment);
    RecordFault fault = RecordFault.NONE;
    while (fault == RecordFault.NONE && scan.next()) {
      RecordBatch batch = scan.batch();
      walked(batch.sizeBytes());
      if (!scan.isValidCrc()) {
        fault = RecordFault.CRC;
      } else if (!isInOrder(batch, segment, next)) {
        fault = RecordFault.BASE_OFFSET;
      } else if (!segment.canHold(batch.lastOffset())) {
        split(segment, scan.position(), batch.baseOffset());
        splitHere = true;
        return false;
      } else {
        take(segment, scan);
      }
    }
    fault = fault == RecordFault.NONE ? scan.fault() : fault;
    if (fault == RecordFault.NONE) {
      segment.sealIndexes();
      return false;
    }
    cut(segment, scan.position(), fault);
    return true;
  }

  private void walked(int bytes) {
    walkedBytes += bytes;
    if (walkedBytes >= TELL_BYTES) {
      tell();
    }
  }

  private void tell() {
    onWalked.accept(walkedBytes);
    walkedBytes = 0;
  }

  /** The checksum does not cover an offset: one that cannot be is damage. */
  private boolean isInOrder(RecordBatch batch, Segment segment, @Nullable Segment next) {
    return batch.lastOffset() >= end
        && batch.baseOffset() <= batch.lastOffset()
        && (batch.magic() < RecordBatch.MAGIC_2 || batch.baseOffset() >= end)
        && (next == null
            || !segment.canHold(batch.lastOffset())
            || batch.lastOffset() < next.baseOffset)
        && (batch.baseOffset() - end <= Integer.MAX_VALUE || mayBeCleaned(batch));
  }

  /** Whether a gap before a batch may be what a cleaning left. */
  private boolean mayBeCleaned(RecordBatch batch) {
    return store.config.compacts() || batch.baseOffset() <= checkpointed.firstDirty();
  }

  private void take(Segment segment, SegmentScan scan) throws IOException {
    RecordBatch batch = scan.batch();
    segment.index(scan.position(), batch.sizeBytes(), batch.lastOffset(), batch.maxTimestamp());
    if (batch.leaderEpoch() > store.epochs.latestEpoch()) {
      store.epochs.assign(batch.leaderEpoch(), batch.baseOffset());
    }
    end = batch.nextOffset();
    if (batch.hasProducerId()) {
      ProducerState.Completed completed = ProducerReplay.apply(store.producers, scan, nowMs);
      if (completed != null && completed.aborted()) {
        segment.transactionIndex.append(
            completed, store.producers.lastStableOffsetAfter(completed));
      }
    }
  }

  private void cut(Segment segment, int position, RecordFault fault) throws IOException {
    List<Segment> later = store.segments.from(segment.baseOffset + 1);
    boolean last = later.stream().allMatch(following -> following.sizeBytes() == 0);
    DamagedTail tail = new DamagedTail(segment.open(), segment.sizeBytes());
    // Looked at only where it decides.
    boolean lost =
        end >= checkpointed.recoveryPoint()
            && end < checkpointed.highWatermark()
            && last
            && tail.isLost(position, fault, end);
    @Nullable String corruption =
        DamageRule.corruption(
            end, checkpointed.recoveryPoint(), checkpointed.highWatermark(), lost);
    if (corruption != null) {
      throw CorruptLogException.at(
          segment.path(), position, end, fault.sentence() + "; " + corruption);
    }
    LOG.warn(
        "segment cut path={} atPosition={} bytes={} logEndOffset={} cause={}",
        segment.path(),
        position,
        segment.sizeBytes() - position,
        end,
        fault);
    segment.cut(position);
    segment.sealIndexes();
    segment.force();
  }

  /**
   * Offsets from a batch on are too far above the segment's for its index: what follows becomes a
   * segment of its own, which is on disk whole before it is cut off here.
   */
  private void split(Segment segment, int position, long newBase) throws IOException {
    LOG.warn("segment split path={} atPosition={} offset={}", segment.path(), position, newBase);
    String name = LogFiles.name(newBase, LogFiles.LOG);
    Path unfinished = store.directory().resolve(name + LogFiles.CLEANED);
    store.disk().delete(unfinished);
    try (DiskFile target = store.disk().create(unfinished)) {
      ByteBuffer window = ByteBuffer.allocate(COPY_BYTES);
      for (long at = position; at < segment.sizeBytes(); at += window.limit()) {
        window.clear().limit((int) Math.min(window.capacity(), segment.sizeBytes() - at));
        segment.open().readFully(window, at);
        target.append(window.flip());
      }
      target.force();
    }
    store.disk().rename(unfinished, store.directory().resolve(name));
    store.disk().forceDirectory(store.directory());
    int moved = segment.sizeBytes() - position;
    segment.cut(position);
    segment.sealIndexes();
    segment.force();
    store.segments.add(store.segment(newBase, moved, nowMs));
  }

  private void writeSnapshot(long offset) throws IOException {
    Path path = ProducerReplay.snapshotPath(store.directory(), offset);
    if (!store.producers.isEmpty() || store.disk().exists(path)) {
      ProducerSnapshot.write(store.disk(), path, store.producers);
    }
  }
}
