package io.classickafka.log;

/**
 * Where a leader epoch ends.
 *
 * @param leaderEpoch the largest epoch known that is not above the one asked for, or {@link
 *     #UNKNOWN}
 * @param endOffset first offset of the next epoch, or the log end; exclusive
 */
public record EpochEndOffset(int leaderEpoch, long endOffset) {

  /** The epoch and offset of an answer that knows nothing. */
  public static final int UNKNOWN = -1;

  public static final EpochEndOffset UNDEFINED = new EpochEndOffset(UNKNOWN, UNKNOWN);

  /** Whether an epoch was found. */
  public boolean isKnown() {
    return leaderEpoch != UNKNOWN;
  }
}
