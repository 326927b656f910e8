package io.classickafka.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.record.ControlMarker;
import io.classickafka.record.RecordBatchBuilder;
import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.Payload;
import io.classickafka.simulation.DiskFaults.Effect;
import io.classickafka.simulation.DiskFaults.Operation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * A compacted log in {@code page-cache} mode whose sealed segments were not forced yet when the
 * power fails. The seed says what of them is left.
 */
class CleaningPowerLossTest {

  private static final int SEEDS = 200;
  private static final Path LOG = LogWorld.ROOT.resolve("t-0");

  private static LogWorld world(long seed) {
    return new LogWorld(
        seed,
        CleaningFixture.compacted().segmentBytes(200).durability(Durability.PAGE_CACHE).build());
  }

  private static void put(LogWorld world, String key, String value) {
    try (RecordBatchBuilder builder = new RecordBatchBuilder()) {
      builder.append(world.loop.nowMs, LogFixture.bytes(key), LogFixture.bytes(value));
      AppendResult result =
          world
              .log()
              .appendAsLeader(builder.build(), 0, Origin.CLIENT, world.loop.nowMs, world.workspace);
      assertThat(result).isInstanceOf(AppendResult.Appended.class);
    }
    world.log().updateHighWatermark(world.log().logEndOffset());
  }

  /** Records of a key of its own until another segment begins. */
  private static void roll(LogWorld world, String key) {
    int before = world.log().segmentCount();
    for (int i = 0; world.log().segmentCount() == before; i++) {
      put(world, key + i, "filler");
    }
  }

  private static List<String> read(LogWorld world) {
    List<String> records = new ArrayList<>();
    Log log = world.log();
    for (long next = log.logStartOffset(); next < log.logEndOffset(); ) {
      ReadResult result = log.read(next, 1 << 20, log.logEndOffset(), true, false);
      if (!(result instanceof ReadResult.Records found)) {
        return List.of("failed");
      }
      Payload payload = found.records();
      if (payload.sizeBytes() == 0) {
        break;
      }
      next = LogFixture.collect(payload, next, records);
      payload.release();
    }
    return records;
  }

  /** The old value was forced, the new one is sealed and was not; then the log is cleaned. */
  private static LogWorld cleaned(long seed, boolean forcesOfSourcesAreForgotten) {
    LogWorld world = world(seed);
    put(world, "key", "old");
    roll(world, "a");
    world.runAll();
    put(world, "key", "new");
    roll(world, "b");
    world.dropTasks();
    assertThat(world.log().recoveryPoint()).isLessThan(world.log().logEndOffset() - 2);
    if (forcesOfSourcesAreForgotten) {
      world
          .disk
          .faults()
          .always(Operation.FORCE, path -> path.toString().endsWith(".log"), 0, Effect.LIE);
    }
    world.log().compaction().touched();
    for (int i = 0; i < 4; i++) {
      world.loop.runDelayed();
      world.runAll();
    }
    world.disk.faults().clear();
    assertThat(read(world)).noneMatch(record -> record.endsWith("=old"));
    world.disk.crash(world.random);
    world.start();
    return world;
  }

  @Test
  void whatSupersedesARecordIsOnTheDeviceBeforeTheRecordGoes() {
    for (long seed = 0; seed < SEEDS; seed++) {
      LogWorld world = cleaned(seed, false);
      assertThat(world.opened).as("seed %d: not offline", seed).isNotNull();
      assertThat(read(world)).as("seed %d", seed).anyMatch(record -> record.endsWith("=new"));
    }
  }

