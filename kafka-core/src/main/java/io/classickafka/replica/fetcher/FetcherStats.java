package io.classickafka.replica.fetcher;

import com.codahale.metrics.Meter;
import io.classickafka.metrics.BeanName;
import org.jspecify.annotations.Nullable;

/** The figures of one fetcher. State of its loop; those it shows are read by any thread. */
final class FetcherStats {

  private static final String DOMAIN = "kafka.server";

  private final FetcherMetrics all;
  private final String clientId;
  private @Nullable BeanName requestsBean;
  private @Nullable BeanName bytesBean;
  private volatile @Nullable Meter requests;
  private @Nullable Meter bytes;

  FetcherStats(FetcherMetrics all, int leaderId, int fetcherId) {
    this.all = all;
    // Dashboards know fetchers as threads.
    this.clientId = "ReplicaFetcherThread-" + fetcherId + "-" + leaderId;
    all.fetchers.put(this, true);
  }

  double requestRate() {
    Meter meter = requests;
    return meter == null ? 0 : meter.getOneMinuteRate();
  }

  /** The leader is reached here from now on. */
  void onLink(LeaderLinks.Link link) {
    BeanName counted = fetcher("RequestsPerSec", link);
    if (!counted.equals(requestsBean)) {
      forgetLink();
      requestsBean = counted;
      bytesBean = fetcher("BytesPerSec", link);
      requests = all.registry.meter(counted, "requests");
      bytes = all.registry.meter(bytesBean, "bytes");
    }
  }

  private BeanName fetcher(String name, LeaderLinks.Link link) {
    return BeanName.of(DOMAIN, "FetcherStats", name)
        .with("clientId", clientId)
        .with("brokerHost", link.host())
        .with("brokerPort", link.port());
  }

  void onRequest() {
    Meter meter = requests;
    if (meter != null) {
      meter.mark();
    }
  }

  void onBytes(long count) {
    Meter meter = bytes;
    if (meter != null && count > 0) {
      meter.mark(count);
    }
  }

  void failed(int difference) {
    if (difference != 0) {
      all.failedPartitions.add(difference);
    }
  }

  void watch(CopiedPartition partition) {
    all.copied.put(partition, true);
    all.registry.gauge(lag(partition), () -> partition.lag);
  }

  void forget(CopiedPartition partition) {
    all.copied.remove(partition);
    all.registry.remove(lag(partition));
  }

  private BeanName lag(CopiedPartition partition) {
    return BeanName.of(DOMAIN, "FetcherLagMetrics", "ConsumerLag")
        .with("clientId", clientId)
        .with("topic", partition.source.name().topic())
        .with("partition", partition.source.name().partition());
  }

  private void forgetLink() {
    BeanName counted = requestsBean;
    BeanName transferred = bytesBean;
    if (counted != null && transferred != null) {
      all.registry.remove(counted);
      all.registry.remove(transferred);
    }
  }

  void close() {
    forgetLink();
    all.fetchers.remove(this);
  }
}
