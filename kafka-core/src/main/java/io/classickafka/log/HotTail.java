package io.classickafka.log;

/**
 * Which end of a log was written so lately that it lies in memory: reads there do not wait for the
 * disk. At least half of {@link #BYTES} once that much was appended; nothing right after opening.
 * Owned by the log.
 */
final class HotTail {

  /** A few fetches' worth for readers that keep up; what is further back is read off the loop. */
  static final int BYTES = 8 << 20;

  private long from;
  private long middle;
  private int bytesAfterMiddle;

  /** The log ends here, and nothing of it was written lately. */
  void restart(long logEndOffset) {
    from = logEndOffset;
    middle = logEndOffset;
    bytesAfterMiddle = 0;
  }

  void appended(int bytes, long logEndOffset) {
    bytesAfterMiddle += bytes;
    if (bytesAfterMiddle >= BYTES / 2) {
      from = middle;
      middle = logEndOffset;
      bytesAfterMiddle = 0;
    }
  }

  void truncated(long logEndOffset) {
    from = Math.min(from, logEndOffset);
    middle = Math.min(middle, logEndOffset);
  }

  boolean holds(long offset) {
    return offset >= from;
  }
}
