package io.classickafka.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.metrics.MetricsRegistry;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/** A rate that is counted, limited and shown. */
class ReplicationQuotaTest {

  private final AtomicLong nowNs = new AtomicLong();

  private ReplicationQuota quota(MetricsRegistry registry) {
    return ReplicationQuotas.unlimited(
            ReplicationQuotas.Windows.DEFAULT, ReplicationQuotas.Windows.DEFAULT, registry)
        .follower();
  }

  @Test
  void isKeptToAndWaitedFor() {
    try (MetricsRegistry registry = new MetricsRegistry(null, nowNs::get)) {
      ReplicationQuota quota = quota(registry);
      quota.count(1_000_000);
      assertThat(quota.isExceeded()).as("without a limit").isFalse();
      quota.limit(1_000);
      assertThat(quota.isExceeded()).isTrue();
      nowNs.addAndGet(TimeUnit.MILLISECONDS.toNanos(quota.waitMs()));
      assertThat(quota.isExceeded()).as("after the wait").isFalse();
    }
  }

  @Test
  void whoWaitsIsToldOfAnotherRateOnce() {
    try (MetricsRegistry registry = new MetricsRegistry(null, nowNs::get)) {
      AtomicLong told = new AtomicLong();
      ReplicationQuota quota = quota(registry);
      quota.onLimit(told::incrementAndGet);
      quota.limit(5);
      quota.limit(5);
      assertThat(told.get()).isEqualTo(1);
    }
  }

  @Test
  void isShownUnderApachesNameOnceSomethingWasCounted() throws Exception {
    MBeanServer server = MBeanServerFactory.newMBeanServer();
    try (MetricsRegistry registry = new MetricsRegistry(server, nowNs::get)) {
      ObjectName name = new ObjectName("kafka.server:type=FollowerReplication");
      ReplicationQuota quota = quota(registry);
      assertThat(server.isRegistered(name)).isFalse();
      quota.count(5_000);
      assertThat(server.getAttribute(name, "byte-rate")).isEqualTo(5_000.0);
    }
  }
}
