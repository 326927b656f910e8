package io.classickafka.metrics;

import java.util.concurrent.atomic.LongAccumulator;
import java.util.function.LongSupplier;

/** The largest value of the last half to whole minute, or since who asked before. Thread-safe. */
public final class WindowMax {

  private static final long WINDOW_NS = 30_000_000_000L;

  private final LongAccumulator running = new LongAccumulator(Math::max, 0);
  private final LongSupplier monotonicNs;
  private long runningSinceNs;
  private long before;

  public WindowMax(LongSupplier monotonicNs) {
    this.monotonicNs = monotonicNs;
    this.runningSinceNs = monotonicNs.getAsLong();
  }

  /** Makes no object and takes no lock. */
  public void update(long value) {
    running.accumulate(value);
  }

  /** 0 when there was none. */
  public synchronized long get() {
    long nowNs = monotonicNs.getAsLong();
    if (nowNs - runningSinceNs > WINDOW_NS) {
      runningSinceNs = nowNs;
      before = running.getThenReset();
    }
    return Math.max(before, running.get());
  }
}
