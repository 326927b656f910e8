package io.classickafka.benchmark;

import io.classickafka.disk.FileChannelDisk;
import io.classickafka.log.AppendResult;
import io.classickafka.log.AppendWorkspace;
import io.classickafka.log.Log;
import io.classickafka.log.LogConfig;
import io.classickafka.log.LogDirs;
import io.classickafka.log.LogDirsConfig;
import io.classickafka.log.Origin;
import io.classickafka.log.clean.CleanerSettings;
import io.classickafka.metrics.MetricsRegistry;
import io.classickafka.record.Compression;
import io.classickafka.record.RecordBatch;
import io.classickafka.record.RecordBatchBuilder;
import io.classickafka.seam.ByteSlice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/** A log directory of its own in the temporary folder, with one log. */
final class LogFolder {

  static final long NOW_MS = 1_800_000_000_000L;
  private static final TopicPartition PARTITION = new TopicPartition("measured", 0);

  private final Path root;
  private final LogConfig config;
  private final AppendWorkspace workspace = new AppendWorkspace(() -> 0);
  private final StillLoop loop = new StillLoop();
  private LogDirs dirs;

  LogFolder(LogConfig config) {
    this.config = config;
    try {
      root = Files.createTempDirectory("benchmark-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path root() {
    return root;
  }

  /** Opens the directory, recovering what is there. */
  LogFolder open() {
    dirs =
        LogDirs.open(
                new FileChannelDisk(),
                new LogDirsConfig(List.of(root), 0, 1, 1000, 86_400_000, 7),
                topic -> config,
                loop,
                Runnable::run,
                dir -> {})
            .join();
    return this;
  }

  /** Starts a cleaner, which works when the loop's timers are fired. */
  LogFolder clean(CleanerSettings settings) {
    dirs.clean(() -> settings, new MetricsRegistry(null, loop::monotonicNs));
    return this;
  }

  StillLoop loop() {
    return loop;
  }

  Log log() {
    return Objects.requireNonNull(dirs.getOrCreate(PARTITION, null, config, true).log());
  }

  void append(Log log, ByteSlice records) {
    AppendResult result = log.appendAsLeader(records, 0, Origin.CLIENT, NOW_MS, workspace);
    if (!(result instanceof AppendResult.Appended)) {
      throw new AssertionError(result);
    }
  }

  /** Appends a batch again and again. */
  void fill(Log log, ByteSlice records, long bytes) {
    while (log.sizeBytes() < bytes) {
      RecordBatch.setBaseOffset(records.view(), 0, 0);
      append(log, records);
    }
    log.updateHighWatermark(log.logEndOffset());
  }

  void close() {
    dirs.close(1).join();
  }

  void delete() {
    workspace.close();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A batch as a producer sends it, outside the heap as the network leaves it. */
  static ByteSlice batch(Compression codec, int recordBytes, int records) {
    byte[] key = new byte[8];
    byte[] value = new byte[Math.max(0, recordBytes - key.length)];
    Random random = new Random(1);
    try (RecordBatchBuilder builder = new RecordBatchBuilder()) {
      builder.open(codec);
      for (int i = 0; i < records; i++) {
        random.nextBytes(key);
        random.nextBytes(value);
        builder.append(NOW_MS + i, key, value);
      }
      ByteSlice heap = builder.build();
      ByteBuffer direct = ByteBuffer.allocateDirect(heap.sizeBytes());
      return ByteSlice.wrap(direct.put(0, heap.view(), 0, heap.sizeBytes()));
    }
  }
}
