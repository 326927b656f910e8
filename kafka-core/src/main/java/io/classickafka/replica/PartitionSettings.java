package io.classickafka.replica;

import io.classickafka.log.LogConfig;

/**
 * The topic settings a partition goes by, with the broker's defaults filled in. Immutable.
 *
 * @param log what the log goes by
 * @param minInsyncReplicas {@code min.insync.replicas}
 * @param downConversion {@code message.downconversion.enable}
 * @param uncleanElection {@code unclean.leader.election.enable}: the owner of the topic would
 *     rather lose records than wait for them
 */
public record PartitionSettings(
    LogConfig log, int minInsyncReplicas, boolean downConversion, boolean uncleanElection) {

  /** For a topic whose records must not be lost. */
  public PartitionSettings(LogConfig log, int minInsyncReplicas, boolean downConversion) {
    this(log, minInsyncReplicas, downConversion, false);
  }

  /** Apache's defaults. */
  public static final PartitionSettings DEFAULTS =
      new PartitionSettings(LogConfig.DEFAULTS, 1, true);
}
