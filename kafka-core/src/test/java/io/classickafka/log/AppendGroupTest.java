package io.classickafka.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.log.AppendResult.Appended;
import io.classickafka.log.AppendResult.Rejected;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.record.Compression;
import io.classickafka.record.TimestampType;
import io.classickafka.seam.ByteSlice;
import io.classickafka.simulation.DiskFaults.Effect;
import io.classickafka.simulation.DiskFaults.Operation;
import io.classickafka.simulation.MemoryDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Appends that are made together: what becomes of each is what would become of it alone. */
class AppendGroupTest {

  private static final int SEEDS = 60;
  private static final int ROUNDS = 12;

  @TempDir Path temp;

  /** Random batches, good and bad, of several producers and in small segments. */
  @ParameterizedTest
  @CsvSource({"none,CREATE_TIME", "lz4,CREATE_TIME", "none,LOG_APPEND_TIME"})
  void leavesTheSameFilesAndAnswersAsOneByOne(String codec, TimestampType timestamps)
      throws IOException {
    LogConfig config =
        LogConfig.DEFAULTS.toBuilder()
            .indexIntervalBytes(200)
            .segmentIndexBytes(4_000)
            .segmentBytes(3_000)
            .maxMessageBytes(700)
            .compression(codec.equals("none") ? null : Compression.LZ4)
            .timestampType(timestamps)
            .build();
    for (int seed = 0; seed < SEEDS; seed++) {
      LogFixture single = new LogFixture(folder("single-" + seed), config);
      LogFixture grouped = new LogFixture(folder("grouped-" + seed), config);
      SplittableRandom random = new SplittableRandom(seed);
      int[] sequences = new int[3];
      for (int round = 0; round < ROUNDS; round++) {
        List<ByteSlice> batches = new ArrayList<>();
        for (int i = 1 + random.nextInt(9); i > 0; i--) {
          batches.add(batch(random, sequences, round));
        }
        List<AppendResult> expected = new ArrayList<>();
        for (ByteSlice records : batches) {
          expected.add(single.append(copy(records)));
        }
        assertThat(answers(together(grouped, batches)))
            .as("seed=%s round=%s", seed, round)
            .isEqualTo(answers(expected));
        assertThat(grouped.log.logEndOffset()).isEqualTo(single.log.logEndOffset());
      }
      single.close();
      grouped.close();
      assertThat(files(grouped.directory()))
          .as("seed=%s", seed)
          .isEqualTo(files(single.directory()));
    }
  }

  private Path folder(String name) throws IOException {
    return Files.createDirectory(temp.resolve(name));
  }

  private static ByteSlice batch(SplittableRandom random, int[] sequences, int round) {
    int producer = random.nextInt(sequences.length);
    int count = 1 + random.nextInt(4);
    return switch (random.nextInt(8)) {
      case 0 -> {
        ByteSlice broken = LogFixture.batch(round, "value");
        broken.view().put(broken.sizeBytes() - 1, (byte) 77);
        yield broken;
      }
      case 1 -> LogFixture.batch(round, "x".repeat(random.nextInt(1_200)));
      case 2 -> LogFixture.batch(Compression.GZIP, round, "a".repeat(300), "b");
      case 3 -> {
        // The last one again, or one that leaves a gap.
        int wrong = Math.max(0, sequences[producer] + (random.nextBoolean() ? -1 : 5));
        yield LogFixture.idempotent(producer, 0, wrong, 1);
      }
      case 4, 5 -> {
        int sequence = sequences[producer];
        sequences[producer] += count;
        yield LogFixture.idempotent(producer, 0, sequence, count);
      }
      default -> {
        String[] values = new String[count];
        Arrays.fill(values, "v".repeat(random.nextInt(100)));
        yield LogFixture.batch(1_000L * round + random.nextInt(500), values);
      }
    };
  }

  private static ByteSlice copy(ByteSlice records) {
    return ByteSlice.wrap(records.toByteArray());
  }

  private static List<AppendResult> together(LogFixture f, List<ByteSlice> batches) {
    AppendGroup group = f.workspace.group();
    batches.forEach(group::add);
    f.log.appendAsLeader(group, f.epoch, f.loop.nowMs, f.workspace);
    List<AppendResult> results = new ArrayList<>();
    for (int i = 0; i < group.size(); i++) {
      results.add(group.result(i));
    }
    group.clear();
    return results;
  }

