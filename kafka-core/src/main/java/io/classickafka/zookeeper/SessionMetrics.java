package io.classickafka.zookeeper;

import com.codahale.metrics.Histogram;
import com.codahale.metrics.Meter;
import io.classickafka.metrics.BeanName;
import io.classickafka.metrics.MetricsRegistry;
import java.util.EnumMap;
import java.util.Map;
import org.apache.zookeeper.Watcher.Event.KeeperState;

/** The session's metrics under the names that dashboards know. Any thread. */
final class SessionMetrics {

  private static final String DOMAIN = "kafka.server";
  private static final long NS_PER_MS = 1_000_000;

  private final Map<KeeperState, Meter> meters = new EnumMap<>(KeeperState.class);
  private final Histogram latencyMs;
  private volatile String state = "CONNECTING";

  SessionMetrics(MetricsRegistry registry) {
    registry.gauge(BeanName.of(DOMAIN, "SessionExpireListener", "SessionState"), () -> state);
    meter(registry, KeeperState.SyncConnected, "ZooKeeperSyncConnectsPerSec", "syncconnects");
    meter(registry, KeeperState.Disconnected, "ZooKeeperDisconnectsPerSec", "disconnects");
    meter(registry, KeeperState.Expired, "ZooKeeperExpiresPerSec", "expires");
    meter(registry, KeeperState.AuthFailed, "ZooKeeperAuthFailuresPerSec", "authfailures");
    meter(
        registry,
        KeeperState.ConnectedReadOnly,
        "ZooKeeperReadOnlyConnectsPerSec",
        "readonlyconnects");
    meter(
        registry,
        KeeperState.SaslAuthenticated,
        "ZooKeeperSaslAuthenticationsPerSec",
        "saslauthentications");
    latencyMs =
        registry.histogram(
            BeanName.of(DOMAIN, "ZooKeeperClientMetrics", "ZooKeeperRequestLatencyMs"));
  }

  /** The connection has changed. */
  void connection(KeeperState now) {
    Meter meter = meters.get(now);
    if (meter != null) {
      meter.mark();
    }
    state =
        switch (now) {
          case SyncConnected, SaslAuthenticated -> "CONNECTED";
          case ConnectedReadOnly -> "CONNECTEDREADONLY";
          case AuthFailed -> "AUTH_FAILED";
          case Expired, Closed -> "CLOSED";
          default -> "CONNECTING";
        };
  }

  /** An operation was answered. */
  void answered(long elapsedNs) {
    latencyMs.update(elapsedNs / NS_PER_MS);
  }

  private void meter(MetricsRegistry registry, KeeperState state, String name, String eventType) {
    meters.put(
        state, registry.meter(BeanName.of(DOMAIN, "SessionExpireListener", name), eventType));
  }
}
