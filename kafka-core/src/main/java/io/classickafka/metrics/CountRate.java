package io.classickafka.metrics;

import java.util.function.LongSupplier;

/**
 * How fast a count grows, over the last half to whole minute or since who asked before: whoever
 * counts pays nothing for it, whoever reads does. Thread-safe by its lock, which only readers take.
 */
public final class CountRate {

  private static final long WINDOW_NS = 30_000_000_000L;
  private static final double NS_PER_S = 1e9;

  private final LongSupplier count;
  private final LongSupplier monotonicNs;
  private long fromNs;
  private long fromCount;
  private long lastNs;
  private long lastCount;

  /**
   * The rate of a count from now on.
   *
   * @param count never falls; read on whichever thread asks for the rate
   */
  public CountRate(LongSupplier count, LongSupplier monotonicNs) {
    this.count = count;
    this.monotonicNs = monotonicNs;
    fromNs = monotonicNs.getAsLong();
    fromCount = count.getAsLong();
    lastNs = fromNs;
    lastCount = fromCount;
  }

  /** In counts a second. */
  public synchronized double perSecond() {
    long nowNs = monotonicNs.getAsLong();
    long now = count.getAsLong();
    if (nowNs - lastNs > WINDOW_NS) {
      fromNs = lastNs;
      fromCount = lastCount;
      lastNs = nowNs;
      lastCount = now;
    }
    return nowNs == fromNs ? 0 : (now - fromCount) * NS_PER_S / (nowNs - fromNs);
  }
}
