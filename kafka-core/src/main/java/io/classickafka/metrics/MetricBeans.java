package io.classickafka.metrics;

import com.codahale.metrics.Histogram;
import com.codahale.metrics.Metered;
import com.codahale.metrics.Sampling;
import com.codahale.metrics.Snapshot;
import com.codahale.metrics.Timer;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** The attributes of each kind of metric, with the names and types that JMX clients know. */
final class MetricBeans {

  private static final String DOUBLE = "double";

  private static final BeanKind<Supplier<?>> GAUGE =
      new BeanKind.Builder<Supplier<?>>("gauge")
          .put("Value", Object.class.getName(), Supplier::get)
          .build();
  private static final BeanKind<Rates> METER = meterKind();
  private static final BeanKind<Histogram> HISTOGRAM = histogramKind();
  private static final BeanKind<Timings> TIMER = timerKind();

  private MetricBeans() {}

  /** A meter as a bean shows it. */
  private record Rates(Metered meter, String eventType, TimeUnit unit) {

    double per(double eventsPerSecond) {
      double unitsPerSecond = (double) TimeUnit.SECONDS.toNanos(1) / unit.toNanos(1);
      return eventsPerSecond / unitsPerSecond;
    }
  }

  /** A timer as a bean shows it. */
  private record Timings(Rates rates, Timer timer, TimeUnit latencyUnit) {}

  static ReadOnlyBean ofGauge(Supplier<?> value) {
    return GAUGE.bean(value);
  }

  static ReadOnlyBean ofMeter(Metered meter, String eventType, TimeUnit rateUnit) {
    return METER.bean(new Rates(meter, eventType, rateUnit));
  }

  static ReadOnlyBean ofHistogram(Histogram histogram) {
    return HISTOGRAM.bean(histogram);
  }

  static ReadOnlyBean ofTimer(
      Timer timer, String eventType, TimeUnit rateUnit, TimeUnit latencyUnit) {
    return TIMER.bean(new Timings(new Rates(timer, eventType, rateUnit), timer, latencyUnit));
  }

  private static BeanKind<Rates> meterKind() {
    BeanKind.Builder<Rates> kind = new BeanKind.Builder<>("meter");
    kind.put("Count", "long", rates -> rates.meter.getCount());
    rates(kind, rates -> rates);
    return kind.build();
  }

  private static BeanKind<Histogram> histogramKind() {
    BeanKind.Builder<Histogram> kind = new BeanKind.Builder<>("histogram");
    kind.put("Count", "long", Histogram::getCount);
    distribution(kind, histogram -> histogram, histogram -> 1);
    return kind.build();
  }

  private static BeanKind<Timings> timerKind() {
    BeanKind.Builder<Timings> kind = new BeanKind.Builder<>("timer");
    kind.put("Count", "long", timings -> timings.timer.getCount());
    rates(kind, Timings::rates);
    distribution(kind, Timings::timer, timings -> timings.latencyUnit.toNanos(1));
    kind.put("LatencyUnit", TimeUnit.class.getName(), Timings::latencyUnit);
    return kind.build();
  }

  private static <M> void rates(BeanKind.Builder<M> kind, Function<M, Rates> of) {
    kind.put("EventType", String.class.getName(), of.andThen(Rates::eventType))
        .put("RateUnit", TimeUnit.class.getName(), of.andThen(Rates::unit));
    rate(kind, "MeanRate", of, Metered::getMeanRate);
    rate(kind, "OneMinuteRate", of, Metered::getOneMinuteRate);
    rate(kind, "FiveMinuteRate", of, Metered::getFiveMinuteRate);
    rate(kind, "FifteenMinuteRate", of, Metered::getFifteenMinuteRate);
  }

  private static <M> void rate(
      BeanKind.Builder<M> kind,
      String name,
      Function<M, Rates> of,
      ToDoubleFunction<Metered> perSecond) {
    kind.put(
        name,
        DOUBLE,
        metric -> {
          Rates rates = of.apply(metric);
          return rates.per(perSecond.applyAsDouble(rates.meter));
        });
  }

  private static <M> void distribution(
      BeanKind.Builder<M> kind, Function<M, Sampling> of, ToDoubleFunction<M> unit) {
    sampled(kind, "Min", of, unit, Snapshot::getMin);
    sampled(kind, "Max", of, unit, Snapshot::getMax);
    sampled(kind, "Mean", of, unit, Snapshot::getMean);
    sampled(kind, "StdDev", of, unit, Snapshot::getStdDev);
    sampled(kind, "50thPercentile", of, unit, snapshot -> snapshot.getValue(0.5));
    sampled(kind, "75thPercentile", of, unit, snapshot -> snapshot.getValue(0.75));
    sampled(kind, "95thPercentile", of, unit, snapshot -> snapshot.getValue(0.95));
    sampled(kind, "98thPercentile", of, unit, snapshot -> snapshot.getValue(0.98));
    sampled(kind, "99thPercentile", of, unit, snapshot -> snapshot.getValue(0.99));
    sampled(kind, "999thPercentile", of, unit, snapshot -> snapshot.getValue(0.999));
  }

  private static <M> void sampled(
      BeanKind.Builder<M> kind,
      String name,
      Function<M, Sampling> of,
      ToDoubleFunction<M> unit,
      ToDoubleFunction<Snapshot> value) {
    kind.put(
        name,
        DOUBLE,
        metric -> value.applyAsDouble(of.apply(metric).getSnapshot()) / unit.applyAsDouble(metric));
  }
}
