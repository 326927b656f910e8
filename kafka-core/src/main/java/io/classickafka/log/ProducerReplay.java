package io.classickafka.log;

import io.classickafka.disk.Disk;
import io.classickafka.record.ControlMarker;
import io.classickafka.record.RecordBatch;
import io.classickafka.record.RecordCursor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Brings a producer state to an offset, from the latest snapshot that is whole and the log.
 *
 * <p>A snapshot has the last batch of each producer only; but a producer that was not answered yet
 * repeats up to five, and each must be known again. They lie right before the snapshot, so the end
 * of the log before it is walked too.
 */
final class ProducerReplay {

  private static final Logger LOG = LogManager.getLogger(ProducerReplay.class);

  /** How much before a snapshot is walked: a bound on what opening a log reads. */
  static final int RECALL_BYTES = 64 * 1024;

  /** A marker is never compressed; nothing needs room. */
  private static final long MARKER_LIMIT_BYTES = 1 << 16;

  private final Disk disk;
  private final Path directory;
  private final long nowMs;
  private final long expirationMs;

  /** The snapshot the state was filled from; -1 for none. */
  private long snapshot = -1;

  /** Nothing below belongs to the log. */
  private long logStart;

  /** When it was heard of producers, where that is known better than from the log. */
  private Map<Long, Long> heardOf = Collections.emptyMap();

  ProducerReplay(Disk disk, Path directory, long nowMs, long expirationMs) {
    this.disk = disk;
    this.directory = directory;
    this.nowMs = nowMs;
    this.expirationMs = expirationMs;
  }

  /** The offsets of the snapshots there are, ascending. */
  static List<Long> snapshots(Disk disk, Path directory) throws IOException {
    List<Long> offsets = new ArrayList<>();
    for (String name : disk.list(directory)) {
      long offset = LogFiles.offsetOf(name, LogFiles.SNAPSHOT);
      if (offset >= 0) {
        offsets.add(offset);
      }
    }
    return offsets;
  }

  static Path snapshotPath(Path directory, long offset) {
    return directory.resolve(LogFiles.name(offset, LogFiles.SNAPSHOT));
  }

  /** Notes what no file says of the producers of a log that goes on: when it was heard of them. */
  void remember(ProducerState before) {
    heardOf = before.heardOf();
  }

  /**
   * Fills an empty state. Snapshots above {@code end} and those that are not whole are deleted.
   *
   * @return the offset that the state is of: the batches from there on are to be replayed
   */
  long restore(ProducerState state, long logStartOffset, long end) throws IOException {
    state.clear();
    snapshot = -1;
    logStart = logStartOffset;
    List<Long> offsets = snapshots(disk, directory);
    for (int i = offsets.size() - 1; i >= 0; i--) {
      long offset = offsets.get(i);
      Path path = snapshotPath(directory, offset);
      if (offset > end) {
        disk.delete(path);
      } else if (offset > logStartOffset) {
        if (ProducerSnapshot.read(disk, path, state)) {
          snapshot = offset;
          return offset;
        }
        disk.delete(path);
      }
    }
    return logStartOffset;
  }

  /** Replays the batches of the range, which begins where the state was restored to. */
  void replay(ProducerState state, SegmentList segments, long from, long to) throws IOException {
    if (snapshot == from && !state.isEmpty()) {
      recall(state, segments, from);
      state.remind(heardOf);
      // One that wrote right before may be waiting for its answer, however old its records are.
      state.found(nowMs, expirationMs);
    }
    walk(state, segments, from, to);
    state.remind(heardOf);
  }

  private void recall(ProducerState state, SegmentList segments, long to) throws IOException {
    ProducerState before = new ProducerState();
    try {
      walk(before, segments, recallFrom(segments, to), to);
    } catch (CorruptLogException e) {
      // Whoever reads there is told; that a producer is known less well stops no broker.
      LOG.warn("batches before a snapshot not read dir={} cause=\"{}\"", directory, e.getMessage());
    }
    state.recall(before);
  }

  /** Where the last {@link #RECALL_BYTES} before an offset begin, or a little later. */
  private long recallFrom(SegmentList segments, long to) throws IOException {
    Segment segment = segments.floor(to - 1);
    long from = to;
    long left = RECALL_BYTES;
    while (segment != null && left > 0) {
      from = Math.min(from, segment.offsetNearEnd(left));
      left -= segment.sizeBytes();
      segment = segments.before(segment);
    }
    return Math.max(from, logStart);
  }

  private void walk(ProducerState state, SegmentList segments, long from, long to)
      throws IOException {
    Segment segment = segments.floor(from);
    long position = from;
    if (segment == null && !segments.isEmpty()) {
      segment = segments.first();
    }
    while (segment != null && position < to) {
      SegmentScan scan = segment.seek(position);
      boolean more = scan != null;
      while (more && scan != null && scan.batch().baseOffset() < to) {
        if (scan.batch().hasProducerId() && scan.batch().baseOffset() >= position) {
          apply(state, scan, nowMs);
        }
        more = scan.next();
      }
      segments.touch(segment);
      segment = segments.after(segment);
      position = segment == null ? to : segment.baseOffset;
    }
  }

  /** Takes in the batch that a walk stands on. */
  static ProducerState.@Nullable Completed apply(ProducerState state, SegmentScan scan, long nowMs)
      throws IOException {
    RecordBatch batch = scan.batch();
    ControlMarker marker = batch.isControl() ? marker(scan.wholeBatch()) : null;
    return state.apply(scan.batch(), marker, nowMs);
  }

  /** What a control batch says; null when it is no transaction marker. */
  static @Nullable ControlMarker marker(RecordBatch batch) {
    try (RecordCursor records = new RecordCursor(MARKER_LIMIT_BYTES)) {
      records.open(batch);
      return records.next() ? ControlMarker.read(records) : null;
    }
  }
}
