package io.classickafka.controller;

import com.codahale.metrics.Timer;
import io.classickafka.metrics.BeanName;
import io.classickafka.metrics.MetricsRegistry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The controller's metrics under the names that dashboards know. */
final class ControllerMetrics {

  private static final String DOMAIN = "kafka.controller";

  /** Which events are timed under which name. */
  private static final Map<Class<?>, String> TIMED = timed();

  private final Map<Class<?>, Timer> timers = new LinkedHashMap<>();

  ControllerMetrics(MetricsRegistry registry, ControllerGauges gauges) {
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
    TIMED.forEach(
        (event, name) ->
            timers.put(
                event,
                registry.timer(BeanName.of(DOMAIN, "ControllerStats", name + "RateAndTimeMs"))));
  }

  /** An event has been handled. */
  void handled(ControllerEvent event, long elapsedNs) {
    @Nullable Timer timer = timers.get(event.getClass());
    if (timer != null) {
      timer.update(elapsedNs, TimeUnit.NANOSECONDS);
    }
  }

  private static void gauge(MetricsRegistry registry, String name, Supplier<Integer> value) {
    registry.gauge(BeanName.of(DOMAIN, "KafkaController", name), value);
  }

  private static Map<Class<?>, String> timed() {
    Map<Class<?>, String> names = new LinkedHashMap<>();
    names.put(ControllerEvent.Loaded.class, "ControllerChange");
    names.put(ControllerEvent.BrokersRead.class, "LeaderElection");
    names.put(ControllerEvent.TopicsListed.class, "TopicChange");
    names.put(ControllerEvent.DeletionsListed.class, "TopicDeletion");
    names.put(ControllerEvent.AlterPartitions.class, "IsrChange");
    names.put(ControllerEvent.ControlledShutdown.class, "ControlledShutdown");
    return names;
  }
}
