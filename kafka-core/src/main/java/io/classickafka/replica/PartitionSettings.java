package io.classickafka.replica;

import io.classickafka.log.Durability;
import io.classickafka.log.LogConfig;
import io.classickafka.quota.ThrottledReplicas;

/**
 * The topic settings a partition goes by, with the broker's defaults filled in. Immutable.
 *
 * @param log what the log goes by
 * @param minInsyncReplicas {@code min.insync.replicas}
 * @param downConversion {@code message.downconversion.enable}
 * @param uncleanElection {@code unclean.leader.election.enable}: the owner of the topic would
 *     rather lose records than wait for them
 * @param leaderThrottled {@code leader.replication.throttled.replicas}, as far as it names this
 *     broker
 * @param followerThrottled {@code follower.replication.throttled.replicas}, likewise
 */
public record PartitionSettings(
    LogConfig log,
    int minInsyncReplicas,
    boolean downConversion,
    boolean uncleanElection,
    ThrottledReplicas leaderThrottled,
    ThrottledReplicas followerThrottled) {

  /** For a topic whose records must not be lost. */
  public PartitionSettings(LogConfig log, int minInsyncReplicas, boolean downConversion) {
    this(
        log,
        minInsyncReplicas,
        downConversion,
        false,
        ThrottledReplicas.NONE,
        ThrottledReplicas.NONE);
  }

  /** What a copy of the log goes by until it takes its place: it is forced only then. */
  LogConfig ofCopy() {
    return log.toBuilder().durability(Durability.PAGE_CACHE).flushMessages(Long.MAX_VALUE).build();
  }

  /** Apache's defaults. */
  public static final PartitionSettings DEFAULTS =
      new PartitionSettings(LogConfig.DEFAULTS, 1, true);
}
