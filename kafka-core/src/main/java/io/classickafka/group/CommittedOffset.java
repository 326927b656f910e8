package io.classickafka.group;

/**
 * A group's position in a partition.
 *
 * @param leaderEpoch epoch of the record before it, -1 when unknown
 * @param metadata the client's own text
 * @param commitMs wall time of the commit
 * @param expireMs wall time at which it expires, {@link #NO_EXPIRY} when the group's rules decide
 */
public record CommittedOffset(
    long offset, int leaderEpoch, String metadata, long commitMs, long expireMs) {

  public static final int NO_EPOCH = -1;
  public static final long NO_EXPIRY = -1;
}
