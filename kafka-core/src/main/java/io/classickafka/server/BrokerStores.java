package io.classickafka.server;

import io.classickafka.cluster.ClusterSetup;
import io.classickafka.config.BrokerConfig;
import io.classickafka.config.BrokerProperties;
import io.classickafka.coordination.CoordinationClient;
import io.classickafka.log.LogDir;
import io.classickafka.log.LogDirException;
import io.classickafka.log.LogDirs;
import io.classickafka.log.LogDirsConfig;
import io.classickafka.log.MetaProperties;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What a broker keeps outside its memory: the stored settings, the log directories; and who it is,
 * which follows from them. Opened and closed on the control loop.
 */
final class BrokerStores {

  private static final Logger LOG = LogManager.getLogger(BrokerStores.class);

  private static final long ZOOKEEPER_STEP_MS = 30_000;
  private static final long LOG_CLOSE_MS = 600_000;
  private static final CompletableFuture<Void> NOTHING = CompletableFuture.completedFuture(null);
  private static final String ZOOKEEPER_SILENT = "ZooKeeper does not answer any more";

  private final BrokerConfig config;
  private final BrokerSeams seams;
  private final BrokerLoops loops;
  private final Steps steps;
  private final Consumer<LogDir> onDirOffline;
  private final CoordinationClient client;
  private final CoordinationClient controllerClient;
  private final StoredConfigs configs;
  private volatile @Nullable LogDirs logDirs;
  private volatile String clusterId = "";
  private volatile int brokerId;

  BrokerStores(BrokerConfig config, BrokerSeams seams, Steps steps, Consumer<LogDir> onDirOffline) {
    this.config = config;
    this.seams = seams;
    this.loops = seams.loops();
    this.steps = steps;
    this.onDirOffline = onDirOffline;
    this.brokerId = config.brokerId();
    this.client = seams.coordination().on(loops.control());
    this.controllerClient = seams.coordination().on(loops.controller());
    this.configs = new StoredConfigs(client, loops.control(), config);
  }

  /** The session as the control loop sees it. */
  CoordinationClient client() {
    return client;
  }

  /** The session as the controller's loop sees it. */
  CoordinationClient controllerClient() {
    return controllerClient;
  }

  StoredConfigs configs() {
    return configs;
  }

  LogDirs logDirs() {
    LogDirs open = logDirs;
    if (open == null) {
      throw new IllegalStateException("not open");
    }
    return open;
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

  /** Reads and recovers everything; fails with the line for a person. */
  CompletableFuture<Void> open() {
    return setUpCluster()
        .thenCompose(done -> readConfigs())
        .thenCompose(done -> brokerId >= 0 ? readOwnConfigs() : NOTHING)
        .thenCompose(done -> openLogs())
        .thenCompose(done -> identify());
  }

  private CompletableFuture<Void> setUpCluster() {
    return steps
        .answer(
            (Consumer<ClusterSetup.Result> reply) ->
                ClusterSetup.run(client, loops.control().random(), reply),
            ZOOKEEPER_STEP_MS,
            ZOOKEEPER_SILENT)
        .thenCompose(
            result -> {
              if (result instanceof ClusterSetup.Result.Ready ready) {
                clusterId = ready.clusterId();
                return NOTHING;
              }
              return Steps.failed(((ClusterSetup.Result.Failed) result).reason(), null);
            });
  }

  private CompletableFuture<Void> readConfigs() {
    return steps
        .answer(
            (Consumer<String> reply) ->
                configs.start(failure -> reply.accept(failure == null ? "" : failure)),
            ZOOKEEPER_STEP_MS,
            ZOOKEEPER_SILENT)
        .thenCompose(failure -> failure.isEmpty() ? NOTHING : Steps.failed(failure, null));
  }

  private CompletableFuture<Void> readOwnConfigs() {
    return steps
        .done(done -> configs.identify(brokerId, done), ZOOKEEPER_STEP_MS)
        .thenCompose(done -> NOTHING);
  }

  // Recovery takes as long as it takes.
  private CompletableFuture<Void> openLogs() {
    List<Path> paths = new ArrayList<>();
    for (String dir : config.logDirs()) {
      paths.add(Path.of(dir));
    }
    LogDirsConfig wanted =
        new LogDirsConfig(
            paths,
            brokerId,
            config.recoveryThreadsPerDir(loops.cores()),
            config.get(BrokerProperties.LOG_SEGMENT_DELETE_DELAY_MS),
            config.get(BrokerProperties.PRODUCER_ID_EXPIRATION_MS),
            loops.control().random().nextLong());
    return steps
        .home(
            LogDirs.open(
                seams.disk(),
                wanted,
                topic -> TopicSettings.log(configs.of(topic)),
                loops.control(),
                loops.background(),
                onDirOffline))
        .thenAccept(
            opened -> {
              opened.watch(seams.metrics());
              if (config.get(BrokerProperties.LOG_CLEANER_ENABLE)) {
                opened.clean(() -> CleanerLimits.of(configs.broker()), seams.metrics());
              }
              logDirs = opened;
            })
        .exceptionallyCompose(failure -> Steps.failed(reason(failure), failure));
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (!(cause instanceof LogDirException) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }

  private CompletableFuture<Void> identify() {
    if (brokerId >= 0) {
      return sign();
    }
    MetaProperties meta = logDirs().meta();
    CompletableFuture<Integer> known =
        meta != null && meta.brokerId() >= 0
            ? CompletableFuture.completedFuture(meta.brokerId())
            : nextBrokerId();
    return known
        .thenCompose(
            id -> {
              brokerId = id;
              return readOwnConfigs();
            })
        .thenCompose(done -> sign());
  }

  private CompletableFuture<Void> sign() {
    return steps
        .<@Nullable Void>blocking(
            loops.background(),
            () -> {
              logDirs().assignIdentity(clusterId, brokerId);
              return null;
            })
        .exceptionallyCompose(failure -> Steps.failed(reason(failure), failure));
  }

  private CompletableFuture<Integer> nextBrokerId() {
    int reserved = config.get(BrokerProperties.RESERVED_BROKER_MAX_ID);
    return steps
        .answer(
            (Consumer<Integer> reply) -> ClusterSetup.nextBrokerId(client, reserved, reply),
            ZOOKEEPER_STEP_MS,
            ZOOKEEPER_SILENT)
        .thenCompose(
            next ->
                next >= 0
                    ? CompletableFuture.completedFuture(next)
                    : Steps.failed(
                        "ZooKeeper gives no broker id; set broker.id in the settings", null));
  }

  /**
   * Writes and closes the logs; the clean marker comes last.
   *
   * @param brokerEpoch of the registration, which the marker remembers
   * @param quiet whether no owner uses its log any more; else the logs stay as they are, unmarked
   */
  CompletableFuture<Void> close(long brokerEpoch, boolean quiet) {
    LogDirs open = logDirs;
    if (open == null || !quiet) {
      return NOTHING;
    }
    CompletableFuture<Void> closing = steps.home(open.close(brokerEpoch));
    return steps
        .done(done -> closing.whenComplete((closed, failure) -> done.run()), LOG_CLOSE_MS)
        .thenAccept(
            inTime -> {
              if (!inTime || closing.isCompletedExceptionally()) {
                LOG.error("logs not closed, the next start recovers them inTime={}", inTime);
              }
            });
  }
}
