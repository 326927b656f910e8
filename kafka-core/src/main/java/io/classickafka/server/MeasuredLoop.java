package io.classickafka.server;

import com.codahale.metrics.Histogram;
import io.classickafka.metrics.BeanName;
import io.classickafka.metrics.MetricsRegistry;
import io.classickafka.seam.EventLoop;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A loop that counts the tasks that wait for it, and how long they do. Not for the data path. */
final class MeasuredLoop implements EventLoop {

  private static final long NS_PER_MS = 1_000_000;

  private final EventLoop loop;
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile @Nullable Histogram waitedMs;

  MeasuredLoop(EventLoop loop) {
    this.loop = loop;
  }

  /** Shows what is counted as the controller's queue. */
  void show(MetricsRegistry registry) {
    registry.gauge(
        BeanName.of("kafka.controller", "ControllerEventManager", "EventQueueSize"), waiting::get);
    waitedMs =
        registry.histogram(
            BeanName.of("kafka.controller", "ControllerEventManager", "EventQueueTimeMs"));
  }

  @Override
  public void execute(Runnable task) {
    long queuedNs = loop.monotonicNs();
    waiting.incrementAndGet();
    try {
      loop.execute(
          () -> {
            waiting.decrementAndGet();
            Histogram shown = waitedMs;
            if (shown != null) {
              shown.update((loop.monotonicNs() - queuedNs) / NS_PER_MS);
            }
            task.run();
          });
    } catch (RejectedExecutionException e) {
      waiting.decrementAndGet();
      throw e;
    }
  }

  @Override
  public Scheduled schedule(long delayMs, Runnable task) {
    return loop.schedule(delayMs, task);
  }

  @Override
  public boolean hasQueued() {
    return loop.hasQueued();
  }

  @Override
  public boolean inLoop() {
    return loop.inLoop();
  }

  @Override
  public String name() {
    return loop.name();
  }

  @Override
  public long monotonicNs() {
    return loop.monotonicNs();
  }

  @Override
  public long wallClockMs() {
    return loop.wallClockMs();
  }

  @Override
  public RandomGenerator random() {
    return loop.random();
  }
}
