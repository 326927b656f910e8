package io.classickafka.log;

import io.classickafka.disk.Disk;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Opens the directories and every log in them, several at a time, on the pool. */
final class LogDirsLoading {

  private static final Logger LOG = LogManager.getLogger(LogDirsLoading.class);

  private final Disk disk;
  private final LogDirsConfig config;
  private final Function<String, LogConfig> configs;
  private final Background background;
  private final Consumer<LogDir> onOffline;
  private final long nowMs;

  final List<LogDirOpening> openings = new ArrayList<>();
  final ConcurrentSkipListMap<TopicPartition, Log> logs =
      new ConcurrentSkipListMap<>(LogDirs.BY_NAME);

  /** Logs that are to take the place of others. */
  final ConcurrentSkipListMap<TopicPartition, Log> futures =
      new ConcurrentSkipListMap<>(LogDirs.BY_NAME);

  LogDirsLoading(
      Disk disk,
      LogDirsConfig config,
      Function<String, LogConfig> configs,
      Background background,
      Consumer<LogDir> onOffline,
      long nowMs) {
    this.disk = disk;
    this.config = config;
    this.configs = configs;
    this.background = background;
    this.onOffline = onOffline;
    this.nowMs = nowMs;
  }

  /** Completes when every log is open, or names what keeps the broker from starting. */
  CompletableFuture<Void> run() {
    return CompletableFuture.runAsync(this::openDirs, background.pool())
        .thenCompose(done -> loadAll())
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                openings.forEach(LogDirOpening::unlock);
              }
            });
  }

  private void openDirs() {
    PageCacheUse cacheUse = new PageCacheUse(disk.residentBytes());
    Map<Path, Path> seen = new LinkedHashMap<>();
    List<String> problems = new ArrayList<>();
    for (Path path : config.paths()) {
      LogDir dir = new LogDir(disk, path, background.pool(), cacheUse, onOffline);
      LogDirOpening opening = new LogDirOpening(dir);
      openings.add(opening);
      try {
        opening.open();
        Path other = seen.put(disk.realPath(path), path);
        if (other != null) {
          throw new LogDirException(
              "log.dirs names " + path + " and " + other + ", the same", null);
        }
      } catch (IOException e) {
        dir.fail("opening the log directory", e);
        problems.add(path + " (" + problem(e) + ")");
      }
    }
    if (openings.stream().allMatch(opening -> opening.dir.isOffline())) {
      throw new LogDirException(
          "no log directory can be used: log.dirs=" + String.join(", ", problems), null);
    }
    checkIdentity();
    finishMoves();
  }

  /** What a crash cut short between the two renames of a move: the old name is gone. */
  private void finishMoves() {
    Set<String> live = new LinkedHashSet<>();
    Set<String> deleted = new LinkedHashSet<>();
    for (LogDirOpening opening : openings) {
      live.addAll(opening.live);
      deleted.addAll(opening.deleted);
    }
    for (LogDirOpening opening : openings) {
      for (String name : List.copyOf(opening.future)) {
        LogFiles.PartitionDir parsed = LogFiles.parseDir(name);
        if (parsed == null || opening.dir.isOffline()) {
          continue;
        }
        String liveName = LogFiles.liveDir(parsed.partition());
        if (!live.contains(liveName) && deleted.contains(LogFiles.deletedName(Path.of(name)))) {
          finishMove(opening, name, liveName);
          live.add(liveName);
        }
      }
    }
  }

  private void finishMove(LogDirOpening opening, String name, String liveName) {
    try {
      disk.rename(opening.path(name), opening.path(liveName));
      disk.forceDirectory(opening.dir.path());
      opening.future.remove(name);
      opening.live.add(liveName);
      LOG.info("move of a log finished dir={} log={}", opening.dir, liveName);
    } catch (IOException e) {
      opening.dir.fail("finishing the move of " + liveName, e);
    }
  }

  private static String problem(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    return e instanceof FileAlreadyExistsException
        ? "not a directory"
        : String.valueOf(e.getMessage());
  }

  private void checkIdentity() {
    MetaProperties first = null;
    for (LogDirOpening opening : openings) {
      MetaProperties meta = opening.meta();
      if (meta == null || opening.dir.isOffline()) {
        continue;
      }
      if (config.brokerId() >= 0 && meta.brokerId() >= 0 && meta.brokerId() != config.brokerId()) {
        throw new LogDirException(
            "log directory "
                + opening.dir
                + " belongs to broker.id="
                + meta.brokerId()
                + " (says its meta.properties), but broker.id="
                + config.brokerId()
                + " is configured",
            null);
      }
      if (first != null && !first.equals(meta)) {
        throw new LogDirException(
            "the log directories belong to different brokers: " + first + " and " + meta, null);
      }
      first = meta;
    }
  }

  private CompletableFuture<Void> loadAll() {
    List<Runnable> loaders = new ArrayList<>();
    for (LogDirOpening opening : openings) {
      if (opening.dir.isOffline()) {
        continue;
      }
      LOG.info(
          "loading logs dir={} logs={} clean={}",
          opening.dir,
          opening.live.size(),
          opening.isClean());
      Queue<String> names = new ConcurrentLinkedQueue<>(opening.live);
      names.addAll(opening.future);
      RecoveryProgress progress =
          new RecoveryProgress(opening.dir, names.size(), background.timer());
      loaders.add(() -> load(opening, names, progress));
    }
    // In turn: where the pool has fewer threads, they spread over the directories.
    List<CompletableFuture<Void>> workers = new ArrayList<>();
    for (int i = 0; i < Math.max(1, config.recoveryThreadsPerDir()); i++) {
      for (Runnable loader : loaders) {
        workers.add(CompletableFuture.runAsync(loader, background.pool()));
      }
    }
    return CompletableFuture.allOf(workers.toArray(new CompletableFuture<?>[0]));
  }

  private void load(LogDirOpening opening, Queue<String> names, RecoveryProgress progress) {
    String name = names.poll();
    while (name != null && !opening.dir.isOffline()) {
      load(opening, name, progress);
      progress.onLog();
      name = names.poll();
    }
  }

  private void load(LogDirOpening opening, String name, RecoveryProgress progress) {
    LogFiles.PartitionDir parsed = LogFiles.parseDir(name);
    if (parsed == null) {
      return;
    }
    TopicPartition partition = parsed.partition();
    LogLoader.Checkpointed checkpointed = opening.checkpointed(partition);
    LogStore store = store(opening.dir, partition, opening.path(name));
    if (parsed.kind() == LogFiles.Kind.FUTURE) {
      loadFuture(opening, name, new LogLoader(store, checkpointed, nowMs, progress::onBytes));
      return;
    }
    try {
      Log log = new LogLoader(store, checkpointed, nowMs, progress::onBytes).load();
      log.compaction().restore(opening.firstDirty(partition));
      add(partition, log);
    } catch (CorruptLogException | MalformedFileException e) {
      // Only this replica is unusable: it is known, and answers KAFKA_STORAGE_ERROR.
      LogStore empty = store(opening.dir, partition, opening.path(name));
      Log unusable = Log.unusable(empty, checkpointed, e);
      unusable.compaction().restore(opening.firstDirty(partition));
      add(partition, unusable);
    } catch (IOException e) {
      opening.dir.fail("loading " + name, e);
    }
  }

  /** One that cannot be opened is copied anew when somebody asks for it again. */
  private void loadFuture(LogDirOpening opening, String name, LogLoader loader) {
    try {
      Log log = loader.load();
      if (futures.putIfAbsent(log.topicPartition(), log) != null) {
        discard(opening, name, "there is another");
      }
    } catch (CorruptLogException | MalformedFileException e) {
      discard(opening, name, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      opening.dir.fail("loading " + name, e);
    }
  }

  private void discard(LogDirOpening opening, String name, String reason) {
    LOG.warn(
        "future log deleted, move the replica again if it is still to move dir={} log={}"
            + " reason=\"{}\"",
        opening.dir,
        name,
        reason);
    String renamed = LogFiles.deletedName(Path.of(name));
    try {
      disk.rename(opening.path(name), opening.path(renamed));
      opening.deleted.add(renamed);
    } catch (IOException e) {
      opening.dir.fail("deleting " + name, e);
    }
  }

  private void add(TopicPartition partition, Log log) {
    Log other = logs.putIfAbsent(partition, log);
    if (other != null) {
      throw new LogDirException(
          "partition "
              + partition
              + " lies in two log directories: "
              + other.dir()
              + " and "
              + log.dir(),
          null);
    }
  }

  LogStore store(LogDir dir, TopicPartition partition, Path directory) {
    return new LogStore(
        partition, dir, directory, configs.apply(partition.topic()), background, config);
  }
}
