package io.classickafka.replica;

import io.classickafka.quota.ReplicationQuotas;

/**
 * What every partition of a broker works with. Immutable.
 *
 * @param brokerId this broker
 * @param lagMaxMs {@code replica.lag.time.max.ms}
 * @param foreign followers that force nothing
 * @param quotas rates that throttled copying is held to
 * @param onHighWatermark called on a partition's loop when a high watermark moved
 */
record ReplicaContext(
    int brokerId,
    long lagMaxMs,
    LiveBrokers live,
    IsrChanges isrChanges,
    FollowerFetchers fetchers,
    ReplicaMetrics metrics,
    ReplicationQuotas quotas,
    ForeignFollowers foreign,
    Runnable onHighWatermark) {}
