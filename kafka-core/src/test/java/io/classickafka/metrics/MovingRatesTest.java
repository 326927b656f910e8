package io.classickafka.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.Clock;
import com.codahale.metrics.EWMA;
import com.codahale.metrics.ExponentialMovingAverages;
import com.codahale.metrics.MovingAverages;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MovingRatesTest {

  private long nowNs = -TimeUnit.MINUTES.toNanos(1);
  private final Clock clock =
      new Clock() {
        @Override
        public long getTick() {
          return nowNs;
        }
      };
  private final MovingAverages ours = new MovingRates(clock);
  private final MovingAverages theirs = new ExponentialMovingAverages(clock);

  @Test
  void ratesAreThoseOfDropwizard() {
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      long pauseNs = TimeUnit.MILLISECONDS.toNanos(random.nextInt(i % 100 == 0 ? 1 << 26 : 9_000));
      int events = random.nextInt(1_000);
      nowNs += pauseNs;
      for (MovingAverages rates : new MovingAverages[] {ours, theirs}) {
        rates.tickIfNecessary();
        rates.update(events);
      }
      assertThat(ours.getM1Rate()).isEqualTo(theirs.getM1Rate());
      assertThat(ours.getM5Rate()).isEqualTo(theirs.getM5Rate());
      assertThat(ours.getM15Rate()).isEqualTo(theirs.getM15Rate());
    }
  }

  @Test
  void nothingIsLeftOfTheHighestRateWhereStepsAreNotCountedAnyMore() {
    EWMA slowest = EWMA.fifteenMinuteEWMA();
    slowest.update(Long.MAX_VALUE);
    for (int i = 0; i < MovingRates.FORGOTTEN_STEPS; i++) {
      slowest.tick();
    }
    assertThat(slowest.getRate(TimeUnit.SECONDS)).isLessThan(0.0001);
  }
}
