package io.classickafka.replica;

/** Up to where a reader may read. Pure; the offsets are those of one moment. */
final class ReadBoundRule {

  private ReadBoundRule() {}

  /**
   * The first offset that the reader may not have.
   *
   * @param toEnd whether it is a replica, which copies what is not committed yet
   * @param committed whether it wants nothing of a transaction that may be aborted
   */
  static long of(
      boolean toEnd,
      boolean committed,
      long logEndOffset,
      long highWatermark,
      long lastStableOffset) {
    if (toEnd) {
      return logEndOffset;
    }
    return committed ? Math.min(lastStableOffset, highWatermark) : highWatermark;
  }
}
