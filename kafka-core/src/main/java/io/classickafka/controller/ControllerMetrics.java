package io.classickafka.controller;

import com.codahale.metrics.Meter;
import com.codahale.metrics.Timer;
import io.classickafka.metrics.BeanName;
import io.classickafka.metrics.MetricsRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The controller's metrics under the names that dashboards know. */
final class ControllerMetrics {

  private static final String DOMAIN = "kafka.controller";
  private static final String CHANNELS = "ControllerChannelManager";

  /** Which events are timed under which name. */
  private static final Map<Class<?>, String> TIMED = timed();

  /** What dashboards know as the state of a controller that handles an event. */
  private static final Map<Class<?>, Byte> STATES = states();

  private static final byte IDLE = 0;

  /** What Kafka says of a broker that takes no part in a migration away from ZooKeeper. */
  private static final int NO_MIGRATION = 4;

  private final MetricsRegistry registry;
  private final Map<Class<?>, Timer> timers = new LinkedHashMap<>();
  private final Map<Integer, BrokerQueue> queues = new ConcurrentSkipListMap<>();
  private final Timer leaderAnswers;
  private final Timer listings;
  private final Meter uncleanElections;
  private final AtomicInteger topicWaits = new AtomicInteger();
  private volatile byte state = IDLE;

  ControllerMetrics(
      MetricsRegistry registry, ControllerGauges gauges, Supplier<Integer> electionWaits) {
    this.registry = registry;
    leaderAnswers =
        registry.timer(
            BeanName.of(DOMAIN, "ControllerStats", "LeaderAndIsrResponseReceivedRateAndTimeMs"));
    listings =
        registry.timer(
            BeanName.of(DOMAIN, "ControllerStats", "ListPartitionReassignmentRateAndTimeMs"));
    gauge(registry, "ReplicasIneligibleToDeleteCount", gauges::replicasIneligibleToDeleteCount);
    gauge(registry, "ZkMigrationState", () -> NO_MIGRATION);
    registry.gauge(BeanName.of(DOMAIN, "KafkaController", "ControllerState"), () -> state);
    registry.gauge(BeanName.of(DOMAIN, CHANNELS, "TotalQueueSize"), this::queued);
    for (String name : List.of("NumDelayedOperations", "PurgatorySize")) {
      BeanName bean = BeanName.of("kafka.server", "DelayedOperationPurgatory", name);
      registry.gauge(bean.with("delayedOperation", "topic"), topicWaits::get);
      registry.gauge(bean.with("delayedOperation", "ElectLeader"), electionWaits);
    }
    gauge(registry, "ActiveControllerCount", gauges::activeControllerCount);
    gauge(registry, "ActiveBrokerCount", gauges::activeBrokerCount);
    gauge(registry, "FencedBrokerCount", () -> 0);
    gauge(registry, "GlobalTopicCount", gauges::globalTopicCount);
    gauge(registry, "GlobalPartitionCount", gauges::globalPartitionCount);
    gauge(registry, "OfflinePartitionsCount", gauges::offlinePartitionsCount);
    gauge(registry, "PreferredReplicaImbalanceCount", gauges::preferredReplicaImbalanceCount);
    gauge(registry, "TopicsToDeleteCount", gauges::topicsToDeleteCount);
    gauge(registry, "ReplicasToDeleteCount", gauges::replicasToDeleteCount);
    gauge(registry, "TopicsIneligibleToDeleteCount", gauges::topicsIneligibleToDeleteCount);
    uncleanElections =
        registry.meter(
            BeanName.of(DOMAIN, "ControllerStats", "UncleanLeaderElectionsPerSec"), "elections");
    TIMED.forEach(
        (event, name) ->
            timers.put(
                event,
                registry.timer(BeanName.of(DOMAIN, "ControllerStats", name + "RateAndTimeMs"))));
  }

  /** A channel to a broker was opened. */
  void opened(int broker, BrokerQueue queue) {
    queues.put(broker, queue);
    registry.gauge(queueSize(broker), () -> queued(broker));
    queue.measure(registry.timer(queueTime(broker)), leaderAnswers);
  }

