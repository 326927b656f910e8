package io.classickafka.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.badinput.LogLines;
import io.classickafka.record.BatchCursor;
import io.classickafka.record.RecordCursor;
import io.classickafka.seam.ByteSlice;
import io.classickafka.simulation.MemoryDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/**
 * A bit rots under a log that serves. Whatever is read is what was written, or its checksum is
 * wrong, which who reads it sees, or the log says that it failed; the other log of the directory
 * serves. The next start finds it, says where, and takes nothing else along.
 */
class LiveFlipTest {

  private static final Path ROOT = Path.of("/data");
  private static final TopicPartition HURT = new TopicPartition("t", 0);
  private static final TopicPartition OTHER = new TopicPartition("t", 1);
  private static final int RECORDS = 12;
  private static final int EVERY_BIT = 3;

  /** An offset that rotted within its segment's reach may pass for a gap. */
  private static final long END_AT_MOST = RECORDS + (long) Integer.MAX_VALUE;

  /** Of a batch's header: the checksum covers neither its offset nor its leader epoch. */
  private static final int OFFSET_BYTES = 8;

  private static final int EPOCH_FROM = 12;
  private static final int EPOCH_TO = 16;

  private final ManualLoop loop = new ManualLoop();
  private final LogConfig config = LogFixture.small().segmentBytes(420).build();
  private final AppendWorkspace workspace = new AppendWorkspace(() -> 0);
  private MemoryDisk disk = new MemoryDisk();
  private LogDirs dirs = begin();

  private LogDirs begin() {
    disk = new MemoryDisk();
    LogDirs begun = open();
    for (TopicPartition name : List.of(HURT, OTHER)) {
      Log log = Objects.requireNonNull(begun.getOrCreate(name, null, config, true).log());
      for (int i = 0; i < RECORDS; i++) {
        log.appendAsLeader(
            LogFixture.batch(loop.nowMs, "value-" + i), 0, Origin.CLIENT, loop.nowMs, workspace);
      }
      log.updateHighWatermark(RECORDS);
      assertThat(log.segmentCount()).isGreaterThan(2);
    }
    return begun;
  }

  private LogDirs open() {
    CompletableFuture<LogDirs> opening =
        LogDirs.open(
            disk.mount(),
            new LogDirsConfig(List.of(ROOT), 0, 1, 1_000, 86_400_000, 7),
            topic -> config,
            loop,
            Runnable::run,
            dir -> {});
    return opening.join();
  }

  private Log log(TopicPartition name) {
    return Objects.requireNonNull(dirs.log(name));
  }

  /** What a reader who compares checksums finds at each offset; nothing where it was refused. */
  private TreeMap<Long, String> read(Log log) {
    TreeMap<Long, String> found = new TreeMap<>();
    for (long offset = 0; offset < RECORDS; offset++) {
      ReadResult result = log.read(offset, 1 << 20, RECORDS, true, false);
      if (result instanceof ReadResult.Records records) {
        ByteSlice bytes = LogFixture.bytesOf(records.records());
        records.records().release();
        collect(bytes, offset, found);
      }
    }
    return found;
  }

  private static void collect(ByteSlice bytes, long from, TreeMap<Long, String> found) {
    BatchCursor batches = new BatchCursor().over(bytes);
    try (RecordCursor cursor = new RecordCursor(1 << 20)) {
      while (batches.next() && batches.batch().isValidCrc()) {
        cursor.open(batches.batch());
        while (cursor.next()) {
          ByteBuffer value = Objects.requireNonNull(cursor.value());
          String text = StandardCharsets.UTF_8.decode(value.duplicate()).toString();
          if (cursor.offset() >= from) {
            found.merge(cursor.offset(), text, (one, other) -> one.equals(other) ? one : "two");
          }
        }
        cursor.finish();
      }
    }
  }

