package io.classickafka.log;

import io.classickafka.disk.Disk;
import io.classickafka.disk.DiskFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The files of one log: segments, producer snapshots and leader epochs, and the steps that change
 * several of them in the right order. Owned by the log; every method throws what the disk throws.
 */
final class LogStore {

  final TopicPartition partition;
  final LogDir dir;
  final SegmentList segments = new SegmentList();
  final ProducerState producers = new ProducerState();
  final Background background;
  final long seed;
  final long producerExpirationMs;

  final HotTail hotTail;
  LeaderEpochs epochs;

  /** Rises when something is cut off: what was read of the log before may not be in it. */
  int generation;

  LogConfig config;
  ForcePoint forcePoint = new ForcePoint(0);
  final LogForces forces = new LogForces(this);

  /** The partition's directory; changes when the partition is deleted. */
  private Path directory;

  /** How often names in the directory changed. Nobody knows what it was before it was opened. */
  private long directoryChanges = 1;

  /** The changes that a force of the directory covered. */
  private final AtomicLong directoryForced = new AtomicLong();

  LogStore(
      TopicPartition partition,
      LogDir dir,
      Path directory,
      LogConfig config,
      Background background,
      LogDirsConfig dirs) {
    this.partition = partition;
    this.dir = dir;
    this.hotTail = new HotTail(dir.cacheUse());
    this.directory = directory;
    this.config = config;
    this.background = background;
    this.seed = dirs.seed();
    this.producerExpirationMs = dirs.producerExpirationMs();
    this.epochs = LeaderEpochs.empty(dir.disk(), directory);
  }

  Disk disk() {
    return dir.disk();
  }

  Path directory() {
    return directory;
  }

  /** A segment of the directory as an object; nothing is opened. */
  Segment segment(long baseOffset, int sizeBytes, long nowMs) {
    return new Segment(
        disk(), directory, baseOffset, sizeBytes, config, nowMs, jitterMs(baseOffset));
  }

  /** A number below the configured jitter that depends on the segment only. */
  private long jitterMs(long baseOffset) {
    long bound = Math.min(config.segmentJitterMs(), config.segmentMs());
    return bound <= 0
        ? 0
        : Math.floorMod(mix(seed ^ mix(baseOffset + partition.hashCode())), bound);
  }

