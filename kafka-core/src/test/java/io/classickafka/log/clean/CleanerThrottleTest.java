package io.classickafka.log.clean;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CleanerThrottleTest {

  @Test
  void bytesArePaidForInTimeByWhoeverTakesThem() {
    CleanerThrottle throttle = new CleanerThrottle();
    assertThat(throttle.take(500, 1000, 0)).isEqualTo(500);
    assertThat(throttle.take(500, 1000, 0)).isEqualTo(1000);
    assertThat(throttle.take(500, 1000, 1000)).isEqualTo(500);
  }

  @Test
  void timeWithoutWorkIsNotSaved() {
    CleanerThrottle throttle = new CleanerThrottle();
    throttle.take(500, 1000, 0);
    assertThat(throttle.take(100, 1000, 60_000)).isEqualTo(100);
  }

  @Test
  void withoutALimitThereIsNoWait() {
    assertThat(new CleanerThrottle().take(1 << 30, Double.MAX_VALUE, 5)).isLessThanOrEqualTo(1);
  }

  @Test
  void slicesAreSmallWhereTheRateIs() {
    assertThat(CleanerThrottle.sliceBytes(Double.MAX_VALUE, 1000, 10)).isEqualTo(1000);
    assertThat(CleanerThrottle.sliceBytes(400, 1000, 10)).isEqualTo(100);
    assertThat(CleanerThrottle.sliceBytes(1, 1000, 10)).isEqualTo(10);
  }
}
