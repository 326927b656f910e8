package io.classickafka.log;

import com.codahale.metrics.Meter;
import io.classickafka.metrics.BeanName;
import io.classickafka.metrics.MetricsRegistry;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The figures of the cleaner. Written on the cleaner's loop, read on any thread.
 *
 * <p>There are no threads of its own that could die, so {@code DeadThreadCount} is zero; the time
 * since the last look counts only while there is something to look at: an idle cleaner is not late.
 */
final class CleanerMetrics {

  private static final String DOMAIN = "kafka.log";
  private static final String CLEANER = "LogCleaner";
  private static final String CHOICE = "LogCleanerManager";
  private static final int PERCENT = 100;
  private static final long MS_PER_SECOND = 1000;

  /** What is shown of a log. */
  private record Shown(LogDir dir, double ratio, long dirtyBytes, boolean uncleanable) {}

  private final ConcurrentSkipListMap<TopicPartition, Shown> logs =
      new ConcurrentSkipListMap<>(LogDirs.BY_NAME);

  private volatile CleaningPass.Stats last = new CleaningPass.Stats(0, 0, 0, 0, 0);
  private volatile long lastSeconds;
  private volatile long delayMs;
  private volatile long waitingSinceNs = -1;
  private volatile @Nullable Meter bytes;

  void show(MetricsRegistry registry, List<LogDir> dirs, LongSupplier monotonicNs) {
    gauge(registry, CLEANER, "DeadThreadCount", () -> 0);
    gauge(registry, CLEANER, "cleaner-recopy-percent", this::recopyPercent);
    gauge(
        registry,
        CLEANER,
        "max-buffer-utilization-percent",
        () -> (int) (PERCENT * last.bufferUtilization()));
    gauge(registry, CLEANER, "max-clean-time-secs", () -> (int) lastSeconds);
    gauge(registry, CLEANER, "max-compaction-delay-secs", () -> (int) (delayMs / MS_PER_SECOND));
    gauge(registry, CHOICE, "max-dirty-percent", this::maxDirtyPercent);
    gauge(
        registry,
        CHOICE,
        "time-since-last-run-ms",
        () -> waitingSinceNs < 0 ? 0L : (monotonicNs.getAsLong() - waitingSinceNs) / 1_000_000);
    for (LogDir dir : dirs) {
      perDir(registry, dir, "uncleanable-bytes", () -> uncleanable(dir, Shown::dirtyBytes));
      perDir(
          registry, dir, "uncleanable-partitions-count", () -> (int) uncleanable(dir, shown -> 1));
    }
    bytes = registry.meter(BeanName.of("kafka.utils", "Throttler", "cleaner-io"), "bytes");
  }

  private static void gauge(MetricsRegistry registry, String type, String name, Supplier<?> value) {
    registry.gauge(BeanName.of(DOMAIN, type, name), value);
  }

  private static void perDir(MetricsRegistry registry, LogDir dir, String name, Supplier<?> value) {
    registry.gauge(
        BeanName.of(DOMAIN, CHOICE, name).with("logDirectory", dir.path().toString()), value);
  }

  private int recopyPercent() {
    CleaningPass.Stats shown = last;
    return (int) (PERCENT * ((double) shown.bytesWritten() / Math.max(1, shown.bytesRead())));
  }

  private int maxDirtyPercent() {
    return (int) (PERCENT * most(Shown::ratio));
  }

  private double most(Function<Shown, Double> of) {
    double most = 0;
    for (Shown shown : logs.values()) {
      most = Math.max(most, of.apply(shown));
    }
    return most;
  }

  private long uncleanable(LogDir dir, ToLongFunction<Shown> of) {
    long sum = 0;
    for (Shown shown : logs.values()) {
      sum += shown.uncleanable() && shown.dir() == dir ? of.applyAsLong(shown) : 0;
    }
    return sum;
  }

  void onLog(Log log, double ratio, long dirtyBytes, boolean uncleanable) {
    logs.put(log.topicPartition(), new Shown(log.dir(), ratio, dirtyBytes, uncleanable));
  }

  void onGone(TopicPartition partition) {
    logs.remove(partition);
  }

  void onCleaned(CleaningPass.Stats stats, long tookMs) {
    last = stats;
    lastSeconds = tookMs / MS_PER_SECOND;
  }

  void onStarted(long overdueMs) {
    delayMs = overdueMs;
  }

  void onBytes(long count) {
    Meter shown = bytes;
    if (shown != null) {
      shown.mark(count);
    }
  }

  /** Since when something waits for being looked at; negative when nothing does. */
  void waitingSince(long monotonicNs) {
    waitingSinceNs = monotonicNs;
  }
}
