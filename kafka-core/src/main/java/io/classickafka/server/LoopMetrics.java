package io.classickafka.server;

import io.classickafka.metrics.BeanName;
import io.classickafka.metrics.MetricsRegistry;
import io.classickafka.seam.EventLoop;
import io.classickafka.seam.netty.NettyEventLoop;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What waits for the loops, and how much of their time they have nothing to do, under the names of
 * what they stand for: a request waits for a partition's loop, a response for a network loop.
 */
final class LoopMetrics {

  private static final String DOMAIN = "kafka.network";
  private static final String CHANNEL = "RequestChannel";

  private LoopMetrics() {}

  static void show(MetricsRegistry registry, ProcessLoops loops) {
    List<NettyEventLoop> partitions = loops.partitionLoops();
    List<NettyEventLoop> network = loops.transport().nettyLoops();
    registry.gauge(BeanName.of(DOMAIN, CHANNEL, "RequestQueueSize"), () -> queued(partitions));
    registry.gauge(BeanName.of(DOMAIN, CHANNEL, "ResponseQueueSize"), () -> queued(network));
    List<IdleShare> shares = network.stream().map(IdleShare::new).toList();
    for (int i = 0; i < network.size(); i++) {
      NettyEventLoop loop = network.get(i);
      registry.gauge(
          BeanName.of(DOMAIN, CHANNEL, "ResponseQueueSize").with("processor", i),
          loop::queuedTasks);
      registry.gauge(
          BeanName.of(DOMAIN, "Processor", "IdlePercent").with("networkProcessor", i),
          shares.get(i)::value);
    }
    ToDoubleFunction<IdleShare> value = IdleShare::value;
    registry.gauge(
        BeanName.of(DOMAIN, "SocketServer", "NetworkProcessorAvgIdlePercent"),
        () -> shares.stream().mapToDouble(value).average().orElse(1));
    loops.controller().show(registry);
  }

  private static int queued(List<NettyEventLoop> loops) {
    return loops.stream().mapToInt(NettyEventLoop::queuedTasks).sum();
  }

  /** The idle share of a loop over the last half to whole minute, or since who asked before. */
  private static final class IdleShare {

    private static final long WINDOW_NS = 30_000_000_000L;

    private final NettyEventLoop loop;
    private final EventLoop clock;
    private long fromNs;
    private long fromBusyNs;
    private long lastNs;
    private long lastBusyNs;

    IdleShare(NettyEventLoop loop) {
      this.loop = loop;
      this.clock = loop;
      fromNs = clock.monotonicNs();
      fromBusyNs = loop.busyNs();
      lastNs = fromNs;
      lastBusyNs = fromBusyNs;
    }

    synchronized double value() {
      long nowNs = clock.monotonicNs();
      long busyNs = loop.busyNs();
      if (nowNs - lastNs > WINDOW_NS) {
        fromNs = lastNs;
        fromBusyNs = lastBusyNs;
        lastNs = nowNs;
        lastBusyNs = busyNs;
      }
      long elapsedNs = Math.max(1, nowNs - fromNs);
      return Math.max(0, Math.min(1, 1 - (double) (busyNs - fromBusyNs) / elapsedNs));
    }
  }
}
