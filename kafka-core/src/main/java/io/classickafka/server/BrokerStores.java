package io.classickafka.server;

import io.classickafka.cluster.ClusterSetup;
import io.classickafka.config.BrokerConfig;
import io.classickafka.config.BrokerProperties;
import io.classickafka.coordination.CoordinationClient;
import io.classickafka.disk.FileChannelDisk;
import io.classickafka.log.LogDir;
import io.classickafka.log.LogDirException;
import io.classickafka.log.LogDirs;
import io.classickafka.log.LogDirsConfig;
import io.classickafka.log.MetaProperties;
import io.classickafka.metrics.MetricsRegistry;
import io.classickafka.zookeeper.ZooKeeperCoordination;
import io.classickafka.zookeeper.ZooKeeperSettings;
import io.classickafka.zookeeper.ZooKeeperUnavailableException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What a broker keeps outside its memory: the session with ZooKeeper, the stored settings, the log
 * directories; and who it is, which follows from them. Opened and closed by the main thread.
 */
final class BrokerStores {

  private static final Logger LOG = LogManager.getLogger(BrokerStores.class);

  private static final long ZOOKEEPER_STEP_MS = 30_000;
  private static final long LOG_CLOSE_MS = 600_000;

  private final BrokerConfig config;
  private final BrokerLoops loops;
  private final MetricsRegistry metrics;
  private final Consumer<LogDir> onDirOffline;
  private @Nullable ZooKeeperCoordination coordination;
  private @Nullable CoordinationClient client;
  private @Nullable CoordinationClient controllerClient;
  private @Nullable StoredConfigs configs;
  private volatile @Nullable LogDirs logDirs;
  private volatile String clusterId = "";
  private int brokerId;

  BrokerStores(
      BrokerConfig config,
      BrokerLoops loops,
      MetricsRegistry metrics,
      Consumer<LogDir> onDirOffline) {
    this.config = config;
    this.loops = loops;
    this.metrics = metrics;
    this.onDirOffline = onDirOffline;
    this.brokerId = config.brokerId();
  }

  ZooKeeperCoordination coordination() {
    return made(coordination);
  }

  /** The session as the control loop sees it. */
  CoordinationClient client() {
    return made(client);
  }

  /** The session as the controller's loop sees it. */
  CoordinationClient controllerClient() {
    return made(controllerClient);
  }

  StoredConfigs configs() {
    return made(configs);
  }

  LogDirs logDirs() {
    return made(logDirs);
  }

  @Nullable LogDirs logDirsIfOpen() {
    return logDirs;
  }

  String clusterId() {
    return clusterId;
  }

  int brokerId() {
    return brokerId;
  }

