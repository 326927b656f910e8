package io.classickafka.metrics;

import com.codahale.metrics.Clock;
import com.codahale.metrics.EWMA;
import com.codahale.metrics.MovingAverages;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The rates of one, five and fifteen minutes of a meter, in steps of five seconds. Any thread.
 *
 * <p>The same as Dropwizard's own averages. Those, on their first use in a process, count by trying
 * after how many steps nothing is left of the highest of rates: 9,000 rounds before the first
 * meter, which a start waits for.
 */
final class MovingRates implements MovingAverages {

  private static final long STEP_NS = TimeUnit.SECONDS.toNanos(5);

  /** After as many steps, 13 hours, nothing is left of the highest rate that a long can hold. */
  static final int FORGOTTEN_STEPS = 9_400;

  private final Clock clock;
  private final AtomicLong steppedNs;
  private final EWMA oneMinute = EWMA.oneMinuteEWMA();
  private final EWMA fiveMinutes = EWMA.fiveMinuteEWMA();
  private final EWMA fifteenMinutes = EWMA.fifteenMinuteEWMA();

  MovingRates(Clock clock) {
    this.clock = clock;
    this.steppedNs = new AtomicLong(clock.getTick());
  }

  @Override
  public void update(long events) {
    oneMinute.update(events);
    fiveMinutes.update(events);
    fifteenMinutes.update(events);
  }

  /** Of several threads at the end of a step one takes it. */
  @Override
  public void tickIfNecessary() {
    long beforeNs = steppedNs.get();
    long nowNs = clock.getTick();
    long ageNs = nowNs - beforeNs;
    if (ageNs > STEP_NS && steppedNs.compareAndSet(beforeNs, nowNs - ageNs % STEP_NS)) {
      long steps = ageNs / STEP_NS;
      if (steps >= FORGOTTEN_STEPS) {
        forget();
      } else {
        for (long i = 0; i < steps; i++) {
          oneMinute.tick();
          fiveMinutes.tick();
          fifteenMinutes.tick();
        }
      }
    }
  }

  private void forget() {
    oneMinute.reset();
    fiveMinutes.reset();
    fifteenMinutes.reset();
  }

  @Override
  public double getM1Rate() {
    return oneMinute.getRate(TimeUnit.SECONDS);
  }

  @Override
  public double getM5Rate() {
    return fiveMinutes.getRate(TimeUnit.SECONDS);
  }

  @Override
  public double getM15Rate() {
    return fifteenMinutes.getRate(TimeUnit.SECONDS);
  }
}
