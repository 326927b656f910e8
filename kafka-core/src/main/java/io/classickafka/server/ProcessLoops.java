package io.classickafka.server;

import io.classickafka.config.BrokerConfig;
import io.classickafka.config.BrokerProperties;
import io.classickafka.seam.netty.NettyEventLoop;
import io.classickafka.seam.netty.NettyTransport;
import io.classickafka.seam.netty.SocketOptions;
import io.netty.util.ResourceLeakDetector;
import java.util.ArrayList;
import java.util.List;

/** Every thread of a broker's process. A thread without work sleeps. */
final class ProcessLoops {

  private static final long IDLE_MS = 30_000;

  /** Netty's property by which somebody looks for leaks, and its older name. */
  private static final List<String> LEAK_LEVEL =
      List.of("io.netty.leakDetection.level", "io.netty.leakDetectionLevel");

  private final NettyTransport transport;
  private final List<NettyEventLoop> partitions = new ArrayList<>();
  private final NettyEventLoop control = NettyEventLoop.start("control-loop");
  private final NettyEventLoop controller = NettyEventLoop.start("controller-loop");
  private final MeasuredLoop measuredController = new MeasuredLoop(controller);
  private final NettyEventLoop coordinator = NettyEventLoop.start("coordinator-loop-0");
  private final BackgroundThreads background;
  private final int cores = Runtime.getRuntime().availableProcessors();

  ProcessLoops(BrokerConfig config) {
    // Of each 128th buffer Netty keeps two stack traces. The tests of the transport look at every
    // buffer instead.
    if (LEAK_LEVEL.stream().allMatch(name -> System.getProperty(name) == null)) {
      ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
    }
    transport =
        NettyTransport.start(
            "network",
            config.get(BrokerProperties.NUM_NETWORK_THREADS),
            new SocketOptions(
                config.get(BrokerProperties.SOCKET_SEND_BUFFER_BYTES),
                config.get(BrokerProperties.SOCKET_RECEIVE_BUFFER_BYTES),
                config.get(BrokerProperties.SOCKET_LISTEN_BACKLOG_SIZE)));
    for (int i = 0; i < config.get(BrokerProperties.NUM_IO_THREADS); i++) {
      partitions.add(NettyEventLoop.start("partition-loop-" + i));
    }
    int threads =
        Math.max(config.get(BrokerProperties.BACKGROUND_THREADS), config.recoveryThreads(cores));
    background = new BackgroundThreads("background", threads, IDLE_MS);
  }

  NettyTransport transport() {
    return transport;
  }

  /** The same loops as {@link #partitions}, which tell how much waits for them. */
  List<NettyEventLoop> partitionLoops() {
    return List.copyOf(partitions);
  }

  MeasuredLoop controller() {
    return measuredController;
  }

  /** The same threads as a broker sees them. */
  BrokerLoops seam() {
    return new BrokerLoops(
        transport.loops(),
        List.copyOf(partitions),
        control,
        measuredController,
        coordinator,
        background,
        cores);
  }

  /** Ends all threads; what does not end in time is left to the end of the process. */
  void close(long timeoutMs) throws InterruptedException {
    background.shutdown();
    controller.shutdown();
    coordinator.shutdown();
    control.shutdown();
    partitions.forEach(NettyEventLoop::shutdown);
    transport.shutdown();
    long untilNs = System.nanoTime() + timeoutMs * 1_000_000;
    transport.awaitTermination(left(untilNs));
    for (NettyEventLoop loop : partitions) {
      loop.awaitTermination(left(untilNs));
    }
    controller.awaitTermination(left(untilNs));
    coordinator.awaitTermination(left(untilNs));
    control.awaitTermination(left(untilNs));
    background.awaitTermination(left(untilNs));
  }

  private static long left(long untilNs) {
    return Math.max(0, (untilNs - System.nanoTime()) / 1_000_000);
  }
}
