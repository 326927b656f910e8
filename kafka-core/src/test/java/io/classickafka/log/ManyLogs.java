package io.classickafka.log;

import io.classickafka.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Makes a directory with many logs as a clean stop leaves it: sealed segments with full indexes.
 */
final class ManyLogs {

  private static final int INTERVAL = 4096;
  private static final long TIMESTAMP_MS = 1_700_000_000_000L;

  private final Path root;
  private final int partitions;
  private final int segments;
  private final int indexEntries;

  ManyLogs(Path root, int partitions, int segments, int indexEntries) {
    this.root = root;
    this.partitions = partitions;
    this.segments = segments;
    this.indexEntries = indexEntries;
  }

  static LogDirs open(Path root, Disk disk, Executor pool) {
    LogDirsConfig config = new LogDirsConfig(List.of(root), 0, 2, 1_000, 86_400_000, 7);
    return LogDirs.open(
            disk, config, topic -> LogConfig.DEFAULTS, new ManualLoop(), pool, dir -> {})
        .join();
  }

  /** The files of one log are the same for all; sparse, but for the batches at their ends. */
  void make() throws IOException {
    StringBuilder points = new StringBuilder("0\n" + partitions + "\n");
    for (int partition = 0; partition < partitions; partition++) {
      Path directory = Files.createDirectories(root.resolve("t-" + partition));
      for (int segment = 0; segment < segments; segment++) {
        segment(directory, base(segment));
      }
      Files.write(directory.resolve(LogFiles.name(end(), LogFiles.SNAPSHOT)), snapshot());
      Files.writeString(directory.resolve("leader-epoch-checkpoint"), "0\n1\n0 0\n");
      Files.writeString(
          directory.resolve("partition.metadata"), "version: 0\ntopic_id: AAAAAAAAAAEAAAAAAAAAAg");
      points.append("t ").append(partition).append(' ').append(end()).append('\n');
    }
    for (String name : List.of("recovery-point", "replication")) {
      Files.write(
          root.resolve(name + "-offset-checkpoint"),
          points.toString().getBytes(StandardCharsets.UTF_8));
    }
    Files.writeString(root.resolve(LogFiles.CLEAN_SHUTDOWN), "{\"version\":0,\"brokerEpoch\":1}");
  }

  private long base(int segment) {
    return (long) segment * (indexEntries + 1);
  }

  private long end() {
    return base(segments);
  }

  private static byte[] snapshot() {
    ProducerState state = new ProducerState();
    for (int producer = 0; producer < 10; producer++) {
      ProducerEntry entry = new ProducerEntry(producer);
      entry.startEpoch((short) 0);
      entry.addBatch(producer, producer, 0, TIMESTAMP_MS);
      entry.lastTimestampMs = Long.MAX_VALUE / 2;
      state.restore(entry);
    }
    ByteBuffer encoded = ProducerSnapshot.encode(state);
    byte[] exact = new byte[encoded.remaining()];
    encoded.get(exact);
    return exact;
  }

  /** The files are holes but for their ends: the last batch, and the entries that point at it. */
  private void segment(Path directory, long base) throws IOException {
    int position = indexEntries * INTERVAL;
    ByteBuffer entry = ByteBuffer.allocate(OffsetIndex.ENTRY_SIZE);
    entry.putInt(indexEntries).putInt(position);
    write(directory, base, LogFiles.OFFSET_INDEX, entry, (indexEntries - 1L) * entry.capacity());
    ByteBuffer time = ByteBuffer.allocate(TimeIndex.ENTRY_SIZE);
    time.putLong(TIMESTAMP_MS).putInt(indexEntries);
    write(directory, base, LogFiles.TIME_INDEX, time, (indexEntries - 1L) * time.capacity());
    byte[] batch = LogFixture.batch(TIMESTAMP_MS, "x".repeat(1_000)).toByteArray();
    ByteBuffer bytes = ByteBuffer.wrap(batch);
    bytes.putLong(0, base + indexEntries).putInt(12, 0).position(batch.length);
    write(directory, base, LogFiles.LOG, bytes, position);
  }

  private static void write(Path directory, long base, String suffix, ByteBuffer bytes, long at)
      throws IOException {
    Path path = directory.resolve(LogFiles.name(base, suffix));
    try (var file =
        Files.newByteChannel(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      file.position(at);
      file.write(bytes.flip());
    }
  }
}
