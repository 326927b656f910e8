package io.classickafka.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.log.AppendResult.Appended;
import io.classickafka.record.BatchCursor;
import io.classickafka.record.Compression;
import io.classickafka.record.RecordBatchBuilder;
import io.classickafka.record.RecordCursor;
import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.FileSlice;
import io.classickafka.seam.Payload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.apache.kafka.common.TopicPartition;

/** One log in one directory, opened, closed and crashed at will, with defaults for everything. */
final class LogFixture {

  static final TopicPartition PARTITION = new TopicPartition("t", 0);

  final Path root;
  final TracingDisk disk;
  final ManualLoop loop = new ManualLoop();
  final AppendWorkspace workspace = new AppendWorkspace(() -> 0);
  Executor pool = Runnable::run;
  LogConfig config;
  int epoch;
  LogDirs dirs;
  Log log;
  final List<LogDir> offline = new ArrayList<>();

  LogFixture(Path root, LogConfig config) {
    this.root = root;
    this.disk = new TracingDisk(root);
    this.config = config;
    this.dirs = openDirs();
    this.log = create();
  }

  static LogConfig.Builder small() {
    return LogConfig.DEFAULTS.toBuilder().indexIntervalBytes(100).segmentIndexBytes(800);
  }

  private LogDirs openDirs() {
    LogDirsConfig dirsConfig = new LogDirsConfig(List.of(root), 0, 1, 1000, 86_400_000, 7);
    return LogDirs.open(disk, dirsConfig, topic -> config, loop, pool, offline::add).join();
  }

  private Log create() {
    return Objects.requireNonNull(dirs.getOrCreate(PARTITION, null, config, true).log());
  }

  Path directory() {
    return root.resolve("t-0");
  }

  void close() {
    dirs.close(5).join();
  }

  /** Ends as a process does that is killed. */
  void crash() {
    dirs.abandon();
  }

  void openOnly() {
    dirs = openDirs();
  }

  void reopen() {
    openOnly();
    log = create();
  }

  void closeAndReopen() {
    close();
    reopen();
  }

  /** Opens the directory as a process would that follows one that was killed. */
  void crashAndReopen(boolean checkpoint) {
    if (checkpoint) {
      dirs.writeRecoveryPoints();
    }
    crash();
    reopen();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static ByteSlice batch(long timestampMs, String... values) {
    return batch(Compression.NONE, timestampMs, values);
  }

  static ByteSlice batch(Compression codec, long timestampMs, String... values) {
    try (RecordBatchBuilder builder = new RecordBatchBuilder().open(codec)) {
      for (String value : values) {
        builder.append(timestampMs, bytes("k"), bytes(value));
      }
      return builder.build();
    }
  }

  static ByteSlice idempotent(long producerId, int epoch, int sequence, int count) {
    try (RecordBatchBuilder builder = new RecordBatchBuilder()) {
      builder.producer(producerId, (short) epoch, sequence);
      for (int i = 0; i < count; i++) {
        builder.append(1000, bytes("k"), bytes("v"));
      }
      return builder.build();
    }
  }

  AppendResult append(ByteSlice records) {
    return log.appendAsLeader(records, epoch, Origin.CLIENT, loop.nowMs, workspace);
  }

  Appended appended(ByteSlice records) {
    AppendResult result = append(records);
    assertThat(result).isInstanceOf(Appended.class);
    return (Appended) result;
  }

  /** Appends this many batches of one record, whose value is its offset. */
  void fill(int batches) {
    for (int i = 0; i < batches; i++) {
      appended(batch(loop.nowMs, "value-" + log.logEndOffset()));
    }
  }

  /** Every record from an offset on, as {@code offset=value}. */
  List<String> readFrom(long offset) {
    List<String> records = new ArrayList<>();
    long next = offset;
    while (next < log.logEndOffset()) {
      ReadResult result = log.read(next, 200, log.logEndOffset(), true, false);
      assertThat(result).isInstanceOf(ReadResult.Records.class);
      Payload payload = ((ReadResult.Records) result).records();
      long before = next;
      next = collect(payload, next, records);
      payload.release();
      assertThat(next).as("progress").isGreaterThan(before);
    }
    return records;
  }

  static long collect(Payload payload, long from, List<String> records) {
    return collect(payload, from, false, records);
  }

  /**
   * Adds {@code offset=value} of each record from an offset on; {@code offset=null} if asked to.
   */
  static long collect(Payload payload, long from, boolean tombstones, List<String> records) {
    BatchCursor batches = new BatchCursor().over(bytesOf(payload));
    long next = from;
    try (RecordCursor cursor = new RecordCursor(1 << 20)) {
      while (batches.next()) {
        assertThat(batches.batch().isValidCrc()).isTrue();
        cursor.open(batches.batch());
        while (cursor.next()) {
          ByteBuffer value = cursor.value();
          if (cursor.offset() >= from && (value != null || tombstones)) {
            String text =
                value == null
                    ? "null"
                    : StandardCharsets.UTF_8.decode(value.duplicate()).toString();
            records.add(cursor.offset() + "=" + text);
          }
        }
        next = batches.batch().nextOffset();
      }
    }
    return next;
  }

  static ByteSlice bytesOf(Payload payload) {
    if (payload instanceof FileSlice slice) {
      ByteBuffer bytes = ByteBuffer.allocate(slice.sizeBytes());
      try {
        slice.read(0, bytes);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return ByteSlice.wrap(bytes.flip());
    }
    return (ByteSlice) payload;
  }

  static List<String> values(long from, long to) {
    List<String> values = new ArrayList<>();
    for (long offset = from; offset < to; offset++) {
      values.add(offset + "=value-" + offset);
    }
    return values;
  }
}
