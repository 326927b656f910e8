package io.classickafka.log;

import io.classickafka.record.RecordBatch;
import io.classickafka.record.RecordCursor;
import io.classickafka.record.RecordFault;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Looks for a record by its timestamp in what a view shows. For one thread. */
final class TimeLookup {

  /** Decompressed bytes of one batch that a lookup reads at most. */
  private static final long LIMIT_BYTES = 1L << 30;

  private final LogView view;
  private final SegmentAccess access;

  TimeLookup(LogView view, SegmentAccess access) {
    this.view = view;
    this.access = access;
  }

  /**
   * The first record at or after a timestamp, or {@link TimestampOffset#MAX_TIMESTAMP}.
   *
   * @return without its leader epoch; null when there is none
   */
  @Nullable TimestampOffset run(long timestampMs) throws IOException {
    return timestampMs == TimestampOffset.MAX_TIMESTAMP ? largest() : firstAtOrAfter(timestampMs);
  }

  private @Nullable TimestampOffset largest() throws IOException {
    int best = -1;
    long bestMs = RecordBatch.NO_TIMESTAMP;
    for (int i = 0; i < view.segments().size(); i++) {
      long largestMs = largestMs(i);
      if (largestMs > bestMs) {
        best = i;
        bestMs = largestMs;
      }
    }
    if (best < 0) {
      return null;
    }
    Segment segment = view.segments().get(best);
    Segment used = access.use(view, best);
    try {
      return search(used, used.timeIndex.offsetBefore(bestMs - 1), bestMs);
    } finally {
      access.done(segment, used);
    }
  }

  private long largestMs(int index) throws IOException {
    Segment segment = view.segments().get(index);
    long known = view.maxTimestampMs(index);
    if (known != Segment.UNKNOWN_TIMESTAMP) {
      return known;
    }
    Segment used = access.use(view, index);
    try {
      long largestMs = used.maxTimestampMs();
      if (!view.isActive(index)) {
        segment.learnMaxTimestamp(largestMs);
      }
      return largestMs;
    } finally {
      access.done(segment, used);
    }
  }

  private @Nullable TimestampOffset firstAtOrAfter(long timestampMs) throws IOException {
    for (int i = 0; i < view.segments().size(); i++) {
      if (largestMs(i) < timestampMs) {
        continue;
      }
      Segment segment = view.segments().get(i);
      Segment used = access.use(view, i);
      try {
        long before = used.timeIndex.offsetBefore(timestampMs);
        TimestampOffset found = search(used, Math.max(before, view.logStartOffset()), timestampMs);
        if (found != null) {
          return found;
        }
      } finally {
        access.done(segment, used);
      }
    }
    return null;
  }

  /** The first record of a segment from an offset on with a timestamp at or after one. */
  private @Nullable TimestampOffset search(Segment used, long fromOffset, long timestampMs)
      throws IOException {
    SegmentScan scan = used.seek(fromOffset);
    boolean more = scan != null;
    while (more && scan != null) {
      if (scan.batch().maxTimestamp() >= timestampMs) {
        if (!scan.isValidCrc()) {
          throw CorruptLogException.at(
              used.path(), scan.position(), scan.batch().baseOffset(), RecordFault.CRC.sentence());
        }
        try (RecordCursor records = new RecordCursor(LIMIT_BYTES)) {
          records.open(scan.wholeBatch());
          while (records.next()) {
            if (records.timestamp() >= timestampMs && records.offset() >= view.logStartOffset()) {
              return new TimestampOffset(records.timestamp(), records.offset(), -1);
            }
          }
        }
      }
      more = scan.next();
    }
    return null;
  }
}
