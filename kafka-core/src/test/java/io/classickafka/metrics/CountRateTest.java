package io.classickafka.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountRateTest {

  private static final long S = 1_000_000_000;

  private long nowNs = 5;
  private long count = 100;
  private final CountRate rate = new CountRate(() -> count, () -> nowNs);

  @Test
  void isOverTheTimeSinceTheStartAtFirst() {
    assertThat(rate.perSecond()).isZero();
    nowNs += 4 * S;
    count += 40;
    assertThat(rate.perSecond()).isEqualTo(10);
  }

  @Test
  void forgetsWhatIsOlderThanAMinuteWhenAskedNowAndThen() {
    for (int i = 0; i < 6; i++) {
      nowNs += 20 * S;
      count += 1_000;
      rate.perSecond();
    }
    for (int i = 0; i < 6; i++) {
      nowNs += 20 * S;
      rate.perSecond();
    }
    assertThat(rate.perSecond()).isZero();
  }

  @Test
  void theLargestValueIsForgottenAfterAMinute() {
    WindowMax max = new WindowMax(() -> nowNs);
    max.update(7);
    max.update(3);
    assertThat(max.get()).isEqualTo(7);
    nowNs += 31 * S;
    assertThat(max.get()).isEqualTo(7);
    max.update(5);
    nowNs += 31 * S;
    assertThat(max.get()).isEqualTo(5);
  }
}
