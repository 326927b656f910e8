package io.classickafka.server;

import io.classickafka.disk.ProcessDiskBytes;
import io.classickafka.metrics.BeanName;
import io.classickafka.metrics.MetricsRegistry;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the broker tells of itself in metrics. */
final class BrokerMetrics {

  private static final String DOMAIN = "kafka.server";
  private static final String UNKNOWN = "unknown";

  private BrokerMetrics() {}

  /**
   * Registers it all.
   *
   * @param startedMs wall time
   * @param controllerId -1 for none
   */
  static void show(
      MetricsRegistry registry,
      int brokerId,
      String clusterId,
      long startedMs,
      Supplier<Byte> state,
      IntSupplier controllerId) {
    registry.gauge(server("BrokerState"), state);
    registry.gauge(server("ClusterId"), () -> clusterId);
    registry.gauge(server("yammer-metrics-count"), registry::size);
    registry.sensor(BeanName.of(DOMAIN, "kafka-metrics-count"), "count", registry::size);
    registry.gauge(
        BeanName.of(DOMAIN, "MetadataLoader", "CurrentControllerId"), controllerId::getAsInt);
    application(registry, brokerId, startedMs);
  }

  /** Registers what the operating system tells of the process, where it does. */
  static void showProcess(MetricsRegistry registry) {
    registry.bean(LogLevelsBean.NAME, new LogLevelsBean());
    if (ProcessDiskBytes.isKnown()) {
      registry.gauge(server("linux-disk-read-bytes"), ProcessDiskBytes::read);
      registry.gauge(server("linux-disk-write-bytes"), ProcessDiskBytes::written);
    }
  }

  /** Version and start, in the two spellings that are read. */
  private static void application(MetricsRegistry registry, int brokerId, long startedMs) {
    @Nullable String built = BrokerMetrics.class.getPackage().getImplementationVersion();
    String version = built == null ? UNKNOWN : built;
    BeanName app = BeanName.of(DOMAIN, "app-info");
    registry.attribute(app, "version", String.class, () -> version);
    registry.attribute(app, "commit-id", String.class, () -> UNKNOWN);
    registry.attribute(app, "start-time-ms", Long.class, () -> startedMs);
    BeanName ofId = app.with("id", brokerId);
    registry.attribute(ofId, "Version", String.class, () -> version);
    registry.attribute(ofId, "CommitId", String.class, () -> UNKNOWN);
    registry.attribute(ofId, "StartTimeMs", Long.class, () -> startedMs);
  }

  private static BeanName server(String name) {
    return BeanName.of(DOMAIN, "KafkaServer", name);
  }
}
