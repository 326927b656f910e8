package io.classickafka.quota;

import io.classickafka.metrics.BeanName;
import io.classickafka.metrics.MetricsRegistry;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * The rate to which one way of copying replicas is held. What goes over is not cut short: it is
 * looked at before something is copied and counted after, so a rate may be passed by what is under
 * way, and is kept to in the mean. Thread-safe, without locks: many loops count, each for what was
 * throttled only.
 */
public final class ReplicationQuota {

  private static final Logger LOG = LogManager.getLogger(ReplicationQuota.class);

  /** No limit, the default. */
  public static final long UNLIMITED = Long.MAX_VALUE;

  private final String name;
  private final MetricsRegistry registry;
  private final LongSupplier nowMs;
  private final AtomicReference<WindowedRate> counted;
  private final AtomicBoolean shown = new AtomicBoolean();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile long bytesPerSecond = UNLIMITED;

  /**
   * Without a limit.
   *
   * @param name the type of its bean, which comes with the first byte if it was not shown before
   * @param windows how many windows are kept
   * @param windowMs the length of one
   */
  ReplicationQuota(String name, int windows, long windowMs, MetricsRegistry registry) {
    this.name = name;
    this.registry = registry;
    LongSupplier clock = registry.clock();
    this.nowMs = () -> TimeUnit.NANOSECONDS.toMillis(clock.getAsLong());
    this.counted = new AtomicReference<>(WindowedRate.empty(windows, windowMs));
  }

  /** Sets the rate, {@link #UNLIMITED} for none; who waits for the old one is told. */
  public void limit(long newBytesPerSecond) {
    if (newBytesPerSecond != bytesPerSecond) {
      bytesPerSecond = newBytesPerSecond;
      LOG.info(
          "copying of replicas limited kind={} bytesPerSecond={}",
          name,
          newBytesPerSecond == UNLIMITED ? "unlimited" : newBytesPerSecond);
      listeners.forEach(Runnable::run);
    }
  }

  /** Calls a listener when the rate changed, on the thread that changed it. */
  public void onLimit(Runnable listener) {
    listeners.add(listener);
  }

  /** Bytes that are throttled were copied. */
  public void count(long bytes) {
    if (bytes <= 0) {
      return;
    }
    long now = nowMs.getAsLong();
    counted.updateAndGet(rate -> rate.plus(bytes, now));
    show();
  }

  /** Shows the rate from now on. */
  void show() {
    if (shown.compareAndSet(false, true)) {
      registry.sensor(BeanName.of("kafka.server", name), "byte-rate", this::bytesPerSecond);
    }
  }

  private WindowedRate rate() {
    return Objects.requireNonNull(counted.get());
  }

  /** What was copied a second of late. */
  double bytesPerSecond() {
    return rate().perSecond(nowMs.getAsLong());
  }

  /** Whether nothing more is to be copied now. */
  public boolean isExceeded() {
    long limit = bytesPerSecond;
    return limit != UNLIMITED && rate().exceeds(limit, nowMs.getAsLong());
  }

  /** For how long nothing is to be copied, as things stand: at least 1 ms, for a timer. */
  public long waitMs() {
    long now = nowMs.getAsLong();
    long limit = bytesPerSecond;
    return limit == UNLIMITED ? 1 : Math.max(1, rate().withinFromMs(limit, now) - now);
  }
}