  @Test
  void thisTestCatchesACleaningThatForgotToForce() {
    int lost = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      LogWorld world = cleaned(seed, true);
      if (world.opened == null
          || read(world).stream().noneMatch(record -> record.endsWith("=new"))) {
        lost++;
      }
    }
    assertThat(lost).isPositive();
  }

  private static void append(LogWorld world, Origin origin, ByteSlice records) {
    AppendResult result =
        world.log().appendAsLeader(records, 0, origin, world.loop.nowMs, world.workspace);
    assertThat(result).isInstanceOf(AppendResult.Appended.class);
    world.log().updateHighWatermark(world.log().logEndOffset());
  }

  private static ByteSlice batch(String keys, int count) {
    try (RecordBatchBuilder builder = new RecordBatchBuilder()) {
      for (int i = 0; i < count; i++) {
        builder.append(1_000, LogFixture.bytes(keys + i), LogFixture.bytes("value"));
      }
      return builder.build();
    }
  }

  private static ByteSlice transactional(int sequence) {
    try (RecordBatchBuilder builder = new RecordBatchBuilder()) {
      builder.producer(7, (short) 0, sequence).transactional(true);
      builder.append(1_000, LogFixture.bytes("transactional"), LogFixture.bytes("value"));
      return builder.build();
    }
  }

  /** The keys of a segment do not all fit, and what was aborted goes from behind them too. */
  @Test
  void aGapBehindTheKeysThatFitIsNotTakenForALoss() throws IOException {
    LogWorld world = new LogWorld(1, CleaningFixture.compacted().segmentBytes(20_000).build());
    append(world, Origin.CLIENT, batch("a", 850));
    append(world, Origin.CLIENT, batch("b", 100));
    append(world, Origin.CLIENT, transactional(0));
    append(world, Origin.CLIENT, batch("c", 850));
    assertThat(world.log().segmentCount()).isEqualTo(2);
    append(world, Origin.COORDINATOR, new ControlMarker(false, 0).toBatch(1_000, 7, (short) 0, 0));
    append(world, Origin.CLIENT, transactional(1));
    append(world, Origin.COORDINATOR, new ControlMarker(true, 0).toBatch(1_000, 7, (short) 0, 0));
    world.dropTasks();
    long end = world.log().logEndOffset();
    int records = read(world).size();
    world.log().compaction().touched();
    world.loop.runDelayed();
    world.runAll();
    // The delay of their deletion is over before another pass begins.
    for (String name : world.disk.list(LOG)) {
      if (name.endsWith(LogFiles.DELETED)) {
        world.disk.delete(LOG.resolve(name));
      }
    }
    assertThat(world.log().compaction().firstDirty()).isEqualTo(850);
    assertThat(read(world)).as("without what was aborted").hasSize(records - 1);
    world.disk.kill();
    world.start();
    assertThat(world.opened).as("not offline").isNotNull();
    assertThat(world.log().logEndOffset()).isEqualTo(end);
    assertThat(read(world)).hasSize(records - 1);
  }

  /** Or the replica would keep the offsets without the records, and never ask for them again. */
  @Test
  void segmentsThatAreLostFromTheMiddleAreNotTakenForAGapOfACleaning() {
    assertThat(losses(world -> {})).as("losses in the middle").isPositive();
  }

  /**
   * A log that was cut grows again through the same offsets, and so has files of the same names.
   */
  @Test
  void norAreTheyWhereTheLogWasCutAWhileBefore() {
    int losses =
        losses(
            world -> {
              for (int i = 0; i < 12; i++) {
                put(world, "key" + i, "before");
              }
              world.runAll();
              world.log().truncateTo(0, world.loop.nowMs);
            });
    assertThat(losses).as("losses in the middle").isPositive();
  }

  @Test
  void norAreTheyWhereALogWasCleanedBeforeItWasCut() {
    int losses =
        losses(
            world -> {
              for (int i = 0; i < 12; i++) {
                put(world, "key" + i % 2, "before");
              }
              world.runAll();
              world.log().compaction().touched();
              world.loop.runDelayed();
              world.runAll();
              assertThat(world.log().compaction().firstDirty()).isPositive();
              world.log().truncateTo(0, world.loop.nowMs);
            });
    assertThat(losses).as("losses in the middle").isPositive();
  }

  /** How many seeds lost something of the middle of 12 records. */
  private static int losses(Consumer<LogWorld> before) {
    int cut = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      LogWorld world = world(seed);
      before.accept(world);
      for (int i = 0; i < 12; i++) {
        put(world, "key" + i, "value");
      }
      world.log().updateHighWatermark(0);
      world.dropTasks();
      world.disk.crash(world.random);
      world.start();
      Log log = Objects.requireNonNull(world.opened);
      long end = log.logEndOffset();
      cut += end > 0 && end < 12 ? 1 : 0;
      assertThat(read(world)).as("seed %d, end %d", seed, end).hasSize((int) end);
    }
    return cut;
  }
}
