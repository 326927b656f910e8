package io.classickafka.replica;

import io.classickafka.log.LogConfig;

/**
 * The topic settings a partition goes by, with the broker's defaults filled in. Immutable.
 *
 * @param log what the log goes by
 * @param minInsyncReplicas {@code min.insync.replicas}
 * @param downConversion {@code message.downconversion.enable}
 */
public record PartitionSettings(LogConfig log, int minInsyncReplicas, boolean downConversion) {

  /** Apache's defaults. */
  public static final PartitionSettings DEFAULTS =
      new PartitionSettings(LogConfig.DEFAULTS, 1, true);
}
