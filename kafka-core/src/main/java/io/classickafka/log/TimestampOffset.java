package io.classickafka.log;

/**
 * What a lookup by timestamp found.
 *
 * @param timestampMs the record's timestamp, -1 where the position has none (earliest, latest)
 * @param leaderEpoch the epoch the offset was written in, -1 when not known
 */
public record TimestampOffset(long timestampMs, long offset, int leaderEpoch) {

  /** Nothing was found out: no memory, or a bug. It was told. */
  public static final TimestampOffset UNREADABLE = new TimestampOffset(-1, -1, -1);

  /** Asks for the end of the log; what the end is depends on who asks, so the caller answers it. */
  public static final long LATEST = -1;

  /** Asks for the first offset. */
  public static final long EARLIEST = -2;

  /** Asks for the record with the largest timestamp. */
  public static final long MAX_TIMESTAMP = -3;

  /** Asks for the first offset on this broker's disk: the first offset, without tiering. */
  public static final long EARLIEST_LOCAL = -4;

  /** Asks for the last offset in remote storage: none, without tiering. */
  public static final long LATEST_TIERED = -5;
}
