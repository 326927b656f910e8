package io.classickafka.replica;

import io.classickafka.log.EpochEndOffset;

/** Whether a log has what a reader says it has read last, and what it asks for next. Pure. */
final class FetchPositionRule {

  private FetchPositionRule() {}

  enum Position {
    /** The log goes on there. */
    HERE,
    /** The reader has what this log does not have: it is told where the two part. */
    DIVERGED,
    OUT_OF_RANGE
  }

  /**
   * Where a reader stands.
   *
   * @param lastFetchedEpoch the epoch of the last record that it has, negative for a reader that
   *     does not tell
   * @param end the largest epoch here that is not above that one, and where it ends
   */
  static Position of(
      long fetchOffset, int lastFetchedEpoch, EpochEndOffset end, long logStart, long logEnd) {
    boolean told = lastFetchedEpoch >= 0;
    if (fetchOffset < logStart || (told && !end.isKnown())) {
      return Position.OUT_OF_RANGE;
    }
    if (told && (end.leaderEpoch() < lastFetchedEpoch || end.endOffset() < fetchOffset)) {
      return Position.DIVERGED;
    }
    return fetchOffset > logEnd ? Position.OUT_OF_RANGE : Position.HERE;
  }
}