  /** A number that looks random and depends on another one only (the finalizer of splitmix64). */
  static long mix(long number) {
    long z = number + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  Segment createSegment(long baseOffset, long nowMs) throws IOException {
    Segment segment = segment(baseOffset, 0, nowMs);
    segment.create();
    segments.add(segment);
    directoryChanges++;
    return segment;
  }

  /** Seals the active segment and begins one at an offset, which is the log end or above it. */
  void roll(long newBaseOffset, long nowMs) throws IOException {
    Segment sealed = segments.active();
    if (sealed.baseOffset == newBaseOffset && sealed.sizeBytes() == 0) {
      rollTo(newBaseOffset, sealed, nowMs);
      return;
    }
    if (sealed.baseOffset >= newBaseOffset) {
      throw new IllegalStateException(
          partition + ": segment " + newBaseOffset + " would precede " + sealed.baseOffset);
    }
    sealed.sealIndexes();
    Path snapshot = ProducerReplay.snapshotPath(directory, newBaseOffset);
    ProducerSnapshot.write(disk(), snapshot, producers);
    rollTo(newBaseOffset, null, nowMs);
    forces.request(newBaseOffset, ForceReason.ROLL);
  }

  /**
   * Whatever ends it halfway: a file that lies there says that the log goes on in it, so nothing
   * more may be appended to the segment before.
   */
  private void rollTo(long newBaseOffset, @Nullable Segment replaced, long nowMs)
      throws IOException {
    try {
      if (replaced != null) {
        segments.remove(replaced);
        replaced.release();
      }
      createSegment(newBaseOffset, nowMs);
    } catch (RuntimeException | Error e) {
      throw new AppendFaultException(e);
    }
  }

  /** Forces everything below the log end on this thread. */
  void force(long logEndOffset, ForceReason reason) throws IOException {
    Segment from = segments.floor(forcePoint.offset());
    for (Segment segment : segments.from(from == null ? 0 : from.baseOffset)) {
      dir.force(reason.bit(), segment::force);
      segments.touch(segment);
    }
    forceDirectory();
    forcePoint.advance(logEndOffset);
    forces.forcedByOwner(logEndOffset);
  }

  void forceDirectory() throws IOException {
    if (isDirectoryDirty()) {
      disk().forceDirectory(directory);
      directoryForced(directoryChanges);
    }
  }

  boolean isDirectoryDirty() {
    return directoryForced.get() < directoryChanges;
  }

  long directoryChanges() {
    return directoryChanges;
  }

  /** Any thread. */
  void directoryForced(long changes) {
    directoryForced.accumulateAndGet(changes, Math::max);
  }

  /** After opening: what was forced before. */
  void startForcingAt(long offset) throws IOException {
    forcePoint = new ForcePoint(offset);
    forces.restart();
  }

  /** Takes segments out of the log; their files go after the delay. */
  void delete(List<Segment> deleted) throws IOException {
    delete(deleted, LogFiles.DELETED);
  }

  /** The same with segments whose offsets the log may come to again. */
  void cutOff(List<Segment> above) throws IOException {
    delete(above, LogFiles.CUT_OFF);
  }

  /** Nor are the sources of a cleaning to explain anything of what is appended from here on. */
  private void forgetReplaced(long fromBase) throws IOException {
    for (String name : disk().list(directory)) {
      if (LogFiles.offsetOf(name, LogFiles.LOG + LogFiles.DELETED) >= fromBase) {
        disk().delete(directory.resolve(name));
        directoryChanges++;
      }
    }
  }

  private void delete(List<Segment> deleted, String mark) throws IOException {
    List<Path> marked = new ArrayList<>();
    for (Segment segment : deleted) {
      segments.remove(segment);
      marked.addAll(segment.markDeleted(mark));
      Path snapshot = ProducerReplay.snapshotPath(directory, segment.baseOffset);
      if (disk().exists(snapshot)) {
        Path renamed =
            directory.resolve(
                LogFiles.name(segment.baseOffset, LogFiles.SNAPSHOT + LogFiles.DELETED));
        disk().rename(snapshot, renamed);
        marked.add(renamed);
      }
    }
    deleteLater(marked);
    dir.coldReads().forgetGone();
  }

  /** Deletes files that no longer count, after the delay. */
  void deleteLater(List<Path> marked) {
    if (!marked.isEmpty()) {
      directoryChanges++;
      background.later(config.fileDeleteDelayMs(), () -> deleteFiles(marked));
    }
  }

  private void deleteFiles(List<Path> files) {
    try {
      if (!dir.isOffline()) {
        for (Path file : files) {
          disk().delete(file);
        }
      }
    } catch (IOException e) {
      dir.fail("deleting segments of " + partition, e);
    }
  }

  /**
   * Where the log will end when what lies at and above an offset goes: below it when a batch that
   * holds the offset goes as a whole, or when a cleaning took the batches right below.
   */
  long endBelow(long offset) throws IOException {
    Segment last = segments.floor(offset - 1);
    if (last == null) {
      return offset;
    }
    // Puts an index right that misleads.
    last.seek(offset);
    long end = last.baseOffset;
    int from = last.offsetIndex.positionFor(offset - 1);
    SegmentScan scan =
        new SegmentScan(last.open(), from, last.sizeBytes(), SegmentScan.LOOKUP_WINDOW);
    while (scan.next() && scan.batch().lastOffset() < offset) {
      end = scan.batch().nextOffset();
    }
    return end;
  }

  /**
   * Removes what lies at and above an offset, durably. The segment list is never left empty.
   *
   * @param end where the log will end, by {@link #endBelow}
   */
  void truncateTo(long offset, long end, long logStartOffset, long nowMs) throws IOException {
    generation++;
    hotTail.truncated(offset);
    List<Segment> above = segments.from(offset);
    if (segments.size() == above.size()) {
      // The offset is the start of the first segment, which stays, without its records.
      above.remove(0);
    }
    // From the end, and durably before anything below goes: a crash in between leaves no hole.
    Collections.reverse(above);
    Segment holder = segments.floor(offset);
    forgetReplaced(holder == null ? offset : holder.baseOffset);
    cutOff(above);
    forceDirectory();
    Segment last = segments.active();
    last.truncateTo(offset);
    dir.force(ForceReason.TRUNCATION.bit(), last::force);
    epochs.truncateFromEnd(Math.min(offset, end + 1));
    epochs.flush();
    rebuildProducers(logStartOffset, offset, nowMs);
    forceDirectory();
    forces.restart();
  }

  /** Removes everything, durably; the log is empty at an offset. */
  void restartAt(long offset, long nowMs) throws IOException {
    generation++;
    hotTail.restart(offset);
    List<Segment> old = new ArrayList<>(segments.all());
    if (segments.floor(offset) == null || segments.active().baseOffset < offset) {
      // A crash in between leaves a segment to start from.
      createSegment(offset, nowMs);
    }
    forgetReplaced(0);
    cutOff(old);
    for (long snapshot : ProducerReplay.snapshots(disk(), directory)) {
      disk().delete(ProducerReplay.snapshotPath(directory, snapshot));
    }
    if (segments.isEmpty()) {
      createSegment(offset, nowMs);
    }
    forceDirectory();
    epochs.clear();
    epochs.flush();
    producers.clear();
    forcePoint.advance(offset);
    forces.restart();
  }

  private void rebuildProducers(long logStartOffset, long end, long nowMs) throws IOException {
    ProducerReplay replay = new ProducerReplay(disk(), directory, nowMs, producerExpirationMs);
    replay.remember(producers);
    long from = replay.restore(producers, logStartOffset, end);
    // Snapshots of what was cut off are gone.
    directoryChanges++;
    replay.replay(producers, segments, from, end);
  }

  /** Writes what a clean start relies on, forces it and gives up the handles. */
  void close(long logEndOffset) throws IOException {
    Segment active = segments.active();
    active.sealIndexes();
    Path snapshot = ProducerReplay.snapshotPath(directory, logEndOffset);
    if (!producers.isEmpty() || disk().exists(snapshot)) {
      ProducerSnapshot.write(disk(), snapshot, producers);
      try (DiskFile file = disk().open(snapshot)) {
        file.force();
      }
      directoryChanges++;
    }
    epochs.flush();
    // What was always empty has nothing to lose, not even its files' names: a cut that empties a
    // log
    // is forced where it happens. A broker that stops may have thousands of these.
    if (logEndOffset > 0 || active.sizeBytes() > 0) {
      force(logEndOffset, ForceReason.CLOSE);
    }
    release();
  }

  /** Gives up every handle. */
  void release() throws IOException {
    for (Segment segment : segments.all()) {
      segment.release();
    }
  }

  /** The partition is deleted: its directory gets another name. */
  void renameDirectory(Path renamed) throws IOException {
    release();
    disk().rename(directory, renamed);
    directory = renamed;
  }
}
