package io.classickafka.log;

import io.classickafka.disk.Disk;
import io.classickafka.log.clean.CleanerSettings;
import io.classickafka.metrics.MetricsRegistry;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.seam.EventLoop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * All log directories of a broker and the logs in them. Thread-safe: a log, once opened, is for its
 * owner; what is read of it here are the offsets that anybody may read. Checkpoints are written
 * under a lock of their own, one at a time, and none after the end.
 */
public final class LogDirs {

  private static final Logger LOG = LogManager.getLogger(LogDirs.class);

  /** By topic, then by partition. */
  public static final Comparator<TopicPartition> BY_NAME =
      Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

  private final Disk disk;
  private final LogDirsConfig config;
  private final Background background;
  private final List<LogDirOpening> openings;
  private final ConcurrentSkipListMap<TopicPartition, Log> logs;
  private final FutureLogs futures;

  private final Checkpoints checkpoints;

  /** Where logs are being made, once for each. Guarded by itself, for a moment. */
  private final List<LogDir> making = new ArrayList<>();

  /** Numbers the deleted directories, whose names must never meet. */
  private final AtomicLong deletions = new AtomicLong();

  private volatile @Nullable LogMetrics metrics;
  private volatile @Nullable LogCleaner cleaner;

  private volatile Consumer<Log> onLogOffline = log -> {};

  private LogDirs(Disk disk, LogDirsConfig config, Background background, LogDirsLoading loading) {
    this.disk = disk;
    this.config = config;
    this.background = background;
    this.openings = List.copyOf(loading.openings);
    this.logs = loading.logs;
    this.futures = new FutureLogs(this, config, background, loading.futures);
    this.checkpoints =
        new Checkpoints(
            openings,
            visit -> {
              logs.values().forEach(visit);
              futures.all().forEach(visit);
            });
    for (LogDirOpening opening : openings) {
      opening.dir.watch(
          log -> checkpoints.lower(opening, log),
          log -> checkpoints.raise(opening, log),
          log -> onLogOffline.accept(log),
          () -> checkpoints.write(opening.dir, OffsetCheckpoint.LOG_START));
    }
  }

  /**
   * Watches for logs that go offline although their directory works.
   *
   * @param listener called on any thread, once for each
   */
  public void onLogOffline(Consumer<Log> listener) {
    onLogOffline = listener;
  }

  /**
   * Locks, reads and recovers the directories on the pool.
   *
   * @param configs the settings of a topic; called on pool threads
   * @param timer tells the time, and delays deletions
   * @param pool may block on the disk
   * @param onOffline told on any thread when a directory fails
   * @return completed on a pool thread; fails with LogDirException, whose message is for a person
   */
  public static CompletableFuture<LogDirs> open(
      Disk disk,
      LogDirsConfig config,
      Function<String, LogConfig> configs,
      EventLoop timer,
      Executor pool,
      Consumer<LogDir> onOffline) {
    Background background = new Background(timer, pool);
    return CompletableFuture.supplyAsync(timer::wallClockMs, timer)
        .thenCompose(
            nowMs -> {
              LogDirsLoading loading =
                  new LogDirsLoading(disk, config, configs, background, onOffline, nowMs);
              return loading
                  .run()
                  .thenApply(
                      done -> {
                        LogDirs dirs = new LogDirs(disk, config, background, loading);
                        dirs.deleteLeftovers();
                        // What was recovered may end below what is checkpointed, or further than
                        // that was forced meanwhile.
                        dirs.logs().forEach(log -> log.dir().shortened(log));
                        dirs.logs().forEach(log -> log.dir().forced(log));
                        dirs.checkUsable();
                        return dirs;
                      });
            });
  }

  /** When the last directory failed while its logs were opened there was nobody to be told. */
  private void checkUsable() {
    if (dirs().stream().allMatch(LogDir::isOffline)) {
      abandon();
      throw new LogDirException(
          "no log directory can be used, the last one failed while its logs were opened: log.dirs="
              + dirs().stream().map(LogDir::toString).collect(Collectors.joining(",")),
          null);
    }
  }

  /** Shows directories and logs, those that come later included. Before logs are made. */
  public void watch(MetricsRegistry registry) {
    LogMetrics shown = new LogMetrics(registry, dirs());
    metrics = shown;
    logs.values().forEach(shown::watch);
  }

