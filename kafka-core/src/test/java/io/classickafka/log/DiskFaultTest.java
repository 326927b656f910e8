package io.classickafka.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.log.AppendResult.Rejected;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.simulation.DiskFaults.Effect;
import io.classickafka.simulation.DiskFaults.Operation;
import io.classickafka.simulation.MemoryDisk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/**
 * What one fault of a disk does to a broker with two log directories: a table of faults under
 * {@code src/test/resources/log/disk-faults.txt}. A row's fault hits the directory of topic {@code
 * t}; then batches of one record are appended, until one is refused or six are in.
 */
class DiskFaultTest {

  private static final Path BAD = Path.of("/bad");
  private static final Path GOOD = Path.of("/good");
  private static final int SEEDS = 40;
  private static final int BATCHES = 6;

  private final AppendWorkspace workspace = new AppendWorkspace(() -> 0);
  private final ManualLoop loop = new ManualLoop();

  private LogDirs open(MemoryDisk disk, LogConfig config, List<LogDir> offline) {
    LogDirsConfig dirs = new LogDirsConfig(List.of(BAD, GOOD), 0, 1, 1000, 86_400_000, 7);
    return LogDirs.open(disk.mount(), dirs, topic -> config, loop, Runnable::run, offline::add)
        .join();
  }

  private static Log log(LogDirs dirs, String topic, LogConfig config) {
    return Objects.requireNonNull(
        dirs.getOrCreate(new TopicPartition(topic, 0), null, config, true).log());
  }

  private AppendResult append(Log log) {
    return log.appendAsLeader(
        LogFixture.batch(loop.nowMs, "value-" + log.logEndOffset()),
        0,
        Origin.CLIENT,
        loop.nowMs,
        workspace);
  }

  @Test
  void table() {
    RuleTables.check("disk-faults.txt", this::row);
  }

  private String row(String[] words) {
    Operation operation = Operation.valueOf(words[0]);
    String file = words[1];
    int skip = Integer.parseInt(words[2]);
    Effect effect = Effect.valueOf(words[3]);
    Durability mode = Durability.of(words[4]);
    String outcome = "";
    long least = Long.MAX_VALUE;
    long most = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      MemoryDisk disk = new MemoryDisk();
      LogConfig config = LogFixture.small().segmentBytes(250).durability(mode).build();
      List<LogDir> offline = new ArrayList<>();
      LogDirs dirs = open(disk, config, offline);
      Log bad = log(dirs, "t", config);
      Log good = log(dirs, "u", config);
      assertThat(bad.dir().path()).isEqualTo(BAD);
      assertThat(good.dir().path()).isEqualTo(GOOD);
      disk.faults()
          .once(
              operation,
              path -> path.startsWith(BAD) && path.toString().endsWith(file),
              skip,
              effect);
      ErrorCode error = fill(bad);
      long acknowledged = mode == Durability.FLUSH ? bad.durableOffset() : 0;
      boolean isOffline = bad.isOffline();
      if (isOffline) {
        nothingTouches(disk, dirs, bad);
      }
      assertThat(fill(good)).as("the other directory").isEqualTo(ErrorCode.NONE);
      disk.crash(new SplittableRandom(seed));
      disk.faults().clear();
      Log again = log(open(disk, config, new ArrayList<>()), "t", config);
      assertThat(again.logEndOffset()).as("acknowledged").isGreaterThanOrEqualTo(acknowledged);
      least = Math.min(least, again.logEndOffset());
      most = Math.max(most, again.logEndOffset());
      outcome =
          "appended="
              + bad.logEndOffset()
              + " acknowledged="
              + acknowledged
              + " error="
              + error
              + " dir="
              + (isOffline ? "offline" : "online")
              + " told="
              + offline.size();
    }
    return outcome + " afterPowerLoss=" + least + ".." + most;
  }

  private ErrorCode fill(Log log) {
    for (int i = 0; i < BATCHES; i++) {
      if (append(log) instanceof Rejected rejected) {
        return rejected.error();
      }
    }
    return ErrorCode.NONE;
  }

  /** Whatever is asked of a failed directory, its files are left alone. */
  private void nothingTouches(MemoryDisk disk, LogDirs dirs, Log bad) {
    for (Operation any : Operation.values()) {
      disk.faults().always(any, path -> path.startsWith(BAD), 0, Effect.EIO);
    }
    int before = disk.faults().happened();
    assertThat(((Rejected) append(bad)).error()).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
    assertThat(bad.flush()).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
    assertThat(bad.truncateTo(0, 0)).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
    assertThat(bad.assignEpoch(9)).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
    assertThat(bad.read(0, 100, 1, true, false)).isInstanceOf(ReadResult.Failed.class);
    dirs.writeRecoveryPoints();
    dirs.writeHighWatermarks();
    dirs.writeLogStartOffsets();
    assertThat(disk.faults().happened()).as("operations on a failed directory").isEqualTo(before);
  }

  @Test
  void aFullDiskFailsOnlyItsDirectory() {
    MemoryDisk disk = new MemoryDisk();
    LogConfig config = LogFixture.small().durability(Durability.FLUSH).build();
    List<LogDir> offline = new ArrayList<>();
    LogDirs dirs = open(disk, config, offline);
    Log log = log(dirs, "t", config);
    fill(log);
    disk.limit(disk.usedBytes() + 120);
    assertThat(fill(log)).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
    long acknowledged = log.durableOffset();
    assertThat(offline).containsExactly(log.dir());
    disk.limit(1 << 20);
    disk.kill();
    Log again = log(open(disk, config, new ArrayList<>()), "t", config);
    assertThat(again.logEndOffset()).isEqualTo(acknowledged);
    assertThat(fill(again)).isEqualTo(ErrorCode.NONE);
  }
}
