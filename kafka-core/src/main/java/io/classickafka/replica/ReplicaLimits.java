package io.classickafka.replica;

/**
 * What {@link Replicas} goes by. Immutable.
 *
 * @param firstDelayMs {@code log.initial.task.delay.ms}: before the care of the logs begins
 * @param flushIntervalMs {@code log.flush.scheduler.interval.ms}; {@link Long#MAX_VALUE} for never
 * @param lagMaxMs {@code replica.lag.time.max.ms}
 * @param checkpointIntervalMs {@code replica.high.watermark.checkpoint.interval.ms}
 * @param retentionIntervalMs {@code log.retention.check.interval.ms}
 * @param recoveryPointIntervalMs {@code log.flush.offset.checkpoint.interval.ms}
 * @param logStartIntervalMs {@code log.flush.start.offset.checkpoint.interval.ms}
 * @param moves {@code num.replica.alter.log.dirs.threads}: logs that are copied between directories
 *     at a time; 0 for as many as there are directories
 * @param producerExpirationMs {@code producer.id.expiration.ms}
 * @param producerCheckIntervalMs {@code producer.id.expiration.check.interval.ms}
 */
public record ReplicaLimits(
    int brokerId,
    long firstDelayMs,
    long flushIntervalMs,
    long lagMaxMs,
    long checkpointIntervalMs,
    long retentionIntervalMs,
    long recoveryPointIntervalMs,
    long logStartIntervalMs,
    int moves,
    long producerExpirationMs,
    long producerCheckIntervalMs) {

  /** How many logs are copied at a time by a broker with so many directories. */
  int movesAtATime(int dirs) {
    return moves > 0 ? moves : dirs;
  }

  /** Apache's defaults. */
  public static ReplicaLimits defaults(int brokerId) {
    return new ReplicaLimits(
        brokerId,
        30_000,
        Long.MAX_VALUE,
        30_000,
        5_000,
        300_000,
        60_000,
        60_000,
        0,
        86_400_000,
        600_000);
  }
}