  /**
   * Cleans compacted logs from now on. Once, after {@link #watch}.
   *
   * @param settings asked again and again, on the loop that tells the time
   */
  public void clean(Supplier<CleanerSettings> settings, MetricsRegistry registry) {
    CleanerMetrics shown = new CleanerMetrics();
    shown.show(registry, dirs(), background.timer()::monotonicNs);
    LogCleaner made =
        new LogCleaner(
            background, settings, dir -> checkpoints.write(dir, OffsetCheckpoint.CLEANER), shown);
    cleaner = made;
    logs.values().forEach(log -> log.compaction().cleanedBy(made));
  }

  /** Aborts cleanings; done when none is under way. Before the owners of logs stop. */
  public CompletableFuture<Void> stopCleaning() {
    LogCleaner made = cleaner;
    return made == null ? CompletableFuture.completedFuture(null) : made.stop();
  }

  /** In the order configured, those that failed included. */
  public List<LogDir> dirs() {
    return openings.stream().map(opening -> opening.dir).toList();
  }

  /** By topic and partition, those in failed directories included. */
  public List<Log> logs() {
    return List.copyOf(logs.values());
  }

  public @Nullable Log log(TopicPartition partition) {
    return logs.get(partition);
  }

  /** What the directories say of whose they are; null when none says anything. */
  public @Nullable MetaProperties meta() {
    for (LogDirOpening opening : openings) {
      if (opening.meta() != null && !opening.dir.isOffline()) {
        return opening.meta();
      }
    }
    return null;
  }

  /**
   * Writes whose data the directories hold, where they do not say so yet.
   *
   * @throws LogDirException when they belong to another cluster
   */
  public void assignIdentity(String clusterId, int brokerId) {
    MetaProperties wanted = new MetaProperties(clusterId, brokerId);
    for (LogDirOpening opening : openings) {
      MetaProperties meta = opening.meta();
      if (opening.dir.isOffline() || wanted.equals(meta)) {
        continue;
      }
      String known = meta == null ? null : meta.clusterId();
      if (known != null && !known.equals(clusterId)) {
        throw new LogDirException(
            "log directory "
                + opening.dir
                + " belongs to cluster "
                + known
                + " (says its meta.properties), but zookeeper.connect leads to cluster "
                + clusterId,
            null);
      }
      try {
        wanted.write(disk, opening.dir.path());
      } catch (IOException e) {
        opening.dir.fail("writing meta.properties", e);
      }
    }
  }

  /** What {@link #getOrCreate} found or made; the log is null when there is an error. */
  public record CreateResult(@Nullable Log log, ErrorCode error) {}

  /**
   * The log of a partition, made in the directory with the fewest logs if there is none. Blocks on
   * the disk; one caller at a time per partition.
   *
   * @param isNew the partition never had records: it may be made although a directory is offline
   */
  public CreateResult getOrCreate(
      TopicPartition partition, @Nullable Uuid topicId, LogConfig logConfig, boolean isNew) {
    Log known = logs.get(partition);
    if (known != null) {
      if (known.isOffline()) {
        return new CreateResult(null, ErrorCode.KAFKA_STORAGE_ERROR);
      }
      Uuid knownId = known.topicId();
      boolean other = topicId != null && knownId != null && !topicId.equals(knownId);
      return other
          ? new CreateResult(null, ErrorCode.INCONSISTENT_TOPIC_ID)
          : new CreateResult(known, ErrorCode.NONE);
    }
    boolean anyOffline = openings.stream().anyMatch(opening -> opening.dir.isOffline());
    LogDir dir = isNew || !anyOffline ? claim(partition) : null;
    if (dir == null) {
      return new CreateResult(null, ErrorCode.KAFKA_STORAGE_ERROR);
    }
    try {
      return create(partition, topicId, logConfig, dir);
    } finally {
      synchronized (making) {
        making.remove(dir);
      }
    }
  }

