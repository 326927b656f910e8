package io.classickafka.replica.fetcher;

import io.classickafka.metrics.BeanName;
import io.classickafka.metrics.MetricsRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** The figures of all fetchers of a broker, under Apache's names. Thread-safe. */
final class FetcherMetrics {

  private static final String DOMAIN = "kafka.server";

  final MetricsRegistry registry;
  final Map<CopiedPartition, Boolean> copied = new ConcurrentHashMap<>();
  final Map<FetcherStats, Boolean> fetchers = new ConcurrentHashMap<>();
  final LongAdder failedPartitions = new LongAdder();

  FetcherMetrics(MetricsRegistry registry) {
    this.registry = registry;
    registry.gauge(manager("MaxLag"), this::maxLag);
    registry.gauge(manager("MinFetchRate"), this::minFetchRate);
    registry.gauge(manager("FailedPartitionsCount"), failedPartitions::intValue);
    // Fetchers are no threads of their own: none dies without its broker.
    registry.gauge(manager("DeadThreadCount"), () -> 0);
  }

  private static BeanName manager(String name) {
    return BeanName.of(DOMAIN, "ReplicaFetcherManager", name).with("clientId", "Replica");
  }

  private long maxLag() {
    return copied.keySet().stream().mapToLong(partition -> partition.lag).max().orElse(0);
  }

  private double minFetchRate() {
    return fetchers.keySet().stream().mapToDouble(FetcherStats::requestRate).min().orElse(0);
  }
}
