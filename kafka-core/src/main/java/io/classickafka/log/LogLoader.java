package io.classickafka.log;

import io.classickafka.disk.Disk;
import io.classickafka.record.RecordBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import org.apache.kafka.common.Uuid;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Opens a partition's directory and makes a log of it: cleans up what a crash left, and after an
 * unclean stop walks what lies above the recovery point. Runs on a pool thread, before the log has
 * an owner.
 */
final class LogLoader {

  private static final Logger LOG = LogManager.getLogger(LogLoader.class);

  /**
   * What the checkpoints say of a log.
   *
   * @param clean the directory was closed in order: nothing has to be walked
   * @param logStartOffset 0 when there is none
   * @param highWatermark 0 when there is none
   * @param firstDirty up to which it was ever compacted, or {@link LogCompaction#NEVER}
   */
  record Checkpointed(
      boolean clean, long recoveryPoint, long logStartOffset, long highWatermark, long firstDirty) {
    static final Checkpointed NEW = new Checkpointed(true, 0, 0, 0, LogCompaction.NEVER);
  }

  private final LogStore store;
  private final Checkpointed checkpointed;
  private final long nowMs;
  private final Disk disk;
  private final Path directory;
  private final LogRecovery recovery;
  private ProducerState former = new ProducerState();
  private boolean epochsLost;

  /**
   * A loader for one directory.
   *
   * @param onWalked told again and again how many bytes had to be read and checked since
   */
  LogLoader(LogStore store, Checkpointed checkpointed, long nowMs, LongConsumer onWalked) {
    this.store = store;
    this.checkpointed = checkpointed;
    this.nowMs = nowMs;
    this.disk = store.disk();
    this.directory = store.directory();
    this.recovery = new LogRecovery(store, checkpointed, nowMs, onWalked);
  }

  /** The log takes the place of another, whose producers these are. */
  LogLoader inPlaceOf(ProducerState producers) {
    former = producers;
    return this;
  }

  Log load() throws IOException {
    Set<String> names = new LinkedHashSet<>(disk.list(directory));
    finishInterruptedWork(names);
    openSegments(names);
    openEpochs();
    long end = checkpointed.clean() ? cleanEnd() : recover();
    end = store.segments.isEmpty() ? checkpointed.logStartOffset() : end;
    checkEnd(end);
    if (store.segments.isEmpty()) {
      store.createSegment(end, nowMs);
    }
    long start = logStart(end);
    boolean knewEpochs = store.epochs.latestEpoch() != EpochEndOffset.UNKNOWN;
    // An epoch that starts at the end has no record yet, and could not be found again in batches.
    store.epochs.truncateFromEnd(end + 1);
    // All of them are gone when the log was lost below the log start that they were trimmed to.
    if (epochsLost || (knewEpochs && store.epochs.latestEpoch() == EpochEndOffset.UNKNOWN)) {
      rebuildEpochs();
    }
    store.epochs.truncateFromStart(start);
    store.epochs.flush();
    if (checkpointed.clean()) {
      restoreProducers(start, end);
    }
    removeStraySnapshots();
    store.startForcingAt(checkpointed.clean() ? end : recovery.forcedTo(end));
    store.hotTail.restart(end);
    Uuid topicId = PartitionMetadata.read(disk, directory);
    Log log = new Log(store, topicId, start, end, checkpointed.highWatermark());
    for (Segment segment : store.segments.all()) {
      segment.sealIndexes();
      segment.release();
    }
    return log;
  }

  /** Deletions, compactions and replacements that a crash cut short. */
  private void finishInterruptedWork(Set<String> names) throws IOException {
    long firstCleaned = Long.MAX_VALUE;
    for (String name : List.copyOf(names)) {
      if (name.endsWith(LogFiles.DELETED) && !name.endsWith(".checkpoint" + LogFiles.DELETED)) {
        if (name.endsWith(LogFiles.LOG + LogFiles.DELETED)) {
          recovery.wasReplaced(baseOffset(name));
        }
        remove(names, name);
      } else if (name.endsWith(LogFiles.CLEANED)) {
        long base = baseOffset(name);
        firstCleaned = base < 0 ? firstCleaned : Math.min(firstCleaned, base);
      }
    }
    undoReplacement(names, firstCleaned);
    finishReplacement(names);
  }

  /**
   * Swap files at or above an incomplete output are of the same unfinished replacement. They go
   * first: without an incomplete output beside them they would count.
   */
  private void undoReplacement(Set<String> names, long firstCleaned) throws IOException {
    boolean undone = false;
    for (String name : List.copyOf(names)) {
      if (name.endsWith(LogFiles.SWAP) && baseOffset(name) >= firstCleaned) {
        remove(names, name);
        undone = true;
      }
    }
    if (undone) {
      disk.forceDirectory(directory);
    }
    for (String name : List.copyOf(names)) {
      if (name.endsWith(LogFiles.CLEANED)) {
        remove(names, name);
      }
    }
  }