  private CreateResult create(
      TopicPartition partition, @Nullable Uuid topicId, LogConfig logConfig, LogDir dir) {
    Path directory = dir.path().resolve(LogFiles.liveDir(partition));
    try {
      // They may still name a partition of this name that was deleted. Before anything of the new
      // one is there: a start that finds it would miss what the other held.
      checkpoints.forget(dir, partition);
      if (dir.isOffline()) {
        return new CreateResult(null, ErrorCode.KAFKA_STORAGE_ERROR);
      }
      disk.makeDirectories(directory);
      LogStore store = new LogStore(partition, dir, directory, logConfig, background, config);
      long madeMs = disk.modifiedMs(directory);
      Log log = new LogLoader(store, LogLoader.Checkpointed.NEW, madeMs, walked -> {}).load();
      ErrorCode error = topicId == null ? ErrorCode.NONE : log.assignTopicId(topicId);
      if (error != ErrorCode.NONE) {
        return new CreateResult(null, error);
      }
      disk.forceDirectory(dir.path());
      logs.put(partition, log);
      LogMetrics shown = metrics;
      if (shown != null) {
        shown.watch(log);
      }
      LogCleaner cleaning = cleaner;
      if (cleaning != null) {
        log.compaction().cleanedBy(cleaning);
      }
      LOG.info("log created partition={} dir={}", partition, dir);
      return new CreateResult(log, ErrorCode.NONE);
    } catch (IOException e) {
      dir.fail("creating " + directory, e);
      return new CreateResult(null, ErrorCode.KAFKA_STORAGE_ERROR);
    }
  }

  /** Logs that are made at the same time count too, or they would all go to one directory. */
  private @Nullable LogDir claim(TopicPartition partition) {
    synchronized (making) {
      LogDir wanted = futures.preferred(partition);
      LogDir dir = wanted == null || wanted.isOffline() ? leastUsed() : wanted;
      if (dir != null) {
        making.add(dir);
      }
      return dir;
    }
  }

  private @Nullable LogDir leastUsed() {
    Map<LogDir, Integer> counts = new LinkedHashMap<>();
    for (LogDirOpening opening : openings) {
      if (!opening.dir.isOffline()) {
        counts.put(opening.dir, 0);
      }
    }
    for (Log log : logs.values()) {
      counts.computeIfPresent(log.dir(), (dir, count) -> count + 1);
    }
    for (LogDir claimed : making) {
      counts.computeIfPresent(claimed, (dir, count) -> count + 1);
    }
    LogDir best = null;
    int fewest = Integer.MAX_VALUE;
    for (Map.Entry<LogDir, Integer> entry : counts.entrySet()) {
      if (entry.getValue() < fewest) {
        best = entry.getKey();
        fewest = entry.getValue();
      }
    }
    return best;
  }

  /** Renames the partition's directory and deletes it later. By the log's owner. */
  public ErrorCode delete(TopicPartition partition) {
    Log log = logs.get(partition);
    if (log == null) {
      return ErrorCode.NONE;
    }
    LogDir dir = log.dir();
    if (dir.isOffline()) {
      return ErrorCode.KAFKA_STORAGE_ERROR;
    }
    Path renamed = dir.path().resolve(LogFiles.deleteDir(partition, unique()));
    try {
      log.delete(renamed);
      disk.forceDirectory(dir.path());
      logs.remove(partition, log);
      LogMetrics shown = metrics;
      if (shown != null) {
        shown.forget(partition);
      }
      LogCleaner cleaning = cleaner;
      if (cleaning != null) {
        cleaning.forget(log);
      }
      LOG.info("log deleted partition={} renamedTo={}", partition, renamed.getFileName());
      deleteLater(dir, renamed);
      return ErrorCode.NONE;
    } catch (IOException e) {
      dir.fail("deleting " + partition, e);
      return ErrorCode.KAFKA_STORAGE_ERROR;
    }
  }

  UUID unique() {
    long number = deletions.incrementAndGet();
    return new UUID(LogStore.mix(config.seed() + number), LogStore.mix(~config.seed() ^ number));
  }

  /** The directory of a path as configured, made absolute; null when it is none of them. */
  public @Nullable LogDir dir(String path) {
    for (LogDirOpening opening : openings) {
      if (opening.dir.path().toAbsolutePath().toString().equals(path)) {
        return opening.dir;
      }
    }
    return null;
  }

  /** The logs that are to take the place of others, in another directory. */
  public FutureLogs futures() {
    return futures;
  }

