package io.classickafka.server;

import io.classickafka.metrics.BeanName;
import io.classickafka.metrics.CountRate;
import io.classickafka.metrics.MetricsRegistry;
import io.classickafka.seam.netty.NettyEventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * What waits for the loops, and how much of their time they have nothing to do, under the names of
 * what they stand for: a request waits for a partition's loop, a response for a network loop.
 */
final class LoopMetrics {

  private static final String DOMAIN = "kafka.network";
  private static final double NS_PER_S = 1e9;
  private static final String CHANNEL = "RequestChannel";

  private LoopMetrics() {}

  static void show(MetricsRegistry registry, ProcessLoops loops, List<String> listeners) {
    List<NettyEventLoop> partitions = loops.partitionLoops();
    List<NettyEventLoop> network = loops.transport().nettyLoops();
    registry.gauge(BeanName.of(DOMAIN, CHANNEL, "RequestQueueSize"), () -> queued(partitions));
    registry.gauge(BeanName.of(DOMAIN, CHANNEL, "ResponseQueueSize"), () -> queued(network));
    List<CountRate> busy = new ArrayList<>();
    for (NettyEventLoop loop : network) {
      busy.add(new CountRate(loop::busyNs, registry.clock()));
    }
    for (int i = 0; i < network.size(); i++) {
      NettyEventLoop loop = network.get(i);
      CountRate share = busy.get(i);
      registry.gauge(
          BeanName.of(DOMAIN, CHANNEL, "ResponseQueueSize").with("processor", i),
          loop::queuedTasks);
      registry.gauge(
          BeanName.of(DOMAIN, "Processor", "IdlePercent").with("networkProcessor", i),
          () -> idle(share));
      for (String listener : listeners) {
        BeanName bean =
            BeanName.of("kafka.server", "socket-server-metrics")
                .with("listener", listener)
                .with("networkProcessor", i);
        showTime(registry, bean, loop, share);
      }
    }
    registry.gauge(
        BeanName.of(DOMAIN, "SocketServer", "NetworkProcessorAvgIdlePercent"),
        () -> busy.stream().mapToDouble(LoopMetrics::idle).average().orElse(1));
    showHandlers(registry, partitions);
    loops.controller().show(registry);
  }

  /** What a loop's connections of one listener share with those of the others: its time. */
  private static void showTime(
      MetricsRegistry registry, BeanName bean, NettyEventLoop loop, CountRate busy) {
    LongSupplier clock = registry.clock();
    long fromNs = clock.getAsLong();
    registry.sensor(bean, "io-ratio", () -> 1 - idle(busy));
    registry.sensor(bean, "io-wait-ratio", () -> idle(busy));
    DoubleSupplier busyNs = loop::busyNs;
    DoubleSupplier idleNs =
        () -> Math.max(0, (double) (clock.getAsLong() - fromNs - loop.busyNs()));
    for (String name : List.of("iotime-total", "io-time-ns-total")) {
      registry.sensor(bean, name, busyNs);
    }
    for (String name : List.of("io-waittime-total", "io-wait-time-ns-total")) {
      registry.sensor(bean, name, idleNs);
    }
  }

  /**
   * How much of their time the partitions' loops have nothing to do, as the meter it is known as.
   */
  private static void showHandlers(MetricsRegistry registry, List<NettyEventLoop> loops) {
    LongSupplier clock = registry.clock();
    long fromNs = clock.getAsLong();
    LongSupplier idleNs =
        () -> {
          long busyNs = loops.stream().mapToLong(NettyEventLoop::occupiedNs).sum();
          return Math.max(0, clock.getAsLong() - fromNs - busyNs / loops.size());
        };
    CountRate lately = new CountRate(idleNs, clock);
    BeanName bean =
        BeanName.of("kafka.server", "KafkaRequestHandlerPool", "RequestHandlerAvgIdlePercent");
    registry.attribute(bean, "Count", Long.class, idleNs::getAsLong);
    registry.attribute(bean, "EventType", String.class, () -> "percent");
    registry.attribute(bean, "RateUnit", TimeUnit.class, () -> TimeUnit.NANOSECONDS);
    registry.sensor(
        bean,
        "MeanRate",
        () -> (double) idleNs.getAsLong() / Math.max(1, clock.getAsLong() - fromNs));
    for (String minutes : List.of("OneMinuteRate", "FiveMinuteRate", "FifteenMinuteRate")) {
      registry.sensor(bean, minutes, () -> lately.perSecond() / NS_PER_S);
    }
  }

  private static double idle(CountRate busyNs) {
    return Math.max(0, Math.min(1, 1 - busyNs.perSecond() / NS_PER_S));
  }

  private static int queued(List<NettyEventLoop> loops) {
    return loops.stream().mapToInt(NettyEventLoop::queuedTasks).sum();
  }
}