  /** A channel to a broker was closed. */
  void closed(int broker) {
    queues.remove(broker);
    registry.remove(queueSize(broker));
    registry.remove(queueTime(broker));
  }

  private static BeanName queueSize(int broker) {
    return BeanName.of(DOMAIN, CHANNELS, "QueueSize").with("broker-id", broker);
  }

  private static BeanName queueTime(int broker) {
    return BeanName.of(DOMAIN, CHANNELS, "RequestRateAndQueueTimeMs").with("broker-id", broker);
  }

  private int queued(int broker) {
    BrokerQueue queue = queues.get(broker);
    return queue == null ? 0 : queue.depth();
  }

  private int queued() {
    return queues.values().stream().mapToInt(BrokerQueue::depth).sum();
  }

  /** A leader was elected that was not in sync. */
  void uncleanElection() {
    uncleanElections.mark();
  }

  /** The partitions whose replicas move were listed. */
  void listed(long elapsedNs) {
    listings.update(elapsedNs, TimeUnit.NANOSECONDS);
  }

  /** So many requests wait for topics to appear or go. */
  void waiting(int requests) {
    topicWaits.set(requests);
  }

  /** An event is being handled. */
  void handling(ControllerEvent event) {
    state = STATES.getOrDefault(event.getClass(), IDLE);
  }

  /** An event has been handled. */
  void handled(ControllerEvent event, long elapsedNs) {
    state = IDLE;
    @Nullable Timer timer = timers.get(event.getClass());
    if (timer != null) {
      timer.update(elapsedNs, TimeUnit.NANOSECONDS);
    }
  }

  private static void gauge(MetricsRegistry registry, String name, Supplier<Integer> value) {
    registry.gauge(BeanName.of(DOMAIN, "KafkaController", name), value);
  }

  private static Map<Class<?>, Byte> states() {
    Map<Class<?>, Byte> states = new LinkedHashMap<>();
    states.put(ControllerEvent.Loaded.class, (byte) 1);
    states.put(ControllerEvent.BrokersRead.class, (byte) 2);
    states.put(ControllerEvent.TopicsListed.class, (byte) 3);
    states.put(ControllerEvent.DeletionsListed.class, (byte) 4);
    states.put(ControllerEvent.ControlledShutdown.class, (byte) 8);
    states.put(ControllerEvent.AlterReassignments.class, (byte) 5);
    states.put(ControllerEvent.LegacyReassignment.class, (byte) 5);
    states.put(ControllerEvent.Rebalance.class, (byte) 6);
    states.put(ControllerEvent.ElectLeaders.class, (byte) 7);
    states.put(ControllerEvent.LegacyElection.class, (byte) 7);
    states.put(ControllerEvent.AlterPartitions.class, (byte) 9);
    states.put(ControllerEvent.LeadershipsAnswered.class, (byte) 10);
    states.put(ControllerEvent.LogDirsFailed.class, (byte) 11);
    states.put(ControllerEvent.UncleanChanged.class, (byte) 13);
    states.put(ControllerEvent.TopicUncleanChanged.class, (byte) 14);
    return states;
  }

  private static Map<Class<?>, String> timed() {
    Map<Class<?>, String> names = new LinkedHashMap<>();
    names.put(ControllerEvent.Loaded.class, "ControllerChange");
    names.put(ControllerEvent.BrokersRead.class, "LeaderElection");
    names.put(ControllerEvent.TopicsListed.class, "TopicChange");
    names.put(ControllerEvent.DeletionsListed.class, "TopicDeletion");
    names.put(ControllerEvent.AlterPartitions.class, "IsrChange");
    names.put(ControllerEvent.ControlledShutdown.class, "ControlledShutdown");
    names.put(ControllerEvent.AlterReassignments.class, "PartitionReassignment");
    names.put(ControllerEvent.Rebalance.class, "AutoLeaderBalance");
    names.put(ControllerEvent.ElectLeaders.class, "ManualLeaderBalance");
    names.put(ControllerEvent.LogDirsFailed.class, "LogDirChange");
    names.put(ControllerEvent.UncleanChanged.class, "UncleanLeaderElectionEnable");
    names.put(ControllerEvent.TopicUncleanChanged.class, "TopicUncleanLeaderElectionEnable");
    return names;
  }
}