  /** Times that conversions took are no part of it: the fixture's clock stands still. */
  private static List<String> answers(List<AppendResult> results) {
    return results.stream().map(Object::toString).toList();
  }

  private static TreeMap<String, String> files(Path directory) throws IOException {
    TreeMap<String, String> contents = new TreeMap<>();
    try (Stream<Path> list = Files.list(directory)) {
      for (Path path : list.toList()) {
        contents.put(path.getFileName().toString(), Arrays.toString(Files.readAllBytes(path)));
      }
    }
    return contents;
  }

  @Test
  void isOneWrite() {
    LogFixture f = new LogFixture(temp, LogFixture.small().build());
    f.fill(1);
    f.disk.trace.clear();
    List<AppendResult> results =
        together(
            f,
            List.of(
                LogFixture.batch(1, "value-1"),
                LogFixture.batch(1, "value-2"),
                LogFixture.batch(1, "value-3")));
    assertThat(results).allMatch(Appended.class::isInstance);
    assertThat(f.disk.trace.stream().filter(line -> line.endsWith(".log")))
        .containsExactly("append t-0/00000000000000000000.log");
    assertThat(f.readFrom(0)).isEqualTo(LogFixture.values(0, 4));
    f.close();
  }

  /** A repetition that comes with the first try finds it, and is not appended. */
  @Test
  void knowsARepetitionInTheSameGroup() {
    LogFixture f = new LogFixture(temp, LogFixture.small().build());
    f.fill(1);
    List<AppendResult> results =
        together(
            f,
            List.of(
                LogFixture.idempotent(7, 0, 0, 2),
                LogFixture.idempotent(7, 0, 0, 2),
                LogFixture.idempotent(7, 0, 2, 1)));
    assertThat(results)
        .extracting(result -> ((Appended) result).baseOffset())
        .containsExactly(1L, 1L, 3L);
    assertThat(((Appended) results.get(1)).duplicate()).isTrue();
    assertThat(f.log.logEndOffset()).isEqualTo(4);
    f.close();
  }

  @Test
  void leavesAloneWhatWasRefusedBefore() {
    LogFixture f = new LogFixture(temp, LogFixture.small().build());
    AppendGroup group = f.workspace.group();
    Rejected refused = Rejected.of(ErrorCode.NOT_ENOUGH_REPLICAS, "too few", 0);
    group.add(LogFixture.batch(1, "value-0"));
    group.addRefused(refused);
    group.add(LogFixture.batch(1, "value-1"));
    assertThat(group.appendedBytes()).as("before it is known").isZero();
    f.log.appendAsLeader(group, f.epoch, f.loop.nowMs, f.workspace);
    assertThat(group.result(1)).isSameAs(refused);
    assertThat(((Appended) group.result(2)).baseOffset()).isEqualTo(1);
    assertThat(group.appendedBytes()).isEqualTo(f.log.sizeBytes());
    group.clear();
    f.close();
  }

  /**
   * Whatever write of a group fails: what was acknowledged is there after the process was killed,
   * and a repetition of what was not is not taken for one that was.
   */
  @Test
  void acknowledgesNothingThatAFailedWriteHeld() {
    for (int skip = 0; skip < 8; skip++) {
      for (Effect effect : List.of(Effect.EIO, Effect.SHORT_WRITE)) {
        failedWrite(skip, effect);
      }
    }
  }