  /** A complete output takes the place of the segments whose offsets it covers. */
  private void finishReplacement(Set<String> names) throws IOException {
    List<String> swaps = names.stream().filter(name -> name.endsWith(LogFiles.SWAP)).toList();
    if (swaps.isEmpty()) {
      return;
    }
    long from = Long.MAX_VALUE;
    long to = -1;
    for (String name : swaps) {
      if (name.endsWith(LogFiles.LOG + LogFiles.SWAP)) {
        long base = baseOffset(name);
        recovery.wasReplaced(base);
        from = Math.min(from, base);
        to = Math.max(to, endOfSwap(name, base));
      }
    }
    for (String name : List.copyOf(names)) {
      long base = baseOffset(name);
      // What has the output's own base is replaced by the renaming, or was renamed before.
      boolean renamed = names.contains(LogFiles.name(base, LogFiles.LOG + LogFiles.SWAP));
      boolean covered = base >= from && base < to && !renamed && !name.endsWith(LogFiles.SWAP);
      if (covered || isOfOriginal(names, name, base)) {
        remove(names, name);
      }
    }
    // Never the old and the new place of a record in the log, whatever a crash leaves of this.
    disk.forceDirectory(directory);
    for (String suffix : CleanedSegment.SUFFIXES) {
      for (String name : swaps) {
        if (name.endsWith(suffix + LogFiles.SWAP)) {
          String live = name.substring(0, name.length() - LogFiles.SWAP.length());
          disk.rename(directory.resolve(name), directory.resolve(live));
          names.remove(name);
          names.add(live);
        }
      }
    }
    disk.forceDirectory(directory);
    LOG.info("interrupted replacement finished directory={} files={}", directory, swaps.size());
  }

  /**
   * Whether an index is of a segment that its replacement has not moved out of the way yet. Once it
   * has, an index that stands under its final name is the replacement's.
   */
  private static boolean isOfOriginal(Set<String> names, String name, long base) {
    String suffix = name.substring(name.indexOf('.') + 1);
    return CleanedSegment.SUFFIXES.contains("." + suffix)
        && !name.endsWith(LogFiles.LOG)
        && names.contains(LogFiles.name(base, LogFiles.LOG))
        && names.contains(LogFiles.name(base, LogFiles.LOG + LogFiles.SWAP))
        && !names.contains(name + LogFiles.SWAP);
  }

  private void remove(Set<String> names, String name) throws IOException {
    disk.delete(directory.resolve(name));
    names.remove(name);
  }

  /** The offset that a file's name begins with, or -1. */
  private static long baseOffset(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? -1 : LogFiles.offsetOf(name, name.substring(dot));
  }

  private long endOfSwap(String name, long base) throws IOException {
    Path path = directory.resolve(name);
    long end = base;
    try (var file = disk.open(path)) {
      SegmentScan scan = new SegmentScan(file, 0, file.sizeBytes(), SegmentScan.SCAN_WINDOW);
      while (scan.next()) {
        end = scan.batch().nextOffset();
      }
    }
    return end;
  }

  private void openSegments(Set<String> names) throws IOException {
    for (String name : names) {
      long base = LogFiles.offsetOf(name, LogFiles.LOG);
      if (base >= 0) {
        long size = disk.sizeBytes(directory.resolve(name));
        if (size > Integer.MAX_VALUE) {
          throw new CorruptLogException(directory.resolve(name) + " has " + size + " bytes");
        }
        store.segments.add(store.segment(base, (int) size, nowMs));
      } else if (name.endsWith(LogFiles.LOG) || isStraySnapshot(name)) {
        LOG.warn("file ignored, its name is no offset path={}", directory.resolve(name));
      }
    }
    for (String suffix : List.of(LogFiles.OFFSET_INDEX, LogFiles.TIME_INDEX, LogFiles.TXN_INDEX)) {
      for (String name : List.copyOf(names)) {
        long base = LogFiles.offsetOf(name, suffix);
        if (base >= 0 && !names.contains(LogFiles.name(base, LogFiles.LOG))) {
          LOG.warn("index without its segment deleted path={}", directory.resolve(name));
          remove(names, name);
        }
      }
    }
  }

  private static boolean isStraySnapshot(String name) {
    return name.endsWith(LogFiles.SNAPSHOT) && LogFiles.offsetOf(name, LogFiles.SNAPSHOT) < 0;
  }

  private void openEpochs() throws IOException {
    try {
      store.epochs = LeaderEpochs.open(disk, directory);
    } catch (MalformedFileException e) {
      LOG.warn("leader epochs are rebuilt from the batches cause=\"{}\"", e.getMessage());
      epochsLost = true;
      return;
    }
    if (store.epochs.latestEpoch() == EpochEndOffset.UNKNOWN && firstBatchHasEpoch()) {
      LOG.warn("leader epochs are missing, rebuilt from the batches dir={}", directory);
      epochsLost = true;
    }
  }

