package io.classickafka.log.clean;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a log is to be cleaned, how far, and which one first. Pure. */
public final class CleaningChoice {

  /** A timestamp that is not known, or that there is none of. */
  public static final long NO_TIMESTAMP = -1;

  /**
   * A segment.
   *
   * @param largestTimestampMs of its records, as far as the settings make it matter
   * @param firstTimestampMs of its first batch, as far as the settings make it matter
   */
  public record SegmentState(
      long baseOffset, long sizeBytes, long largestTimestampMs, long firstTimestampMs) {}

  /**
   * A compacted log.
   *
   * @param checkpoint first offset not cleaned yet; -1 when it was never cleaned
   * @param segments in order, the active one last
   * @param minDirtyRatio {@code min.cleanable.dirty.ratio}
   * @param minLagMs {@code min.compaction.lag.ms}
   * @param maxLagMs {@code max.compaction.lag.ms}
   */
  public record LogState(
      long logStartOffset,
      long logEndOffset,
      long lastStableOffset,
      long checkpoint,
      List<SegmentState> segments,
      double minDirtyRatio,
      long minLagMs,
      long maxLagMs) {

    public LogState {
      segments = List.copyOf(segments);
    }

    private SegmentState active() {
      return segments.get(segments.size() - 1);
    }
  }

  /**
   * What there is to clean.
   *
   * @param firstDirty first offset not cleaned yet
   * @param firstUncleanable where cleaning has to stop, exclusive: a segment's base
   * @param reset the checkpoint said something impossible and is to be written anew
   * @param due whether the log is to be cleaned
   * @param lookAgainMs wall clock from when on the answer may be another although nothing is
   *     appended; Long.MAX_VALUE for never; 0 when only the last stable offset holds it back
   * @param delayMs by how much {@code max.compaction.lag.ms} is overrun
   */
  public record Verdict(
      long firstDirty,
      long firstUncleanable,
      long cleanBytes,
      long dirtyBytes,
      boolean reset,
      boolean due,
      long lookAgainMs,
      long delayMs) {

    /** Share of the bytes that are dirty, from 0 to 1. */
    public double ratio() {
      long total = cleanBytes + dirtyBytes;
      return total == 0 ? 0 : (double) dirtyBytes / total;
    }
  }

  private CleaningChoice() {}

  /** Looks at one log. */
  public static Verdict of(LogState log, long nowMs) {
    long firstDirty = firstDirty(log.checkpoint, log.logStartOffset, log.logEndOffset);
    boolean impossible = log.checkpoint >= 0 && log.checkpoint != firstDirty;
    SegmentState young = firstTooYoung(log, firstDirty, nowMs);
    long limit = Math.min(log.lastStableOffset, log.active().baseOffset);
    if (young != null) {
      limit = Math.min(limit, young.baseOffset);
    }
    long firstUncleanable = limit >= log.active().baseOffset ? limit : floor(log, limit);
    long clean = bytes(log, Long.MIN_VALUE, firstDirty);
    long dirty = bytes(log, floor(log, firstDirty), firstUncleanable);
    long delay = delayMs(log, firstDirty, nowMs);
    Verdict verdict =
        new Verdict(firstDirty, firstUncleanable, clean, dirty, impossible, false, 0, delay);
    boolean due = dirty > 0 && (verdict.ratio() > log.minDirtyRatio || delay > 0);
    long again = due ? 0 : lookAgainMs(log, firstDirty, young);
    return new Verdict(
        firstDirty, firstUncleanable, clean, dirty, impossible, due, again, Math.max(0, delay));
  }

  /** First offset not cleaned yet: the checkpoint, or the log start where it cannot be true. */
  public static long firstDirty(long checkpoint, long logStartOffset, long logEndOffset) {
    return checkpoint < logStartOffset || checkpoint > logEndOffset ? logStartOffset : checkpoint;
  }

  /** Whether a log goes before another one; both are due. */
  public static boolean isBefore(Verdict some, @Nullable Verdict other) {
    return other == null || some.ratio() > other.ratio();
  }

  /** Base of the segment that an offset lies in. */
  private static long floor(LogState log, long offset) {
    long base = log.segments.get(0).baseOffset;
    for (SegmentState segment : log.segments) {
      if (segment.baseOffset <= offset) {
        base = segment.baseOffset;
      }
    }
    return base;
  }

  private static long bytes(LogState log, long from, long to) {
    long bytes = 0;
    for (SegmentState segment : log.segments) {
      if (segment.baseOffset >= from && segment.baseOffset < to) {
        bytes += segment.sizeBytes;
      }
    }
    return bytes;
  }

  private static boolean isDirty(LogState log, SegmentState segment, long firstDirty) {
    return segment.baseOffset < log.active().baseOffset
        && segment.baseOffset >= floor(log, firstDirty);
  }

  /** The first sealed dirty segment with a record that min.compaction.lag.ms protects. */
  private static @Nullable SegmentState firstTooYoung(LogState log, long firstDirty, long nowMs) {
    if (log.minLagMs > 0) {
      for (SegmentState segment : log.segments) {
        if (isDirty(log, segment, firstDirty)
            && segment.largestTimestampMs > nowMs - log.minLagMs) {
          return segment;
        }
      }
    }
    return null;
  }

  /** By how much the oldest dirty segment overran max.compaction.lag.ms; negative: not yet. */
  private static long delayMs(LogState log, long firstDirty, long nowMs) {
    long oldest = oldestMs(log, firstDirty);
    return oldest == Long.MAX_VALUE ? Long.MIN_VALUE : nowMs - log.maxLagMs - oldest;
  }

  private static long oldestMs(LogState log, long firstDirty) {
    long oldest = Long.MAX_VALUE;
    if (log.maxLagMs < Long.MAX_VALUE) {
      for (SegmentState segment : log.segments) {
        if (isDirty(log, segment, firstDirty) && segment.firstTimestampMs > 0) {
          oldest = Math.min(oldest, segment.firstTimestampMs);
        }
      }
    }
    return oldest;
  }

  private static long lookAgainMs(LogState log, long firstDirty, @Nullable SegmentState young) {
    if (log.lastStableOffset < log.active().baseOffset) {
      return 0;
    }
    long again = Long.MAX_VALUE;
    if (young != null) {
      again = plus(young.largestTimestampMs, log.minLagMs);
    }
    long oldest = oldestMs(log, firstDirty);
    return oldest == Long.MAX_VALUE ? again : Math.min(again, plus(oldest, log.maxLagMs) + 1);
  }

  private static long plus(long some, long other) {
    long sum = some + other;
    return sum < 0 ? Long.MAX_VALUE - 1 : sum;
  }
}
