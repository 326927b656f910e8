package io.classickafka.replica;

import org.jspecify.annotations.Nullable;

/**
 * What a fetch asks as a whole. Immutable.
 *
 * @param replicaId the follower that fetches, {@link #CONSUMER} or {@link #DEBUGGING_CONSUMER}
 * @param maxWaitMs how long the answer may be held back for {@code minBytes}
 * @param maxBytes limit on the answer's records
 * @param readCommitted whether a consumer wants nothing of open or aborted transactions
 * @param hardLimits whether limits cut batches in two, as before version 3
 * @param anyReplica whether a replica that does not lead may answer
 * @param magic the newest record format the reader understands
 * @param zstd whether the reader understands zstd
 * @param replicaEpoch the incarnation of the follower that fetches, {@link #NO_REPLICA_EPOCH} when
 *     it does not tell
 * @param forces whether a follower acknowledges nothing that it has not forced, where a topic asks
 *     for that
 * @param choice says which replica this consumer had better read from; null for whoever is asked
 * @param idleWaitMs how long the answer may be held back, beyond {@code maxWaitMs}, while it would
 *     say nothing at all; 0 for no longer
 */
public record FetchTerms(
    int replicaId,
    long maxWaitMs,
    int minBytes,
    int maxBytes,
    boolean readCommitted,
    boolean hardLimits,
    boolean anyReplica,
    byte magic,
    boolean zstd,
    long replicaEpoch,
    boolean forces,
    @Nullable ReplicaChoice choice,
    long idleWaitMs) {

  /** A reader that names no incarnation. */
  public FetchTerms(
      int replicaId,
      long maxWaitMs,
      int minBytes,
      int maxBytes,
      boolean readCommitted,
      boolean hardLimits,
      boolean anyReplica,
      byte magic,
      boolean zstd) {
    this(
        replicaId,
        maxWaitMs,
        minBytes,
        maxBytes,
        readCommitted,
        hardLimits,
        anyReplica,
        magic,
        zstd,
        NO_REPLICA_EPOCH,
        true,
        null,
        0);
  }

  /** The same from a reader that may be left waiting while there is nothing to say. */
  FetchTerms idling(long waitMs) {
    return new FetchTerms(
        replicaId,
        maxWaitMs,
        minBytes,
        maxBytes,
        readCommitted,
        hardLimits,
        anyReplica,
        magic,
        zstd,
        replicaEpoch,
        forces,
        choice,
        waitMs);
  }

  /** A follower of an old release, or no follower. */
  public static final long NO_REPLICA_EPOCH = -1;

  /** A reader that is no replica. */
  public static final int CONSUMER = -1;

  /** A reader that sees up to the log's end, from any replica. */
  public static final int DEBUGGING_CONSUMER = -2;

  /** Whether a replica asks; its fetch offsets are acknowledgements. */
  public boolean fromFollower() {
    return replicaId >= 0;
  }

  /** Whether the reader sees what is not committed yet. */
  public boolean readsToEnd() {
    return replicaId != CONSUMER;
  }
}