  private static void failedWrite(int skip, Effect effect) {
    MemoryDisk disk = new MemoryDisk();
    LogConfig config = LogFixture.small().segmentBytes(250).build();
    ManualLoop loop = new ManualLoop();
    Log log = open(disk, config, loop);
    AppendWorkspace workspace = new AppendWorkspace(() -> 0);
    disk.faults().once(Operation.WRITE, path -> path.toString().endsWith(".log"), skip, effect);
    AppendGroup group = workspace.group();
    for (int i = 0; i < 8; i++) {
      group.add(LogFixture.idempotent(7, 0, i, 1));
    }
    // The same as the last one.
    group.add(LogFixture.idempotent(7, 0, 7, 1));
    log.appendAsLeader(group, 0, loop.nowMs, workspace);
    int acknowledged = 0;
    while (group.result(acknowledged) instanceof Appended) {
      acknowledged++;
    }
    assertThat(acknowledged).as("skip=%s", skip).isLessThanOrEqualTo(skip);
    for (int i = acknowledged; i < group.size(); i++) {
      assertThat(((Rejected) group.result(i)).error()).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
    }
    assertThat(log.isOffline()).isTrue();
    assertThat(log.logEndOffset()).isEqualTo(acknowledged);
    disk.kill();
    disk.faults().clear();
    Log again = open(disk, config, loop);
    long end = again.logEndOffset();
    assertThat(end).isGreaterThanOrEqualTo(acknowledged);
    Appended repeated =
        (Appended)
            again.appendAsLeader(
                LogFixture.idempotent(7, 0, (int) end, 1), 1, Origin.CLIENT, loop.nowMs, workspace);
    assertThat(repeated.duplicate()).isFalse();
    assertThat(repeated.baseOffset()).isEqualTo(end);
  }

  /** Whatever fails once sequence numbers know of a batch: no repetition of it is acknowledged. */
  @Test
  void aFaultWhileWritingTakesTheLogOffline() {
    LogFixture f = new LogFixture(temp, LogFixture.small().build());
    f.fill(1);
    f.disk.failing = "append t-0/00000000000000000000.log";
    f.disk.thrown = new OutOfMemoryError("planted");
    List<AppendResult> results =
        together(f, List.of(LogFixture.idempotent(7, 0, 0, 1), LogFixture.batch(1, "v")));
    assertThat(results)
        .allSatisfy(
            result ->
                assertThat(((Rejected) result).error()).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR));
    f.disk.failing = null;
    assertThat(f.log.isOffline()).isTrue();
    Rejected again = (Rejected) f.append(LogFixture.idempotent(7, 0, 0, 1));
    assertThat(again.error()).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
    assertThat(f.dirs.dirs()).as("the directory goes on").noneMatch(LogDir::isOffline);
    assertThat(f.workspace.unwritten().isEmpty()).as("nothing is left to other logs").isTrue();
    f.crashAndReopen(false);
    assertThat(f.appended(LogFixture.idempotent(7, 0, 0, 1)).duplicate()).isFalse();
    f.close();
  }

  /** A new segment's file lies there without the segment: what is appended now would be lost. */
  @Test
  void aFaultWhileASegmentBeginsTakesTheLogOffline() {
    MemoryDisk disk = new MemoryDisk();
    LogConfig config = LogFixture.small().segmentBytes(250).build();
    ManualLoop loop = new ManualLoop();
    Log log = open(disk, config, loop);
    AppendWorkspace workspace = new AppendWorkspace(() -> 0);
    assertThat(append(log, "value-0", workspace)).isInstanceOf(Appended.class);
    disk.faults()
        .always(
            Operation.CREATE,
            path -> {
              if (path.toString().endsWith(".index")) {
                throw new OutOfMemoryError("planted");
              }
              return false;
            },
            0,
            Effect.EIO);
    AppendResult large = append(log, "x".repeat(150), workspace);
    assertThat(((Rejected) large).error()).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
    assertThat(disk.exists(Path.of("/data/t-0/00000000000000000001.log"))).isTrue();
    disk.faults().clear();
    AppendResult small = append(log, "value-1", workspace);
    assertThat(((Rejected) small).error()).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
    assertThat(log.dir().isOffline()).as("the directory goes on").isFalse();
    disk.kill();
    Log again = open(disk, config, loop);
    assertThat(again.logEndOffset()).isEqualTo(1);
    assertThat(append(again, "value-1", workspace)).isInstanceOf(Appended.class);
  }

  private static AppendResult append(Log log, String value, AppendWorkspace workspace) {
    return log.appendAsLeader(LogFixture.batch(1, value), 0, Origin.CLIENT, 1, workspace);
  }

  private static Log open(MemoryDisk disk, LogConfig config, ManualLoop loop) {
    Path root = Path.of("/data");
    LogDirsConfig dirs = new LogDirsConfig(List.of(root), 0, 1, 1000, 86_400_000, 7);
    return Objects.requireNonNull(
        LogDirs.open(disk.mount(), dirs, topic -> config, loop, Runnable::run, dir -> {})
            .join()
            .getOrCreate(LogFixture.PARTITION, null, config, true)
            .log());
  }
}
