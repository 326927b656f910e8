package io.classickafka.log;

import io.classickafka.metrics.BeanName;
import io.classickafka.metrics.MetricsRegistry;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/** The figures of the logs and their directories. Thread-safe. */
final class LogMetrics {

  private static final String DOMAIN = "kafka.log";
  private static final String END = "LogEndOffset";
  private static final String START = "LogStartOffset";
  private static final String SEGMENTS = "NumLogSegments";
  private static final String SIZE = "Size";

  private final MetricsRegistry registry;

  LogMetrics(MetricsRegistry registry, List<LogDir> dirs) {
    this.registry = registry;
    registry.gauge(
        BeanName.of(DOMAIN, "LogManager", "OfflineLogDirectoryCount"),
        () -> (int) dirs.stream().filter(LogDir::isOffline).count());
    for (LogDir dir : dirs) {
      registry.gauge(
          BeanName.of(DOMAIN, "LogManager", "LogDirectoryOffline")
              .with("logDirectory", dir.path().toString()),
          () -> dir.isOffline() ? 1 : 0);
      dir.timeForces(registry.timer(BeanName.of(DOMAIN, "LogFlushStats", "LogFlushRateAndTimeMs")));
    }
  }

  void watch(Log log) {
    gauge(log, END, log::logEndOffset);
    gauge(log, START, log::logStartOffset);
    gauge(log, SEGMENTS, log::segmentCount);
    gauge(log, SIZE, log::sizeBytes);
  }

  private void gauge(Log log, String name, Supplier<?> value) {
    registry.gauge(bean(log.topicPartition(), name), value);
  }

  void forget(TopicPartition partition) {
    for (String name : List.of(END, START, SEGMENTS, SIZE)) {
      registry.remove(bean(partition, name));
    }
  }

  private static BeanName bean(TopicPartition partition, String name) {
    return BeanName.of(DOMAIN, "Log", name)
        .with("topic", partition.topic())
        .with("partition", partition.partition());
  }
}
