package io.classickafka.replica;

import io.classickafka.log.EpochEndOffset;

/** What a copy of a log on the same broker needs next to become the same. Pure functions. */
final class LogMoveRule {

  private LogMoveRule() {}

  /** The next step. */
  sealed interface Step {

    /** Everything goes; the copy begins at an offset. */
    record Restart(long offset) implements Step {}

    /** What lies at and above an offset is not the log's. */
    record Truncate(long offset) implements Step {}

    /** Records from the copy's end on. */
    record Copy(long offset) implements Step {}

    /** Both end at the same offset. */
    enum Same implements Step {
      SAME
    }
  }

  /**
   * The step.
   *
   * @param currentStart first offset of the log
   * @param currentEnd its end
   * @param cutTo below this nothing was cut off since the last step; {@link Long#MAX_VALUE} when
   *     nothing was
   * @param copyStart first offset of the copy
   * @param copyEnd its end
   * @param copyEpoch its latest leader epoch, {@link EpochEndOffset#UNKNOWN} for none
   * @param trusted whether everything in the copy was copied since it was opened: then it needs no
   *     epochs to be believed
   * @param current where that epoch, or the one below it that the log has, ends in the log
   * @param copy where the epoch of {@code current} ends in the copy
   */
  static Step next(
      long currentStart,
      long currentEnd,
      long cutTo,
      long copyStart,
      long copyEnd,
      int copyEpoch,
      boolean trusted,
      EpochEndOffset current,
      EpochEndOffset copy) {
    boolean copyHasRecords = copyEnd > copyStart;
    if (copyEnd < currentStart || copyStart > currentStart) {
      return new Step.Restart(currentStart);
    }
    long cut = Math.min(cutTo, currentEnd);
    if (cut < copyEnd) {
      return cut <= copyStart ? new Step.Restart(currentStart) : new Step.Truncate(cut);
    }
    if (copyHasRecords && !trusted) {
      if (copyEpoch == EpochEndOffset.UNKNOWN || !current.isKnown()) {
        return new Step.Restart(currentStart);
      }
      boolean parted = current.leaderEpoch() < copyEpoch || current.endOffset() < copyEnd;
      if (parted) {
        long offset = FollowRule.truncationOffset(current, copy, copyEnd);
        return offset <= copyStart || offset >= copyEnd
            ? new Step.Restart(currentStart)
            : new Step.Truncate(offset);
      }
    }
    return copyEnd == currentEnd ? Step.Same.SAME : new Step.Copy(copyEnd);
  }
}
