package io.classickafka.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.log.clean.CleanerSettings;
import io.classickafka.metrics.MetricsRegistry;
import io.classickafka.simulation.MemoryDisk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One log in one directory of a disk in memory, with a background pool whose tasks run when, and in
 * which order, the seed says. Processes come and go; the disk stays.
 */
final class LogWorld {

  static final Path ROOT = Path.of("/data");
  static final TopicPartition PARTITION = new TopicPartition("t", 0);

  private static final CleanerSettings CLEANER =
      new CleanerSettings(1, 24L * 1_000, 0.9, 4 << 10, Double.MAX_VALUE, 0);

  final MemoryDisk disk = new MemoryDisk();
  final SplittableRandom random;
  final ManualLoop loop = new ManualLoop();
  final AppendWorkspace workspace = new AppendWorkspace(() -> 0);
  final List<LogDir> offline = new ArrayList<>();

  /** What the pool has to do. */
  private List<Runnable> tasks = new ArrayList<>();

  LogConfig config;
  LogDirs dirs;

  /** Null when it could not be opened. */
  @Nullable Log opened;

  LogWorld(long seed, LogConfig config) {
    this.random = new SplittableRandom(seed);
    this.config = config;
    this.dirs = openDirs();
    openLog();
  }

  Log log() {
    return Objects.requireNonNull(opened);
  }

  private LogDirs openDirs() {
    tasks = new ArrayList<>();
    List<Runnable> own = tasks;
    CompletableFuture<LogDirs> opening =
        LogDirs.open(
            disk.mount(),
            new LogDirsConfig(List.of(ROOT), 0, 1, 1000, 86_400_000, 7),
            topic -> config,
            loop,
            own::add,
            offline::add);
    runAll();
    return opening.join();
  }

  private void openLog() {
    opened = dirs.getOrCreate(PARTITION, null, config, true).log();
    if (opened != null) {
      opened.onDurable(() -> {});
      if (config.compacts()) {
        dirs.clean(() -> CLEANER, new MetricsRegistry(null, () -> 0));
        opened.ownedBy(loop);
      }
    }
  }

  /** Opens the directory as the next process does. */
  void start() {
    offline.clear();
    loop.forget();
    dirs = openDirs();
    openLog();
  }

  void stop() {
    CompletableFuture<Void> idle = dirs.stopCleaning();
    runAll();
    assertThat(idle).isCompleted();
    CompletableFuture<Void> closing = dirs.close(5);
    runAll();
    assertThat(closing).isCompleted();
    disk.kill();
  }

  /** Some of what the pool has to do. */
  void runSome() {
    while (!tasks.isEmpty() && random.nextInt(3) != 0) {
      tasks.remove(random.nextInt(tasks.size())).run();
    }
  }

  /** None of it: the pool does not get to it. */
  void dropTasks() {
    tasks.clear();
  }

  /** All of it, and what follows. */
  void runAll() {
    while (!tasks.isEmpty()) {
      tasks.remove(random.nextInt(tasks.size())).run();
    }
  }
}
