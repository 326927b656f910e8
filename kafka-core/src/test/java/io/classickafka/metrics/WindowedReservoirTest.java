package io.classickafka.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import com.codahale.metrics.Clock;
import com.codahale.metrics.Snapshot;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class WindowedReservoirTest {

  @Property(tries = 200)
  void percentilesAreWithinOneThirtySecondOfTheExactOnes(
      @ForAll @Size(min = 1, max = 300) List<@LongRange(max = Long.MAX_VALUE) Long> values) {
    WindowedReservoir reservoir = new WindowedReservoir(new StoppedClock());
    values.forEach(reservoir::update);
    List<Long> sorted = values.stream().sorted().toList();
    Snapshot snapshot = reservoir.getSnapshot();
    for (double quantile : new double[] {0.5, 0.75, 0.95, 0.99, 0.999}) {
      long exact = sorted.get((int) Math.ceil(quantile * sorted.size()) - 1);
      assertThat(snapshot.getValue(quantile)).isCloseTo((double) exact, offset(exact / 32.0));
    }
    assertThat(snapshot.getMax()).isEqualTo(sorted.get(sorted.size() - 1));
    assertThat((double) snapshot.getMin()).isCloseTo(sorted.get(0), offset(sorted.get(0) / 32.0));
    assertThat(snapshot.size()).isEqualTo(values.size());
  }

  @Property(tries = 500)
  void everyValueFallsIntoAClassNearIt(@ForAll @LongRange(max = Long.MAX_VALUE) long value) {
    double near = SizeClassCounts.valueOf(SizeClassCounts.classOf(value));
    assertThat(near).isCloseTo((double) value, offset(value / 32.0));
  }

  @Example
  void smallValuesAndTheMeanAreExact() {
    WindowedReservoir reservoir = new WindowedReservoir(new StoppedClock());
    for (long value = 0; value < 32; value++) {
      reservoir.update(value);
    }
    assertThat(reservoir.getSnapshot().getMedian()).isEqualTo(15);
    assertThat(reservoir.getSnapshot().getMean()).isEqualTo(15.5);
    assertThat(reservoir.getSnapshot().getStdDev()).isCloseTo(9.38, offset(0.01));
  }

  @Example
  void nothingSeenReadsAsZero() {
    Snapshot snapshot = new WindowedReservoir(new StoppedClock()).getSnapshot();
    assertThat(snapshot.getValue(0.99)).isZero();
    assertThat(snapshot.getMean()).isZero();
    assertThat(snapshot.getStdDev()).isZero();
    assertThat(snapshot.getMin()).isZero();
  }

  private static final class StoppedClock extends Clock {
    @Override
    public long getTick() {
      return 0;
    }
  }
}
