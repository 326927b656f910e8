package io.classickafka.coordination;

/**
 * What the service keeps about a node besides its data.
 *
 * @param czxid the transaction that created the node; grows over all nodes
 * @param mzxid the transaction that last wrote its data; the same sequence
 * @param version counts the writes of the data, 0 when just created
 * @param createdMs wall time of the service when the node was created
 * @param ephemeralOwner the session it lives with, {@link #PERSISTENT} if none
 */
public record NodeStat(long czxid, long mzxid, int version, long createdMs, long ephemeralOwner) {

  /** The owner of a node that outlives sessions. */
  public static final long PERSISTENT = 0;
}