  private static <T> T made(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("not open");
    }
    return part;
  }

  void open() throws StartFailedException, InterruptedException {
    try {
      coordination = ZooKeeperCoordination.open(zooKeeper(), metrics);
    } catch (ZooKeeperUnavailableException e) {
      throw new StartFailedException(String.valueOf(e.getMessage()), e);
    }
    client = coordination().on(loops.control());
    controllerClient = coordination().on(loops.controller());
    try {
      setUpCluster();
      readConfigs();
      if (brokerId >= 0) {
        Await.done(done -> configs().identify(brokerId, done), ZOOKEEPER_STEP_MS);
      }
      openLogs();
      identify();
    } catch (TimeoutException e) {
      throw new StartFailedException("ZooKeeper does not answer any more", e);
    }
  }

  private ZooKeeperSettings zooKeeper() throws StartFailedException {
    String connect = config.get(BrokerProperties.ZOOKEEPER_CONNECT);
    if (connect == null || connect.isBlank()) {
      throw new StartFailedException("zookeeper.connect is not set", null);
    }
    return new ZooKeeperSettings(
        connect,
        config.get(BrokerProperties.ZOOKEEPER_SESSION_TIMEOUT_MS),
        config.get(BrokerProperties.ZOOKEEPER_CONNECTION_TIMEOUT_MS),
        config.get(BrokerProperties.ZOOKEEPER_MAX_IN_FLIGHT_REQUESTS),
        config.get(BrokerProperties.ZOOKEEPER_SET_ACL),
        Collections.emptySortedMap());
  }

  private void setUpCluster() throws StartFailedException, InterruptedException, TimeoutException {
    ClusterSetup.Result result =
        Await.answer(
            (Consumer<ClusterSetup.Result> reply) ->
                loops
                    .control()
                    .execute(() -> ClusterSetup.run(client(), loops.control().random(), reply)),
            ZOOKEEPER_STEP_MS);
    if (result instanceof ClusterSetup.Result.Failed failed) {
      throw new StartFailedException(failed.reason(), null);
    }
    clusterId = ((ClusterSetup.Result.Ready) result).clusterId();
  }

  private void readConfigs() throws StartFailedException, InterruptedException, TimeoutException {
    StoredConfigs made = new StoredConfigs(client(), loops.control(), config);
    configs = made;
    @Nullable String failure = Await.<@Nullable String>answer(made::start, ZOOKEEPER_STEP_MS);
    if (failure != null) {
      throw new StartFailedException(failure, null);
    }
  }

  private void openLogs() throws StartFailedException, InterruptedException {
    List<Path> paths = new ArrayList<>();
    for (String dir : config.logDirs()) {
      paths.add(Path.of(dir));
    }
    LogDirsConfig wanted =
        new LogDirsConfig(
            paths,
            brokerId,
            config.get(BrokerProperties.NUM_RECOVERY_THREADS_PER_DATA_DIR),
            config.get(BrokerProperties.LOG_SEGMENT_DELETE_DELAY_MS),
            config.get(BrokerProperties.PRODUCER_ID_EXPIRATION_MS),
            new SecureRandom().nextLong());
    CompletableFuture<LogDirs> opening =
        LogDirs.open(
            new FileChannelDisk(),
            wanted,
            topic -> TopicSettings.log(configs().of(topic)),
            loops.control(),
            loops.background(),
            onDirOffline);
    try {
      // Recovery takes as long as it takes.
      LogDirs opened = opening.get();
      opened.watch(metrics);
      logDirs = opened;
    } catch (ExecutionException e) {
      throw failed(e);
    }
  }

  private static StartFailedException failed(ExecutionException e) {
    Throwable cause = e.getCause();
    while (cause != null && !(cause instanceof LogDirException) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return new StartFailedException(String.valueOf(cause == null ? e : cause.getMessage()), e);
  }

  private void identify() throws StartFailedException, InterruptedException, TimeoutException {
    if (brokerId < 0) {
      MetaProperties meta = logDirs().meta();
      brokerId = meta != null && meta.brokerId() >= 0 ? meta.brokerId() : nextBrokerId();
      Await.done(done -> configs().identify(brokerId, done), ZOOKEEPER_STEP_MS);
    }
    try {
      logDirs().assignIdentity(clusterId, brokerId);
    } catch (LogDirException e) {
      throw new StartFailedException(String.valueOf(e.getMessage()), e);
    }
  }

  private int nextBrokerId() throws StartFailedException, InterruptedException, TimeoutException {
    int reserved = config.get(BrokerProperties.RESERVED_BROKER_MAX_ID);
    int next =
        Await.answer(
            (Consumer<Integer> reply) -> ClusterSetup.nextBrokerId(client(), reserved, reply),
            ZOOKEEPER_STEP_MS);
    if (next < 0) {
      throw new StartFailedException(
          "ZooKeeper gives no broker id; set broker.id in the settings", null);
    }
    return next;
  }

  /**
   * Writes and closes everything. The clean marker comes last of the logs; the session after that.
   *
   * @param brokerEpoch of the registration, which the marker remembers
   * @param quiet whether no owner uses its log any more; else the logs stay as they are, unmarked
   */
  void close(long brokerEpoch, boolean quiet) throws InterruptedException {
    LogDirs open = logDirs;
    if (open != null && quiet) {
      try {
        open.close(brokerEpoch).get(LOG_CLOSE_MS, TimeUnit.MILLISECONDS);
      } catch (ExecutionException | TimeoutException e) {
        LOG.error("logs not closed, the next start recovers them", e);
      }
    }
    if (coordination != null) {
      coordination.close();
    }
  }
}
