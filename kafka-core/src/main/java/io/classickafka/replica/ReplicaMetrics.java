package io.classickafka.replica;

import com.codahale.metrics.Meter;
import io.classickafka.metrics.BeanName;
import io.classickafka.metrics.MetricsRegistry;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/** The figures of the broker's replicas. Thread-safe. */
final class ReplicaMetrics {

  private static final String DOMAIN = "kafka.server";

  private final MetricsRegistry registry;
  final TopicMetrics topics;
  final Meter isrShrinks;
  final Meter isrExpands;
  final Meter failedIsrUpdates;

  /** Writes that wait for their replicas. */
  final LongAdder waitingWrites = new LongAdder();

  /** Deletions of records that wait for their replicas. */
  final LongAdder waitingDeletions = new LongAdder();

  ReplicaMetrics(MetricsRegistry registry, TopicMetrics topics) {
    this.registry = registry;
    this.topics = topics;
    this.isrShrinks = registry.meter(replicaManager("IsrShrinksPerSec"), "shrinks");
    this.isrExpands = registry.meter(replicaManager("IsrExpandsPerSec"), "expands");
    this.failedIsrUpdates =
        registry.meter(replicaManager("FailedIsrUpdatesPerSec"), "failedUpdates");
    waiting("Produce", waitingWrites);
    waiting("DeleteRecords", waitingDeletions);
  }

  private void waiting(String operation, LongAdder count) {
    for (String name : List.of("NumDelayedOperations", "PurgatorySize")) {
      registry.gauge(
          BeanName.of(DOMAIN, "DelayedOperationPurgatory", name)
              .with("delayedOperation", operation),
          count::intValue);
    }
  }

  /** The gauges over all partitions; they are computed when somebody reads them. */
  void watch(PartitionRegistry partitions) {
    registry.gauge(replicaManager("PartitionCount"), () -> partitions.online().size());
    registry.gauge(replicaManager("OfflineReplicaCount"), partitions::offlineCount);
    registry.gauge(
        replicaManager("ProducerIdCount"),
        () ->
            partitions.online().stream()
                .mapToInt(partition -> partition.log().producerCount())
                .sum());
    count(partitions, "LeaderCount", PartitionView::leads);
    count(partitions, "ReassigningPartitions", PartitionView::reassigning);
    count(partitions, "UnderReplicatedPartitions", PartitionView::underReplicated);
    count(partitions, "UnderMinIsrPartitionCount", PartitionView::underMinIsr);
    count(partitions, "AtMinIsrPartitionCount", PartitionView::atMinIsr);
  }

  private void count(PartitionRegistry partitions, String name, Predicate<PartitionView> which) {
    registry.gauge(
        replicaManager(name),
        () ->
            (int)
                partitions.online().stream()
                    .filter(partition -> which.test(partition.view()))
                    .count());
  }

  private static BeanName replicaManager(String name) {
    return BeanName.of(DOMAIN, "ReplicaManager", name);
  }

  void watch(Partition partition) {
    gauge(partition, "UnderReplicated", view -> view.underReplicated() ? 1 : 0);
    gauge(partition, "UnderMinIsr", view -> view.underMinIsr() ? 1 : 0);
    gauge(partition, "AtMinIsr", view -> view.atMinIsr() ? 1 : 0);
    gauge(partition, "InSyncReplicasCount", view -> view.isr().size());
    gauge(partition, "ReplicasCount", view -> view.replicas().size());
    registry.gauge(
        bean(partition, "LastStableOffsetLag"), () -> partition.log().lastStableOffsetLag());
  }

  private void gauge(
      Partition partition, String name, java.util.function.ToIntFunction<PartitionView> value) {
    registry.gauge(bean(partition, name), () -> value.applyAsInt(partition.view()));
  }

  void forget(Partition partition) {
    for (String name :
        new String[] {
          "UnderReplicated",
          "UnderMinIsr",
          "AtMinIsr",
          "InSyncReplicasCount",
          "ReplicasCount",
          "LastStableOffsetLag"
        }) {
      registry.remove(bean(partition, name));
    }
  }

  private static BeanName bean(Partition partition, String name) {
    return BeanName.of("kafka.cluster", "Partition", name)
        .with("topic", partition.name().topic())
        .with("partition", partition.name().partition());
  }
}
