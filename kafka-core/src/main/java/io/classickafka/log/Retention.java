package io.classickafka.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which segments a log no longer has to keep. Each rule stops at the first that it must. */
final class Retention {

  private Retention() {}

  static List<Segment> deletable(
      LogStore store, long logStartOffset, long logEndOffset, long highWatermark, long nowMs)
      throws IOException {
    LogConfig config = store.config;
    List<Segment> deletable = new ArrayList<>();
    long excessBytes = store.segments.sizeBytes() - config.retentionBytes();
    boolean bySize = config.deletes() && config.retentionBytes() >= 0 && excessBytes >= 0;
    boolean byTime = config.deletes() && config.retentionMs() >= 0;
    for (Segment segment : store.segments.all()) {
      @Nullable Segment next = store.segments.after(segment);
      long upper = next == null ? logEndOffset : next.baseOffset;
      if (upper > highWatermark || (next == null && segment.sizeBytes() == 0)) {
        break;
      }
      boolean belowStart = next != null && upper <= logStartOffset;
      boolean tooMuch = bySize && excessBytes - segment.sizeBytes() >= 0;
      // The age needs the time index, which is read only when nothing else decides.
      boolean tooOld =
          !belowStart
              && !tooMuch
              && byTime
              && nowMs - ageTimestampMs(store, segment) > config.retentionMs();
      if (!belowStart && !tooMuch && !tooOld) {
        break;
      }
      deletable.add(segment);
      excessBytes -= segment.sizeBytes();
    }
    return deletable;
  }

  private static long ageTimestampMs(LogStore store, Segment segment) throws IOException {
    long age = segment.ageTimestampMs();
    store.segments.touch(segment);
    return age;
  }
}