  /** A log is another from now on, in another directory. */
  void installed(Log before, Log now) {
    logs.put(now.topicPartition(), now);
    LogMetrics shown = metrics;
    if (shown != null) {
      shown.forget(now.topicPartition());
      shown.watch(now);
    }
    LogCleaner cleaning = cleaner;
    if (cleaning != null) {
      cleaning.forget(before);
      now.compaction().cleanedBy(cleaning);
    }
  }

  /** Writes what is to be known of the logs of one directory. */
  void writeCheckpoints(LogDir dir) {
    checkpoints.write(
        dir,
        OffsetCheckpoint.RECOVERY_POINT,
        OffsetCheckpoint.LOG_START,
        OffsetCheckpoint.HIGH_WATERMARK);
  }

  /** A directory that was renamed goes after the delay. */
  void deleteLater(LogDir dir, Path renamed) {
    background.later(config.segmentDeleteDelayMs(), () -> deleteDirectory(dir, renamed));
  }

  private void deleteLeftovers() {
    for (LogDirOpening opening : openings) {
      for (String name : opening.deleted) {
        deleteLater(opening.dir, opening.path(name));
      }
    }
  }

  private void deleteDirectory(LogDir dir, Path directory) {
    if (dir.isOffline() || !disk.exists(directory)) {
      return;
    }
    try {
      for (String name : disk.list(directory)) {
        disk.delete(directory.resolve(name));
      }
      disk.delete(directory);
    } catch (IOException e) {
      dir.fail("deleting " + directory, e);
    }
  }

  /** Writes up to where each log was forced. */
  public void writeRecoveryPoints() {
    checkpoints.write(OffsetCheckpoint.RECOVERY_POINT);
  }

  /** Writes the high watermarks. */
  public void writeHighWatermarks() {
    checkpoints.write(OffsetCheckpoint.HIGH_WATERMARK);
  }

  /** Writes where the logs start that do not start with their first segment. */
  public void writeLogStartOffsets() {
    checkpoints.write(OffsetCheckpoint.LOG_START);
  }

  /**
   * Forces and closes every log, writes checkpoints and the clean marker, frees the locks. Only
   * when no owner uses its log any more. Runs on the pool.
   */
  public CompletableFuture<Void> close(long brokerEpoch) {
    List<CompletableFuture<Boolean>> closed = new ArrayList<>();
    for (LogDirOpening opening : openings) {
      closed.add(CompletableFuture.supplyAsync(() -> closeLogs(opening.dir), background.pool()));
    }
    return CompletableFuture.allOf(closed.toArray(new CompletableFuture<?>[0]))
        .thenRun(
            () -> {
              writeLastCheckpoints();
              for (int i = 0; i < openings.size(); i++) {
                finish(openings.get(i), closed.get(i).getNow(false), brokerEpoch);
              }
            });
  }

  private void writeLastCheckpoints() {
    OffsetCheckpoint[] last = {
      OffsetCheckpoint.RECOVERY_POINT, OffsetCheckpoint.HIGH_WATERMARK, OffsetCheckpoint.LOG_START
    };
    checkpoints.end(cleaner == null ? last : OffsetCheckpoint.values());
  }

  /** Frees the locks and leaves everything as it is, as a killed process does. */
  void abandon() {
    checkpoints.end();
    openings.forEach(LogDirOpening::unlock);
  }

  private boolean closeLogs(LogDir dir) {
    boolean clean = !dir.isOffline();
    for (Log log : logs.values()) {
      if (log.dir() == dir) {
        clean &= log.close();
      }
    }
    for (Log log : futures.all()) {
      if (log.dir() == dir) {
        clean &= log.close();
      }
    }
    return clean;
  }

  private static void finish(LogDirOpening opening, boolean clean, long brokerEpoch) {
    LOG.info(
        "log dir closed dir={} clean={} forces:{}", opening.dir, clean, opening.dir.forceCounts());
    if (clean && !opening.dir.isOffline()) {
      try {
        opening.writeCleanMarker(brokerEpoch);
      } catch (IOException e) {
        opening.dir.fail("writing the clean-shutdown marker", e);
      }
    }
    opening.unlock();
  }
}
