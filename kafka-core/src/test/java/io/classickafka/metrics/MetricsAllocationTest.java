package io.classickafka.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.Histogram;
import com.codahale.metrics.Meter;
import com.codahale.metrics.Timer;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MetricsAllocationTest {

  private static final int CALLS = 100_000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final MetricsRegistry registry = new MetricsRegistry(null, () -> 0);

  @Test
  void countingAndTimingMakesNoObjects() {
    Meter meter = registry.meter(BeanName.of("kafka.server", "T", "Meter"), "bytes");
    Histogram histogram = registry.histogram(BeanName.of("kafka.server", "T", "Histogram"));
    Timer timer = registry.timer(BeanName.of("kafka.server", "T", "Timer"));
    update(meter, histogram, timer);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    update(meter, histogram, timer);
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertThat(allocated).as("bytes in %d rounds", CALLS).isLessThan(CALLS / 10);
  }

  private static void update(Meter meter, Histogram histogram, Timer timer) {
    for (int i = 0; i < CALLS; i++) {
      meter.mark(i);
      histogram.update(i);
      timer.update(i, TimeUnit.MICROSECONDS);
    }
  }
}
