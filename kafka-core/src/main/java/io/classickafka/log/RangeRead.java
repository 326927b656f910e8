package io.classickafka.log;

import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.Payload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One read of records from an offset on, in what a view shows. For one thread. */
final class RangeRead {

  private final LogDir dir;
  private final LogView view;
  private final long fetchOffset;
  private final int maxBytes;
  private final long upperOffset;
  private final boolean minOneBatch;
  private final boolean withAborted;

  /**
   * A read.
   *
   * @param dir told when its disk fails to give the records later
   * @param upperOffset exclusive; at most the view's end
   */
  RangeRead(
      LogDir dir,
      LogView view,
      long fetchOffset,
      int maxBytes,
      long upperOffset,
      boolean minOneBatch,
      boolean withAborted) {
    this.dir = dir;
    this.view = view;
    this.fetchOffset = fetchOffset;
    this.maxBytes = maxBytes;
    this.upperOffset = upperOffset;
    this.minOneBatch = minOneBatch;
    this.withAborted = withAborted;
  }

  LogView view() {
    return view;
  }

  /** Whether it may have read the files of a segment that left the log since. */
  boolean isOvertaken() {
    return view.hasGoneFrom(view.indexOf(fetchOffset));
  }

  ReadResult run(SegmentAccess access) throws IOException {
    for (int i = view.indexOf(fetchOffset); i >= 0 && i < view.segments().size(); i++) {
      Segment segment = view.segments().get(i);
      Segment used = access.use(view, i);
      try {
        TailBatches.Place at = used.find(fetchOffset);
        if (at != null) {
          return slice(i, used, at);
        }
        // Compaction left a gap between the last batch here and the next segment.
      } finally {
        access.done(segment, used);
      }
    }
    return nothing();
  }

  ReadResult nothing() {
    return records(ByteSlice.empty(), withAborted ? List.of() : null);
  }

  private ReadResult records(
      Payload payload, @Nullable List<ReadResult.AbortedTransaction> aborted) {
    return new ReadResult.Records(payload, view.logStartOffset(), view.logEndOffset(), aborted);
  }

  private ReadResult slice(int index, Segment used, TailBatches.Place at) throws IOException {
    int position = at.position();
    int limit = Math.max(0, maxBytes);
    if (minOneBatch) {
      limit = Math.max(limit, at.sizeBytes());
    }
    int size = Math.min(limit, upperPosition(index, used) - position);
    if (size <= 0) {
      return nothing();
    }
    @Nullable List<ReadResult.AbortedTransaction> aborted =
        withAborted ? aborted(index, used, position + size) : null;
    return records(new LogSlice(used.slice(position, size), used, dir), aborted);
  }

  /** Where in a segment the batches that may be read end. */
  private int upperPosition(int index, Segment used) throws IOException {
    if (upperOffset >= view.endOffset(index)) {
      return view.sizeBytes(index);
    }
    int position = used.positionOf(upperOffset);
    return position < 0 ? view.sizeBytes(index) : position;
  }

  private List<ReadResult.AbortedTransaction> aborted(int index, Segment used, int endPosition)
      throws IOException {
    long bound = used.offsetIndex.offsetAtOrAfterPosition(endPosition);
    if (bound < 0) {
      bound = view.isActive(index) ? upperOffset : view.endOffset(index);
    }
    List<ReadResult.AbortedTransaction> aborted = new ArrayList<>();
    for (int i = index; i < view.segments().size(); i++) {
      if (view.segments().get(i).transactionIndex.collect(fetchOffset, bound, aborted)) {
        break;
      }
    }
    return aborted;
  }
}
