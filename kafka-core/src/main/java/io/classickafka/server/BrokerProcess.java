package io.classickafka.server;

import io.classickafka.config.BrokerConfig;
import io.classickafka.config.BrokerProperties;
import io.classickafka.config.Endpoint;
import io.classickafka.disk.FileChannelDisk;
import io.classickafka.metrics.MetricsRegistry;
import io.classickafka.zookeeper.ZooKeeperCoordination;
import io.classickafka.zookeeper.ZooKeeperSettings;
import io.classickafka.zookeeper.ZooKeeperUnavailableException;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One broker on threads, files, sockets and a ZooKeeper session of its own. {@link #start} returns
 * when it serves; {@link #stop} when everything it had is written and given back. Both wait, and
 * are for the main thread and the thread of the process's end.
 */
public final class BrokerProcess {

  private static final Logger LOG = LogManager.getLogger(BrokerProcess.class);

  /** How long the threads may take to end. */
  private static final long END_MS = 1_000;

  private final BrokerConfig config;
  private final ProcessLoops loops;
  private final MetricsRegistry metrics =
      new MetricsRegistry(ManagementFactory.getPlatformMBeanServer(), System::nanoTime);
  private @Nullable ZooKeeperCoordination session;
  private @Nullable Broker broker;
  private boolean serves;

  private BrokerProcess(BrokerConfig config) {
    this.config = config;
    this.loops = new ProcessLoops(config);
  }

  /**
   * Starts a broker.
   *
   * @throws StartFailedException with one line for a person; nothing is left running then
   */
  public static BrokerProcess start(BrokerConfig config)
      throws StartFailedException, InterruptedException {
    BrokerProcess process = new BrokerProcess(config);
    try {
      process.open();
      return process;
    } finally {
      if (!process.serves) {
        process.stop();
      }
    }
  }

  /** The broker's number. */
  public int brokerId() {
    return started().brokerId();
  }

  /** The ports that are bound, by listener. */
  public Map<String, Integer> ports() {
    return started().ports();
  }

  private Broker started() {
    Broker started = broker;
    if (started == null) {
      throw new IllegalStateException("not started");
    }
    return started;
  }

  private void open() throws StartFailedException, InterruptedException {
    long startedNs = System.nanoTime();
    ZooKeeperCoordination opened = openSession();
    session = opened;
    BrokerMetrics.showProcess(metrics);
    LoopMetrics.show(
        metrics, loops, config.listeners().bound().stream().map(Endpoint::listenerName).toList());
    Broker made =
        new Broker(
            config,
            new BrokerSeams(
                loops.seam(),
                loops.transport(),
                new FileChannelDisk(),
                opened,
                metrics,
                BrokerProcess::halt));
    broker = made;
    await(made.start());
    serves = true;
    LOG.info(
        "broker started brokerId={} clusterId={} listeners={} ms={}",
        made.brokerId(),
        made.clusterId(),
        made.ports(),
        (System.nanoTime() - startedNs) / 1_000_000);
  }

  private ZooKeeperCoordination openSession() throws StartFailedException, InterruptedException {
    String connect = config.get(BrokerProperties.ZOOKEEPER_CONNECT);
    if (connect == null || connect.isBlank()) {
      throw new StartFailedException("zookeeper.connect is not set", null);
    }
    ZooKeeperSettings settings =
        new ZooKeeperSettings(
            connect,
            config.get(BrokerProperties.ZOOKEEPER_SESSION_TIMEOUT_MS),
            config.get(BrokerProperties.ZOOKEEPER_CONNECTION_TIMEOUT_MS),
            config.get(BrokerProperties.ZOOKEEPER_MAX_IN_FLIGHT_REQUESTS),
            config.get(BrokerProperties.ZOOKEEPER_SET_ACL),
            Collections.emptySortedMap());
    try {
      return ZooKeeperCoordination.open(settings, metrics);
    } catch (ZooKeeperUnavailableException e) {
      throw new StartFailedException(String.valueOf(e.getMessage()), e);
    }
  }

  private static void await(CompletableFuture<Void> steps)
      throws StartFailedException, InterruptedException {
    try {
      steps.get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      while (cause != null && !(cause instanceof StartFailedException)) {
        cause = cause.getCause();
      }
      if (cause instanceof StartFailedException known) {
        throw known;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private static void halt() {
    LogManager.shutdown();
    Runtime.getRuntime().halt(1);
  }

  /** Stops what was started, in order. */
  public void stop() throws InterruptedException {
    long startedNs = System.nanoTime();
    Broker started = broker;
    if (started != null) {
      try {
        await(started.stop());
      } catch (StartFailedException e) {
        throw new IllegalStateException(e);
      }
    }
    if (session != null) {
      session.close();
    }
    metrics.close();
    loops.close(END_MS);
    if (serves && started != null) {
      LOG.info(
          "broker stopped brokerId={} ms={}",
          started.brokerId(),
          (System.nanoTime() - startedNs) / 1_000_000);
    }
  }
}
