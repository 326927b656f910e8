package io.classickafka.replica;

/**
 * What every partition of a broker works with. Immutable.
 *
 * @param brokerId this broker
 * @param lagMaxMs {@code replica.lag.time.max.ms}
 * @param onHighWatermark called on a partition's loop when a high watermark moved
 */
record ReplicaContext(
    int brokerId,
    long lagMaxMs,
    LiveBrokers live,
    IsrChanges isrChanges,
    FollowerFetchers fetchers,
    ReplicaMetrics metrics,
    Runnable onHighWatermark) {}
