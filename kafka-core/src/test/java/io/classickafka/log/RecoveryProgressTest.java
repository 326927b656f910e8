package io.classickafka.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.badinput.LogLines;
import io.classickafka.simulation.MemoryDisk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/**
 * What a start after a crash tells of a directory with many logs, and how many it opens at once.
 */
class RecoveryProgressTest {

  private static final Path ROOT = Path.of("/data");
  private static final int LOGS = 24;
  private static final int BATCHES = 5;

  private final MemoryDisk disk = new MemoryDisk();
  private final ManualLoop loop = new ManualLoop();
  private final List<Runnable> pool = new ArrayList<>();
  private long bytes;

  private CompletableFuture<LogDirs> open(int threads, Function<String, LogConfig> configs) {
    return LogDirs.open(
        disk.mount(),
        new LogDirsConfig(List.of(ROOT), 0, threads, 1_000, 86_400_000, 7),
        configs,
        loop,
        pool::add,
        dir -> {});
  }

  private void run() {
    while (!pool.isEmpty()) {
      pool.remove(0).run();
    }
  }

  private void fillAndKill() {
    CompletableFuture<LogDirs> opening = open(1, topic -> LogConfig.DEFAULTS);
    run();
    AppendWorkspace workspace = new AppendWorkspace(() -> 0);
    for (int i = 0; i < LOGS; i++) {
      TopicPartition name = new TopicPartition("t", i);
      Log log =
          Objects.requireNonNull(
              opening.join().getOrCreate(name, null, LogConfig.DEFAULTS, true).log());
      for (int batch = 0; batch < BATCHES; batch++) {
        log.appendAsLeader(
            LogFixture.batch(loop.nowMs, "value"), 0, Origin.CLIENT, loop.nowMs, workspace);
      }
      bytes += log.sizeBytes();
    }
    pool.clear();
    disk.kill();
  }

  @Test
  void progressIsToldInLogsOfAllLogsAndBytes() {
    fillAndKill();
    try (LogLines lines = LogLines.open("logs loaded")) {
      // Each log takes half a second.
      CompletableFuture<LogDirs> opening =
          open(
              1,
              topic -> {
                loop.nowMs += 500;
                return LogConfig.DEFAULTS;
              });
      run();
      assertThat(opening.join().logs()).hasSize(LOGS);
      List<String> told = lines.take();
      assertThat(told).hasSize(LOGS / 4 + 1);
      assertThat(told.get(0))
          .isEqualTo(
              "INFO logs loaded dir=/data done=3 of=24 recoveredBytes=%d elapsedMs=2000"
                  .formatted(bytes / LOGS * 4));
      assertThat(told.get(told.size() - 1))
          .isEqualTo(
              "INFO logs loaded dir=/data done=24 of=24 recoveredBytes=%d elapsedMs=12000"
                  .formatted(bytes));
    }
  }

  @Test
  void asManyLogsAreOpenedAtATimeAsThereAreThreadsForADirectory() {
    fillAndKill();
    CompletableFuture<LogDirs> opening = open(8, topic -> LogConfig.DEFAULTS);
    // The directory itself is looked at first.
    pool.remove(0).run();
    assertThat(pool).hasSize(8);
    run();
    assertThat(opening.join().logs()).hasSize(LOGS);
  }
}