  private List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String name : disk.list(ROOT.resolve("t-0"))) {
      if (name.endsWith(".log") || name.endsWith("index")) {
        files.add(ROOT.resolve("t-0").resolve(name));
      }
    }
    return files;
  }

  private static void assertRight(TreeMap<Long, String> found) {
    found.forEach((offset, value) -> assertThat(value).isEqualTo("value-" + offset));
  }

  private static void assertWhole(TreeMap<Long, String> found) {
    assertRight(found);
    assertThat(found).hasSize(RECORDS);
  }

  /** How a process ends and the next one begins. */
  private enum Stop {
    CLEAN,
    KILLED,
    KILLED_FORCED
  }

  private void restart(Stop how) {
    switch (how) {
      case CLEAN -> assertThat(dirs.close(5)).isCompleted();
      case KILLED_FORCED -> {
        dirs.logs().forEach(Log::flush);
        dirs.writeRecoveryPoints();
        dirs.writeHighWatermarks();
      }
      case KILLED -> dirs.writeHighWatermarks();
    }
    disk.kill();
    dirs = open();
  }

  private int positionInBatch(Path log, long position) throws IOException {
    // All batches are of one size but for the digits of their values.
    try (var file = disk.open(log)) {
      SegmentScan scan = new SegmentScan(file, 0, file.sizeBytes(), SegmentScan.SCAN_WINDOW);
      while (scan.next()) {
        if (position < scan.position() + scan.batch().sizeBytes()) {
          return (int) (position - scan.position());
        }
      }
    }
    throw new AssertionError(log + " has no batch at " + position);
  }

  private boolean isCovered(Path path, long bit) throws IOException {
    if (!path.toString().endsWith(".log")) {
      return true;
    }
    int at = positionInBatch(path, bit / 8);
    return at >= OFFSET_BYTES && (at < EPOCH_FROM || at >= EPOCH_TO);
  }

  @Test
  void nothingWrongIsEverReadAndTheOtherLogServes() throws IOException {
    int flips = 0;
    for (Path path : files()) {
      dirs = begin();
      for (long bit = 0; bit < disk.sizeBytes(path) * 8; bit += EVERY_BIT) {
        dirs = begin();
        boolean covered = isCovered(path, bit);
        disk.flip(path, bit);
        String what = path + " bit " + bit;
        TreeMap<Long, String> found = read(log(HURT));
        if (covered) {
          assertRight(found);
        }
        if (!path.toString().endsWith(".log")) {
          assertThat(found).as(what).hasSize(RECORDS);
        }
        assertWhole(read(log(OTHER)));
        flips++;
      }
    }
    assertThat(flips).isGreaterThan(1_000);
  }

  @Test
  void theNextStartFindsItOrAReaderDoes() throws IOException {
    List<Path> files = files();
    for (Stop how : Stop.values()) {
      for (Path path : files) {
        dirs = begin();
        for (long bit = 0; bit < disk.sizeBytes(path) * 8; bit += 11 * EVERY_BIT) {
          dirs = begin();
          boolean covered = isCovered(path, bit);
          disk.flip(path, bit);
          restart(how);
          assertThat(log(HURT).logEndOffset())
              .as(how + " " + path + " bit " + bit)
              .isBetween(0L, END_AT_MOST);
          TreeMap<Long, String> found = read(log(HURT));
          if (covered) {
            assertRight(found);
          }
          if (!path.toString().endsWith(".log")) {
            assertThat(found).as(how + " " + path + " bit " + bit).hasSize(RECORDS);
          }
          assertWhole(read(log(OTHER)));
        }
      }
    }
  }

  @Test
  void whatWasForcedOrCommittedIsNamedByPathPositionAndOffset() throws IOException {
    List<Path> logs = files().stream().filter(path -> path.toString().endsWith(".log")).toList();
    Path first = logs.get(0);
    long end = disk.sizeBytes(first);
    for (Stop how : List.of(Stop.KILLED, Stop.KILLED_FORCED)) {
      dirs = begin();
      try (LogLines lines = LogLines.open("log offline")) {
        if (how == Stop.KILLED_FORCED) {
          // The recovery point is inside the last segment: only that is walked.
          first = logs.get(logs.size() - 1);
          end = disk.sizeBytes(first);
        }
        disk.flip(first, (end - 1) * 8);
        if (how == Stop.KILLED_FORCED) {
          restart(how);
        } else {
          // Nothing says that anything was forced, the high watermark that it was committed.
          dirs.writeHighWatermarks();
          disk.delete(ROOT.resolve("recovery-point-offset-checkpoint"));
          disk.kill();
          dirs = open();
        }
        assertThat(lines.take())
            .hasSize(1)
            .allMatch(line -> line.contains("log offline partition=t-0"))
            .allMatch(line -> line.matches(".*damaged path=/data/t-0/\\d+\\.log position=\\d+.*"))
            .allMatch(line -> line.matches(".* offset=\\d+: .*"));
      }
      assertThat(log(HURT).isOffline()).isTrue();
      assertThat(log(OTHER).isOffline()).isFalse();
      assertWhole(read(log(OTHER)));
    }
  }
}
