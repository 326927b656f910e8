package io.classickafka.network;

import com.codahale.metrics.Meter;
import io.classickafka.metrics.BeanName;
import io.classickafka.metrics.CountRate;
import io.classickafka.metrics.MetricsRegistry;
import io.classickafka.seam.EventLoop;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;

/** What the listeners' connections are counted by: listener and network loop. Thread-safe. */
final class ServerCounts {

  static final BeanName SERVER = BeanName.of("kafka.server", "socket-server-metrics");

  private final MetricsRegistry registry;
  private final List<EventLoop> loops;
  private final Map<String, Map<EventLoop, OfLoop>> byListener = new ConcurrentSkipListMap<>();
  private final Map<String, Meter> blocked = new ConcurrentSkipListMap<>();

  /** What the connections of one listener on one loop are counted by. */
  record OfLoop(ConnectionCounts connections, SoftwareCounts software) {}

  ServerCounts(MetricsRegistry registry, List<EventLoop> loops) {
    this.registry = registry;
    this.loops = List.copyOf(loops);
    CountRate accepted = new CountRate(this::accepted, registry.clock());
    registry.sensor(SERVER, "broker-connection-accept-rate", accepted::perSecond);
  }

  /** Shows the beans of a listener. */
  void add(String listener) {
    BeanName bean = SERVER.with("listener", listener);
    Map<EventLoop, OfLoop> byLoop = new LinkedHashMap<>();
    for (int i = 0; i < loops.size(); i++) {
      byLoop.put(
          loops.get(i),
          new OfLoop(
              ConnectionCounts.show(registry, bean.with("networkProcessor", i)),
              new SoftwareCounts(registry, listener, i)));
    }
    byListener.put(listener, byLoop);
    CountRate accepted = new CountRate(() -> accepted(byLoop), registry.clock());
    registry.sensor(bean, "connection-accept-rate", accepted::perSecond);
    blocked.put(
        listener,
        registry.meter(
            BeanName.of("kafka.network", "Acceptor", "AcceptorBlockedPercent")
                .with("listener", listener),
            "blocked time",
            TimeUnit.NANOSECONDS));
  }

  OfLoop of(String listener, EventLoop loop) {
    Map<EventLoop, OfLoop> byLoop = byListener.get(listener);
    OfLoop counts = byLoop == null ? null : byLoop.get(loop);
    if (counts == null) {
      throw new IllegalStateException("not bound: " + listener + " on " + loop.name());
    }
    return counts;
  }

  /** For so long nobody was let in by any listener, the limit of connections being reached. */
  void blocked(long elapsedNs) {
    blocked.values().forEach(meter -> meter.mark(elapsedNs));
  }

  private long accepted() {
    return byListener.values().stream().mapToLong(ServerCounts::accepted).sum();
  }

  private static long accepted(Map<EventLoop, OfLoop> byLoop) {
    return byLoop.values().stream().mapToLong(loop -> loop.connections().openedCount()).sum();
  }
}
