package io.classickafka.log;

import io.classickafka.protocol.ErrorCode;
import io.classickafka.record.RecordBatch;
import io.classickafka.record.RecordCursor;
import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.Payload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The read paths of a log. Owned by the log. */
final class LogReader {

  /** Decompressed bytes of one batch that a lookup by timestamp reads at most. */
  private static final long LOOKUP_LIMIT_BYTES = 1L << 30;

  private final Log log;
  private final LogStore store;

  LogReader(Log log, LogStore store) {
    this.log = log;
    this.store = store;
  }

  ReadResult read(
      long fetchOffset, int maxBytes, long upperOffset, boolean minOneBatch, boolean withAborted) {
    long start = log.logStartOffset();
    long end = log.logEndOffset();
    if (log.isOffline()) {
      return new ReadResult.Failed(ErrorCode.KAFKA_STORAGE_ERROR, start, end);
    }
    if (fetchOffset < start || fetchOffset > end) {
      return new ReadResult.Failed(ErrorCode.OFFSET_OUT_OF_RANGE, start, end);
    }
    long upper = Math.min(upperOffset, end);
    if (fetchOffset >= upper) {
      return nothing(start, end, withAborted);
    }
    try {
      Segment segment = store.segments.floor(fetchOffset);
      while (segment != null) {
        SegmentScan at = segment.seek(fetchOffset);
        if (at != null) {
          return slice(segment, at, fetchOffset, maxBytes, upper, minOneBatch, withAborted);
        }
        store.segments.touch(segment);
        // Compaction left a gap between the last batch here and the next segment.
        segment = store.segments.after(segment);
      }
      return nothing(start, end, withAborted);
    } catch (IOException e) {
      log.failed("reading at " + fetchOffset, e);
      return new ReadResult.Failed(ErrorCode.KAFKA_STORAGE_ERROR, start, end);
    }
  }

  private static ReadResult nothing(long start, long end, boolean withAborted) {
    return new ReadResult.Records(ByteSlice.empty(), start, end, withAborted ? List.of() : null);
  }

  private ReadResult slice(
      Segment segment,
      SegmentScan at,
      long fetchOffset,
      int maxBytes,
      long upper,
      boolean minOneBatch,
      boolean withAborted)
      throws IOException {
    long start = log.logStartOffset();
    long end = log.logEndOffset();
    int position = at.position();
    int limit = Math.max(0, maxBytes);
    if (minOneBatch) {
      limit = Math.max(limit, at.batch().sizeBytes());
    }
    int size = Math.min(limit, upperPosition(segment, upper) - position);
    if (size <= 0) {
      return nothing(start, end, withAborted);
    }
    @Nullable List<ReadResult.AbortedTransaction> aborted =
        withAborted ? aborted(segment, fetchOffset, position + size, upper) : null;
    Payload records = segment.slice(position, size);
    store.segments.touch(segment);
    return new ReadResult.Records(records, start, end, aborted);
  }

  /** Where in a segment the batches that may be read end. */
  private int upperPosition(Segment segment, long upper) throws IOException {
    Segment next = store.segments.after(segment);
    if (upper >= (next == null ? log.logEndOffset() : next.baseOffset)) {
      return segment.sizeBytes();
    }
    int position = segment.positionOf(upper);
    return position < 0 ? segment.sizeBytes() : position;
  }

  private List<ReadResult.AbortedTransaction> aborted(
      Segment segment, long fetchOffset, int endPosition, long upper) throws IOException {
    long bound = segment.offsetIndex.offsetAtOrAfterPosition(endPosition);
    Segment next = store.segments.after(segment);
    if (bound < 0) {
      bound = next == null ? upper : next.baseOffset;
    }
    List<ReadResult.AbortedTransaction> aborted = new ArrayList<>();
    for (Segment of : store.segments.from(segment.baseOffset)) {
      if (of.transactionIndex.collect(fetchOffset, bound, aborted)) {
        break;
      }
    }
    return aborted;
  }

  @Nullable TimestampOffset offsetForTimestamp(long timestampMs) {
    if (log.isOffline()) {
      return null;
    }
    try {
      if (timestampMs == TimestampOffset.EARLIEST
          || timestampMs == TimestampOffset.EARLIEST_LOCAL) {
        return at(RecordBatch.NO_TIMESTAMP, log.logStartOffset());
      }
      if (timestampMs == TimestampOffset.MAX_TIMESTAMP) {
        return largestTimestamp();
      }
      return timestampMs < 0 ? null : firstAtOrAfter(timestampMs);
    } catch (IOException e) {
      log.failed("looking up timestamp " + timestampMs, e);
      return null;
    }
  }

  private TimestampOffset at(long timestampMs, long offset) {
    return new TimestampOffset(timestampMs, offset, store.epochs.epochFor(offset));
  }

  private @Nullable TimestampOffset largestTimestamp() throws IOException {
    Segment best = null;
    for (Segment segment : store.segments.all()) {
      if (best == null || segment.maxTimestampMs() > best.maxTimestampMs()) {
        best = segment;
      }
      store.segments.touch(segment);
    }
    if (best == null || best.maxTimestampMs() < 0) {
      return null;
    }
    long target = best.maxTimestampMs();
    return search(best, best.maxTimestampOffset(), target);
  }

  private @Nullable TimestampOffset firstAtOrAfter(long timestampMs) throws IOException {
    for (Segment segment : store.segments.all()) {
      if (segment.maxTimestampMs() >= timestampMs) {
        long from = Math.max(segment.timeIndex.offsetBefore(timestampMs), log.logStartOffset());
        TimestampOffset found = search(segment, from, timestampMs);
        if (found != null) {
          return found;
        }
      }
      store.segments.touch(segment);
    }
    return null;
  }

  /** The first record of a segment from an offset on with a timestamp at or after one. */
  private @Nullable TimestampOffset search(Segment segment, long fromOffset, long timestampMs)
      throws IOException {
    SegmentScan scan = segment.seek(fromOffset);
    boolean more = scan != null;
    while (more && scan != null) {
      if (scan.batch().maxTimestamp() >= timestampMs) {
        try (RecordCursor records = new RecordCursor(LOOKUP_LIMIT_BYTES)) {
          records.open(scan.wholeBatch());
          while (records.next()) {
            if (records.timestamp() >= timestampMs && records.offset() >= log.logStartOffset()) {
              return at(records.timestamp(), records.offset());
            }
          }
        }
      }
      more = scan.next();
    }
    return null;
  }

  List<Long> offsetsBefore(long timestampMs, int maxOffsets, long nowMs) {
    List<Long> found = new ArrayList<>();
    if (log.isOffline()) {
      return found;
    }
    try {
      List<Segment> segments = store.segments.from(0);
      if (timestampMs == TimestampOffset.EARLIEST) {
        found.add(log.logStartOffset());
      } else {
        Segment active = store.segments.active();
        boolean latest = timestampMs == TimestampOffset.LATEST;
        if (active.sizeBytes() > 0 && (latest || nowMs <= timestampMs)) {
          found.add(log.logEndOffset());
        }
        for (int i = segments.size() - 1; i >= 0; i--) {
          if (latest || segments.get(i).modifiedMs() <= timestampMs) {
            found.add(Math.max(segments.get(i).baseOffset, log.logStartOffset()));
          }
        }
      }
    } catch (IOException e) {
      log.failed("listing offsets", e);
      return List.of();
    }
    return List.copyOf(found.subList(0, Math.min(found.size(), Math.max(0, maxOffsets))));
  }
}
