package io.classickafka.log;

import io.classickafka.disk.Disk;
import io.classickafka.disk.DiskFile;
import io.classickafka.log.clean.CleaningChoice;
import io.classickafka.record.RecordBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks up the ages of a log's segments, as far as its settings make them matter: the owner knows
 * them only of segments that somebody reads. On the pool.
 */
final class SealedTimestamps {

  private final Disk disk;
  private final LogCompaction.View view;

  SealedTimestamps(Disk disk, LogCompaction.View view) {
    this.disk = disk;
    this.view = view;
  }

  /** The log as the rule that chooses wants it. */
  CleaningChoice.LogState state() throws IOException {
    LogConfig config = view.config();
    long firstDirty =
        CleaningChoice.firstDirty(view.checkpoint(), view.logStartOffset(), view.logEndOffset());
    List<CleaningChoice.SegmentState> segments = new ArrayList<>();
    int last = view.segments().size() - 1;
    for (int i = 0; i <= last; i++) {
      CleaningTask.Source segment = view.segments().get(i);
      boolean matters = i < last && segment.endOffset() > firstDirty && segment.sizeBytes() > 0;
      boolean largest = matters && config.minCompactionLagMs() > 0;
      boolean first = matters && config.maxCompactionLagMs() < Long.MAX_VALUE;
      segments.add(
          new CleaningChoice.SegmentState(
              segment.baseOffset(),
              segment.sizeBytes(),
              largest ? largest(segment) : CleaningChoice.NO_TIMESTAMP,
              first ? first(segment) : CleaningChoice.NO_TIMESTAMP));
    }
    return new CleaningChoice.LogState(
        view.logStartOffset(),
        view.logEndOffset(),
        view.lastStableOffset(),
        view.checkpoint(),
        segments,
        config.minCleanableRatio(),
        config.minCompactionLagMs(),
        config.maxCompactionLagMs());
  }

  private Path path(CleaningTask.Source segment, String suffix) {
    return view.directory().resolve(LogFiles.name(segment.baseOffset(), suffix));
  }

  /** Of the last entry of the time index, or of the records when that is missing or wrong. */
  private long largest(CleaningTask.Source segment) throws IOException {
    Path index = path(segment, LogFiles.TIME_INDEX);
    if (disk.exists(index)) {
      try (DiskFile file = disk.open(index)) {
        long size = file.sizeBytes();
        if (size >= TimeIndex.ENTRY_SIZE && size % TimeIndex.ENTRY_SIZE == 0) {
          ByteBuffer entry = ByteBuffer.allocate(Long.BYTES);
          file.readFully(entry, size - TimeIndex.ENTRY_SIZE);
          return entry.getLong(0);
        }
      }
    }
    long largest = CleaningChoice.NO_TIMESTAMP;
    Path path = path(segment, LogFiles.LOG);
    try (DiskFile file = disk.open(path)) {
      SegmentScan scan = new SegmentScan(file, 0, segment.sizeBytes(), SegmentScan.SCAN_WINDOW);
      while (scan.next()) {
        largest = Math.max(largest, scan.batch().maxTimestamp());
      }
    }
    return largest >= 0 ? largest : disk.modifiedMs(path);
  }

  private long first(CleaningTask.Source segment) throws IOException {
    try (DiskFile file = disk.open(path(segment, LogFiles.LOG))) {
      SegmentScan scan = new SegmentScan(file, 0, segment.sizeBytes(), SegmentScan.LOOKUP_WINDOW);
      return scan.next() ? scan.batch().maxTimestamp() : RecordBatch.NO_TIMESTAMP;
    }
  }
}
