package io.classickafka.log;

import io.classickafka.disk.FileChannelDisk;
import io.classickafka.record.Compression;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures a start after a crash with one thread and with several. No test: its name keeps it out
 * of the build. {@code mvn -Dfast test -pl kafka-core -am -Dtest=RecoveryBenchmark
 * -Dsurefire.failIfNoSpecifiedTests=false -Dlogs=16 -Dmegabytes=128}
 */
class RecoveryBenchmark {

  private static final int VALUES = 100;

  private final Path root;
  private final LogConfig config = LogConfig.DEFAULTS;

  RecoveryBenchmark(@TempDir Path root) {
    this.root = root;
  }

  @Test
  void measure() {
    int logs = Integer.getInteger("logs", 16);
    int megabytes = Integer.getInteger("megabytes", 128);
    LogDirs made = open(1);
    fill(made, logs, megabytes);
    made.abandon();
    for (int round = 0; round < 3; round++) {
      for (int threads : List.of(1, Runtime.getRuntime().availableProcessors())) {
        long startedNs = System.nanoTime();
        LogDirs dirs = open(threads);
        double seconds = (System.nanoTime() - startedNs) / 1e9;
        System.out.printf(
            "recovered threads=%d logs=%d megabytes=%d seconds=%.2f%n",
            threads, dirs.logs().size(), logs * megabytes, seconds);
        dirs.abandon();
      }
    }
  }

  private LogDirs open(int threads) {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      LogDirsConfig wanted = new LogDirsConfig(List.of(root), 0, threads, 1_000, 86_400_000, 7);
      return LogDirs.open(
              new FileChannelDisk(), wanted, topic -> config, new ManualLoop(), pool, dir -> {})
          .join();
    } finally {
      pool.shutdown();
    }
  }

  private void fill(LogDirs dirs, int logs, int megabytes) {
    AppendWorkspace workspace = new AppendWorkspace(() -> 0);
    String[] values = new String[VALUES];
    for (int i = 0; i < VALUES; i++) {
      values[i] = "v".repeat(150) + i;
    }
    for (int i = 0; i < logs; i++) {
      TopicPartition name = new TopicPartition("t", i);
      Log log = Objects.requireNonNull(dirs.getOrCreate(name, null, config, true).log());
      while (log.sizeBytes() < (long) megabytes << 20) {
        log.appendAsLeader(
            LogFixture.batch(Compression.NONE, 1_000, values), 0, Origin.CLIENT, 1_000, workspace);
      }
    }
  }
}
