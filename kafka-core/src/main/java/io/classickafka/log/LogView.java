package io.classickafka.log;

import java.util.List;

/**
 * What one read may see of a log, fixed when it was asked for: bounds, segments and the length of
 * the active one. Made by the owner, for any thread.
 *
 * @param segments by base offset, the active one last
 * @param activeBytes length of the active segment at that moment
 * @param activeMaxTimestampMs largest timestamp there, or {@link Segment#UNKNOWN_TIMESTAMP}
 * @param generation of the log; another one says that something was cut off since
 */
record LogView(
    long logStartOffset,
    long logEndOffset,
    List<Segment> segments,
    int activeBytes,
    long activeMaxTimestampMs,
    int generation) {

  boolean isActive(int index) {
    return index == segments.size() - 1;
  }

  int sizeBytes(int index) {
    return isActive(index) ? activeBytes : segments.get(index).sizeBytes();
  }

  /** Largest timestamp of a segment as far as it is known without reading. */
  long maxTimestampMs(int index) {
    return isActive(index) ? activeMaxTimestampMs : segments.get(index).knownMaxTimestampMs();
  }

  /** Whether a segment from this one on left the log since. */
  boolean hasGoneFrom(int index) {
    for (int i = Math.max(0, index); i < segments.size(); i++) {
      if (segments.get(i).isGone()) {
        return true;
      }
    }
    return false;
  }

  /** Where a segment's offsets end, exclusive. */
  long endOffset(int index) {
    return isActive(index) ? logEndOffset : segments.get(index + 1).baseOffset;
  }

  /** The segment in whose range an offset lies; -1 below the first one. */
  int indexOf(long offset) {
    int low = 0;
    int high = segments.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (segments.get(middle).baseOffset <= offset) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }
}
