package io.classickafka.metrics;

import com.codahale.metrics.Histogram;
import com.codahale.metrics.Metered;
import com.codahale.metrics.Sampling;
import com.codahale.metrics.Timer;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The attributes of each kind of metric, with the names and types that JMX clients know. */
final class MetricBeans {

  private static final String DOUBLE = "double";

  private MetricBeans() {}

  static AttributesBean ofGauge(Supplier<?> value) {
    return new AttributesBean("gauge").put("Value", Object.class.getName(), value);
  }

  static AttributesBean ofMeter(Metered meter, String eventType, TimeUnit rateUnit) {
    AttributesBean bean = new AttributesBean("meter").put("Count", "long", meter::getCount);
    rates(bean, meter, eventType, rateUnit);
    return bean;
  }

  static AttributesBean ofHistogram(Histogram histogram) {
    AttributesBean bean = new AttributesBean("histogram").put("Count", "long", histogram::getCount);
    distribution(bean, histogram, 1);
    return bean;
  }

  static AttributesBean ofTimer(
      Timer timer, String eventType, TimeUnit rateUnit, TimeUnit latencyUnit) {
    AttributesBean bean = new AttributesBean("timer").put("Count", "long", timer::getCount);
    rates(bean, timer, eventType, rateUnit);
    distribution(bean, timer, (double) latencyUnit.toNanos(1));
    bean.put("LatencyUnit", TimeUnit.class.getName(), () -> latencyUnit);
    return bean;
  }

  private static void rates(
      AttributesBean bean, Metered meter, String eventType, TimeUnit rateUnit) {
    double unitsPerSecond = (double) TimeUnit.SECONDS.toNanos(1) / rateUnit.toNanos(1);
    bean.put("EventType", String.class.getName(), () -> eventType)
        .put("RateUnit", TimeUnit.class.getName(), () -> rateUnit)
        .put("MeanRate", DOUBLE, () -> meter.getMeanRate() / unitsPerSecond)
        .put("OneMinuteRate", DOUBLE, () -> meter.getOneMinuteRate() / unitsPerSecond)
        .put("FiveMinuteRate", DOUBLE, () -> meter.getFiveMinuteRate() / unitsPerSecond)
        .put("FifteenMinuteRate", DOUBLE, () -> meter.getFifteenMinuteRate() / unitsPerSecond);
  }

  private static void distribution(AttributesBean bean, Sampling sampling, double unit) {
    bean.put("Min", DOUBLE, () -> sampling.getSnapshot().getMin() / unit)
        .put("Max", DOUBLE, () -> sampling.getSnapshot().getMax() / unit)
        .put("Mean", DOUBLE, () -> sampling.getSnapshot().getMean() / unit)
        .put("StdDev", DOUBLE, () -> sampling.getSnapshot().getStdDev() / unit)
        .put("50thPercentile", DOUBLE, () -> sampling.getSnapshot().getValue(0.5) / unit)
        .put("75thPercentile", DOUBLE, () -> sampling.getSnapshot().getValue(0.75) / unit)
        .put("95thPercentile", DOUBLE, () -> sampling.getSnapshot().getValue(0.95) / unit)
        .put("98thPercentile", DOUBLE, () -> sampling.getSnapshot().getValue(0.98) / unit)
        .put("99thPercentile", DOUBLE, () -> sampling.getSnapshot().getValue(0.99) / unit)
        .put("999thPercentile", DOUBLE, () -> sampling.getSnapshot().getValue(0.999) / unit);
  }
}
