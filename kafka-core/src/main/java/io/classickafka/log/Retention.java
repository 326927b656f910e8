package io.classickafka.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which segments a log no longer has to keep. Each rule stops at the first that it must. */
final class Retention {

  private Retention() {}

  /** The segments to delete, oldest first; reads their time indexes where their age decides. */
  static List<Segment> deletable(
      LogStore store, long logStartOffset, long logEndOffset, long highWatermark, long nowMs)
      throws IOException {
    List<Segment> deletable = new ArrayList<>();
    walk(store, logStartOffset, logEndOffset, highWatermark, nowMs, true, deletable);
    return deletable;
  }

  /** The first segment whose age decides and is not known without reading; null for none. */
  static @Nullable Segment unknownAge(
      LogStore store, long logStartOffset, long logEndOffset, long highWatermark, long nowMs)
      throws IOException {
    return walk(
        store, logStartOffset, logEndOffset, highWatermark, nowMs, false, new ArrayList<>());
  }

  private static @Nullable Segment walk(
      LogStore store,
      long logStartOffset,
      long logEndOffset,
      long highWatermark,
      long nowMs,
      boolean mayRead,
      List<Segment> deletable)
      throws IOException {
    LogConfig config = store.config;
    long excessBytes = store.segments.sizeBytes() - config.retentionBytes();
    boolean bySize = config.deletes() && config.retentionBytes() >= 0 && excessBytes >= 0;
    boolean byTime = config.deletes() && config.retentionMs() >= 0;
    for (Segment segment : store.segments.all()) {
      @Nullable Segment next = store.segments.after(segment);
      long upper = next == null ? logEndOffset : next.baseOffset;
      if (upper > highWatermark || (next == null && segment.sizeBytes() == 0)) {
        return null;
      }
      boolean belowStart = next != null && upper <= logStartOffset;
      boolean tooMuch = bySize && excessBytes - segment.sizeBytes() >= 0;
      if (!belowStart && !tooMuch) {
        if (!byTime) {
          return null;
        }
        if (!mayRead && segment.isAgeUnknown()) {
          return segment;
        }
        if (nowMs - ageTimestampMs(store, segment) <= config.retentionMs()) {
          return null;
        }
      }
      deletable.add(segment);
      excessBytes -= segment.sizeBytes();
    }
    return null;
  }

  private static long ageTimestampMs(LogStore store, Segment segment) throws IOException {
    long age = segment.ageTimestampMs();
    store.segments.touch(segment);
    return age;
  }
}