  private boolean firstBatchHasEpoch() throws IOException {
    for (Segment segment : store.segments.all()) {
      if (segment.sizeBytes() > 0) {
        SegmentScan scan =
            new SegmentScan(segment.open(), 0, segment.sizeBytes(), SegmentScan.LOOKUP_WINDOW);
        boolean known = scan.next() && scan.batch().leaderEpoch() >= 0;
        segment.release();
        return known;
      }
    }
    return false;
  }

  private void rebuildEpochs() throws IOException {
    store.epochs.clear();
    for (Segment segment : store.segments.all()) {
      SegmentScan scan =
          new SegmentScan(segment.open(), 0, segment.sizeBytes(), SegmentScan.SCAN_WINDOW);
      while (scan.next()) {
        noteEpoch(scan.batch());
      }
      segment.release();
    }
  }

  private void noteEpoch(RecordBatch batch) {
    if (batch.leaderEpoch() > store.epochs.latestEpoch()) {
      store.epochs.assign(batch.leaderEpoch(), batch.baseOffset());
    }
  }

  /** After a clean stop only the end of the last segment is looked at. */
  private long cleanEnd() throws IOException {
    if (store.segments.isEmpty()) {
      return 0;
    }
    for (Segment segment : store.segments.all()) {
      if (!segment.transactionIndex.isSane()) {
        LOG.warn("recovery needed, transaction index is wrong path={}", segment.path());
        return recovery.run(segment.baseOffset);
      }
    }
    Segment last = store.segments.active();
    Long end = readEnd(last);
    if (end == null) {
      LOG.warn("recovery needed after a clean stop, the tail is not whole path={}", last.path());
      return recovery.run(last.baseOffset);
    }
    return end;
  }

  private static @Nullable Long readEnd(Segment last) throws IOException {
    try {
      Long end = last.readNextOffset();
      return end == null || end == last.baseOffset || last.canHold(end - 1) ? end : null;
    } catch (CorruptLogException e) {
      return null;
    }
  }

  private long recover() throws IOException {
    return store.segments.isEmpty() ? 0 : recovery.run(checkpointed.recoveryPoint());
  }

  /** A log that lost its end says so, or does not go on at all. */
  private void checkEnd(long end) throws IOException {
    long recoveryPoint = checkpointed.recoveryPoint();
    long highWatermark = checkpointed.highWatermark();
    String shortage = DamageRule.shortage(end, recoveryPoint, highWatermark);
    if (shortage != null) {
      boolean empty = store.segments.isEmpty();
      throw CorruptLogException.at(
          empty ? directory : store.segments.active().path(),
          empty ? 0 : store.segments.active().sizeBytes(),
          end,
          "the log ends here; " + shortage);
    }
    if (end < highWatermark) {
      LOG.warn(
          "committed records are missing, the log ends below its high watermark"
              + " partition={} logEndOffset={} highWatermark={}",
          store.partition,
          end,
          highWatermark);
    } else if (end < recoveryPoint) {
      LOG.warn(
          "recovery point is above the log end partition={} logEndOffset={} recoveryPoint={}",
          store.partition,
          end,
          recoveryPoint);
    }
  }

  private void restoreProducers(long start, long end) throws IOException {
    if (ProducerReplay.snapshots(disk, directory).isEmpty()) {
      // Closed in order without a snapshot: no producer was known.
      return;
    }
    ProducerReplay replay = new ProducerReplay(disk, directory, nowMs, store.producerExpirationMs);
    replay.remember(former);
    long from = replay.restore(store.producers, start, end);
    replay.replay(store.producers, store.segments, from, end);
  }

  private long logStart(long end) {
    long first = store.segments.first().baseOffset;
    if (checkpointed.logStartOffset() > end) {
      LOG.warn(
          "log start checkpoint ignored, it is above the end partition={} logStartOffset={} end={}",
          store.partition,
          checkpointed.logStartOffset(),
          end);
      return first;
    }
    return Math.max(first, checkpointed.logStartOffset());
  }

  /** Snapshots are kept for segments, and the newest one above the last segment's base. */
  private void removeStraySnapshots() throws IOException {
    List<Long> strays = new ArrayList<>();
    for (long offset : ProducerReplay.snapshots(disk, directory)) {
      Segment segment = store.segments.floor(offset);
      if (segment == null || segment.baseOffset != offset) {
        strays.add(offset);
      }
    }
    long last = store.segments.active().baseOffset;
    if (!strays.isEmpty() && strays.get(strays.size() - 1) >= last) {
      strays.remove(strays.size() - 1);
    }
    for (long offset : strays) {
      disk.delete(ProducerReplay.snapshotPath(directory, offset));
    }
  }
}
