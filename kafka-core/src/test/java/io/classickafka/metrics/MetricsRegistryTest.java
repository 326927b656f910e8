package io.classickafka.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.codahale.metrics.Histogram;
import com.codahale.metrics.Meter;
import com.codahale.metrics.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import org.junit.jupiter.api.Test;

class MetricsRegistryTest {

  private final AtomicLong nowNs = new AtomicLong();
  private final MBeanServer server = MBeanServerFactory.newMBeanServer();
  private final MetricsRegistry registry = new MetricsRegistry(server, nowNs::get);

  @Test
  void meterCountsAndItsRatesFollowTheClockItWasGiven() throws JMException {
    BeanName name = BeanName.of("kafka.server", "BrokerTopicMetrics", "MessagesInPerSec");
    Meter meter = registry.meter(name, "messages");
    for (int second = 0; second < 60; second++) {
      meter.mark(10);
      nowNs.addAndGet(TimeUnit.SECONDS.toNanos(1));
    }
    assertThat(attribute(name, "Count")).isEqualTo(600L);
    assertThat((double) attribute(name, "MeanRate")).isEqualTo(10.0);
    assertThat((double) attribute(name, "OneMinuteRate")).isBetween(9.0, 11.0);
    assertThat(registry.meter(name, "messages")).isSameAs(meter);
  }

  @Test
  void rateOfTimeIsAShareOfOne() throws JMException {
    BeanName name =
        BeanName.of("kafka.server", "KafkaRequestHandlerPool", "RequestHandlerAvgIdlePercent");
    Meter meter = registry.meter(name, "percent", TimeUnit.NANOSECONDS);
    meter.mark(TimeUnit.SECONDS.toNanos(9));
    nowNs.addAndGet(TimeUnit.SECONDS.toNanos(10));
    assertThat((double) attribute(name, "MeanRate")).isEqualTo(0.9);
    assertThat(attribute(name, "RateUnit")).isEqualTo(TimeUnit.NANOSECONDS);
  }

  @Test
  void timerSpeaksMilliseconds() throws JMException {
    BeanName name = BeanName.of("kafka.log", "LogFlushStats", "LogFlushRateAndTimeMs");
    Timer timer = registry.timer(name);
    timer.update(5, TimeUnit.MILLISECONDS);
    assertThat((double) attribute(name, "Max")).isEqualTo(5.0);
    assertThat((double) attribute(name, "Mean")).isEqualTo(5.0);
    assertThat(attribute(name, "LatencyUnit")).isEqualTo(TimeUnit.MILLISECONDS);
    assertThat(attribute(name, "EventType")).isEqualTo("calls");
  }

  @Test
  void histogramForgetsWhatIsOlderThanTwoWindows() throws JMException {
    BeanName name = BeanName.of("kafka.network", "RequestMetrics", "TotalTimeMs");
    Histogram histogram = registry.histogram(name.with("request", "Produce"));
    histogram.update(1000);
    nowNs.addAndGet(TimeUnit.MINUTES.toNanos(6));
    histogram.update(10);
    assertThat((double) attribute(name.with("request", "Produce"), "Max")).isEqualTo(1000.0);
    nowNs.addAndGet(TimeUnit.MINUTES.toNanos(6));
    assertThat((double) attribute(name.with("request", "Produce"), "Max")).isEqualTo(10.0);
    nowNs.addAndGet(TimeUnit.MINUTES.toNanos(30));
    assertThat((double) attribute(name.with("request", "Produce"), "Max")).isEqualTo(0.0);
    assertThat(attribute(name.with("request", "Produce"), "Count")).isEqualTo(2L);
  }

  @Test
  void sensorGathersItsAttributesInOneBean() throws JMException {
    BeanName name = BeanName.of("kafka.server", "socket-server-metrics").with("listener", "A");
    registry.sensor(name, "connection-count", () -> 3);
    registry.sensor(name, "connection-accept-rate", () -> 0.5);
    assertThat(attribute(name, "connection-count")).isEqualTo(3.0);
    assertThat(attribute(name, "connection-accept-rate")).isEqualTo(0.5);
    assertThat(registry.size()).isEqualTo(1);
  }

  @Test
  void removedMetricsAndThoseOfAClosedRegistryAreNoBeansAnyMore() {
    BeanName total = BeanName.of("kafka.server", "BrokerTopicMetrics", "BytesInPerSec");
    registry.meter(total, "bytes");
    registry.meter(total.with("topic", "a"), "bytes");
    registry.meter(total.with("topic", "b"), "bytes");
    registry.removeTagged("topic", "a");
    assertThat(server.isRegistered(total.with("topic", "a").objectName())).isFalse();
    assertThat(server.isRegistered(total.with("topic", "b").objectName())).isTrue();
    registry.close();
    assertThat(server.isRegistered(total.objectName())).isFalse();
    assertThat(registry.dropwizard().getMetrics()).isEmpty();
    assertThat(registry.size()).isZero();
  }

  @Test
  void beansOfAnotherRegistryAreLeftAlone() throws JMException {
    BeanName name = BeanName.of("kafka.server", "KafkaServer", "BrokerState");
    registry.gauge(name, () -> 3);
    try (MetricsRegistry other = new MetricsRegistry(server, nowNs::get)) {
      other.gauge(name, () -> 1);
    }
    assertThat(attribute(name, "Value")).isEqualTo(3);
  }

  @Test
  void askingForAMetricAsAnotherKindIsABug() {
    BeanName name = BeanName.of("kafka.server", "ReplicaManager", "IsrShrinksPerSec");
    registry.meter(name, "shrinks");
    assertThatThrownBy(() -> registry.histogram(name)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void valuesWithSpecialCharactersAreQuotedAndPlainOnesAreNot() {
    BeanName name = BeanName.of("kafka.server", "Produce");
    assertThat(name.with("client-id", "a.b-c_d%2 e"))
        .hasToString("kafka.server:type=Produce,client-id=a.b-c_d%2 e");
    assertThat(name.with("client-id", "a,b=c:d*e?f\"g\nh"))
        .hasToString("kafka.server:type=Produce,client-id=\"a,b=c:d\\*e\\?f\\\"g\\nh\"");
    assertThat(name.with("logDirectory", "/data/a"))
        .hasToString("kafka.server:type=Produce,logDirectory=\"/data/a\"");
    assertThat(name.with("client-id", "a,b=c:d*e?f\"g\nh").objectName().getKeyProperty("client-id"))
        .isEqualTo("\"a,b=c:d\\*e\\?f\\\"g\\nh\"");
    assertThat(name.with("user", "a/b").tag("user")).isEqualTo("a/b");
  }

  private Object attribute(BeanName name, String attribute) throws JMException {
    return server.getAttribute(name.objectName(), attribute);
  }
}
