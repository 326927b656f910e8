package io.classickafka.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.badinput.FailingLog;
import io.classickafka.log.AppendWorkspace;
import io.classickafka.log.Durability;
import io.classickafka.log.EpochEndOffset;
import io.classickafka.log.Log;
import io.classickafka.log.LogConfig;
import io.classickafka.log.LogDir;
import io.classickafka.log.Origin;
import io.classickafka.log.ReadResult;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.quota.ReplicationQuota;
import io.classickafka.record.RecordBatchBuilder;
import io.classickafka.replica.AlterLogDirRule.Hosted;
import io.classickafka.replica.AlterLogDirRule.Place;
import io.classickafka.replica.LogMoveRule.Step;
import io.classickafka.replica.Replicas.DirWish;
import io.classickafka.seam.ByteSlice;
import io.classickafka.simulation.DiskFaults;
import io.classickafka.simulation.MemoryDisk;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Replicas that move between log directories of one broker (KIP-113). */
class LogMoveTest {

  private static final TopicPartition T0 = new TopicPartition("t", 0);
  private static final String A = "/a";
  private static final String B = "/b";
  private static final List<Path> DIRS = List.of(Path.of(A), Path.of(B));

  private final MemoryDisk disk = new MemoryDisk();

  @Test
  void whatACopyNeedsNext() {
    DecisionTable.check(
        "log-move.txt",
        row -> {
          Step step =
              LogMoveRule.next(
                  row.number("start"),
                  row.number("end"),
                  row.has("cut") ? row.number("cut") : Long.MAX_VALUE,
                  row.number("copyStart"),
                  row.number("copyEnd"),
                  row.has("copyEpoch") ? row.number("copyEpoch") : EpochEndOffset.UNKNOWN,
                  row.has("trusted"),
                  end(row, "logEpoch"),
                  end(row, "copyHas"));
          return step == Step.Same.SAME
              ? "same"
              : step.toString().toLowerCase(Locale.ROOT).replaceAll("\\[offset=(\\d+)]", " $1");
        });
  }

  private static EpochEndOffset end(DecisionTable.Row row, String key) {
    if (!row.has(key)) {
      return EpochEndOffset.UNDEFINED;
    }
    String[] parts = row.text(key).split(":");
    return new EpochEndOffset(Integer.parseInt(parts[0]), Long.parseLong(parts[1]));
  }

  @Test
  void whatBecomesOfAWish() {
    DecisionTable.check(
        "alter-log-dir.txt",
        row ->
            AlterLogDirRule.decide(
                    !row.has("longName"),
                    !row.has("unknownDir"),
                    !row.has("dirOffline"),
                    Hosted.valueOf(row.text("hosted").toUpperCase(Locale.ROOT)),
                    !row.has("unknown"),
                    Place.valueOf(row.text("log").toUpperCase(Locale.ROOT)),
                    Place.valueOf(row.text("copy").toUpperCase(Locale.ROOT)),
                    row.has("anyOffline"))
                .toString()
                .replaceAll("Verdict\\[error=(\\w+), (.*)]", "$1 $2"));
  }

  private ReplicaWorld world() {
    return new ReplicaWorld(disk, disk, DIRS);
  }

  private static ErrorCode move(ReplicaWorld world, TopicPartition name, String dir) {
    List<ErrorCode> answers = begin(world, name, dir);
    world.simulation.runUntilIdle();
    assertThat(answers).hasSize(1);
    return answers.get(0);
  }

  private static List<ErrorCode> begin(ReplicaWorld world, TopicPartition name, String dir) {
    List<ErrorCode> answers = new ArrayList<>();
    world.replicas.alterLogDirs(List.of(new DirWish(name, dir)), any -> true, answers::addAll);
    return answers;
  }

  private static String dirOf(ReplicaWorld world) {
    return world.partition(T0).log().dir().toString();
  }

  private static String other(String dir) {
    return dir.equals(A) ? B : A;
  }

  private List<String> names(String dir) throws Exception {
    return disk.list(Path.of(dir)).stream().filter(name -> name.startsWith("t-0")).toList();
  }

  /** Batches of a record each, by offset and with their bytes. */
  private static String content(Log log) {
    ReadResult result = log.read(log.logStartOffset(), 1 << 26, log.logEndOffset(), true, false);
    ReadResult.Records records = (ReadResult.Records) result;
    try {
      ByteBuffer bytes = ReplicaNode.bytes(records.records());
      byte[] copy = new byte[bytes.limit()];
      bytes.get(0, copy);
      return HexFormat.of().formatHex(copy);
    } finally {
      records.records().release();
    }
  }

  @Test
  void aLogMovesWithAllItHasAndGoesOn() throws Exception {
    try (ReplicaWorld world = world()) {
      Partition partition = world.leadAlone(T0);
      String from = dirOf(world);
      for (int i = 0; i < 20; i++) {
        world.append(partition, 3, false);
      }
      Log before = partition.log();
      String bytes = content(before);
      assertThat(move(world, T0, other(from))).isEqualTo(ErrorCode.NONE);
      Log after = partition.log();
      assertThat(dirOf(world)).isEqualTo(other(from));
      assertThat(content(after)).isEqualTo(bytes);
      assertThat(after.highWatermark()).isEqualTo(60);
      assertThat(after.recoveryPoint()).as("forced").isEqualTo(60);
      assertThat(after.topicId()).isEqualTo(before.topicId());
      assertThat(names(other(from))).containsExactly("t-0");
      assertThat(names(from)).hasSize(1).allMatch(name -> name.endsWith("-delete"));
      assertThat(world.logDirs.log(T0)).isSameAs(after);
      world.append(partition, 3, false);
      assertThat(after.highWatermark()).isEqualTo(63);
      world.simulation.advance(60_000);
      assertThat(names(from)).as("after the delay").isEmpty();
      assertThat(move(world, T0, from)).isEqualTo(ErrorCode.NONE);
      assertThat(dirOf(world)).as("and back").isEqualTo(from);
      assertThat(partition.log().logEndOffset()).isEqualTo(63);
    }
  }

  /** When each was last heard of is in no file, and says how long it is known. */
  @Test
  void producersAreKnownAsLongAsIfTheLogHadStayed() {
    try (ReplicaWorld world = world()) {
      Partition partition = world.leadAlone(T0);
      String from = dirOf(world);
      long heardMs = partition.loop().wallClockMs();
      appendOldRecord(world, partition, 8);
      // More than is read again before a snapshot.
      for (int i = 0; i < 3; i++) {
        big(world, partition, i);
      }
      appendOldRecord(world, partition, 9);
      world.simulation.advance(1_000);
      assertThat(move(world, T0, other(from))).isEqualTo(ErrorCode.NONE);
      assertThat(dirOf(world)).isEqualTo(other(from));
      Log log = partition.log();
      assertThat(log.producerCount()).isEqualTo(2);
      assertThat(log.removeExpiredProducers(heardMs + 1_499, 1_500)).isZero();
      assertThat(log.removeExpiredProducers(heardMs + 1_500, 1_500)).isEqualTo(2);
    }
  }

  private static void appendOldRecord(ReplicaWorld world, Partition partition, long producerId) {
    try (RecordBatchBuilder builder = new RecordBatchBuilder()) {
      builder.producer(producerId, (short) 0, 0);
      builder.append(1_000, null, new byte[1]);
      ByteSlice batch = builder.build();
      onLoop(world, partition, () -> partition.append(batch, Origin.CLIENT, false));
    }
  }

  @Test
  void anEpochWithoutRecordsMovesToo() {
    try (ReplicaWorld world = world()) {
      Partition partition = world.lead(T0, 4, List.of(1));
      world.append(partition, 3, false);
      world.lead(T0, 9, List.of(1));
      move(world, T0, other(dirOf(world)));
      assertThat(partition.log().latestEpoch()).isEqualTo(9);
      assertThat(partition.log().endOffsetForEpoch(4).endOffset()).isEqualTo(3);
    }
  }

  @Test
  void aMoveToWhereItLiesIsNone() throws Exception {
    try (ReplicaWorld world = world()) {
      world.leadAlone(T0);
      String dir = dirOf(world);
      assertThat(move(world, T0, dir)).isEqualTo(ErrorCode.NONE);
      assertThat(names(other(dir))).isEmpty();
    }
  }

  @Test
  void wishesAreRefusedForWhatTheyAre() {
    try (ReplicaWorld world = world()) {
      world.leadAlone(T0);
      assertThat(move(world, T0, "/c")).isEqualTo(ErrorCode.LOG_DIR_NOT_FOUND);
      TopicPartition longName = new TopicPartition("x".repeat(215), 0);
      assertThat(move(world, longName, A)).isEqualTo(ErrorCode.INVALID_TOPIC_EXCEPTION);
    }
  }

  @Test
  void aReplicaThatIsNotHereYetIsMadeWhereItIsWanted() {
    for (String dir : List.of(A, B)) {
      TopicPartition name = new TopicPartition("wanted" + dir.substring(1), 0);
      try (ReplicaWorld world = world()) {
        assertThat(move(world, name, dir)).isEqualTo(ErrorCode.REPLICA_NOT_AVAILABLE);
        assertThat(world.leadAlone(name).log().dir().toString()).isEqualTo(dir);
      }
    }
  }

  /** A move that stops in the middle: its rate is used up by what it copied. */
  private Partition halfMoved(ReplicaWorld world, int batches) {
    Partition partition = world.leadAlone(T0);
    world.quotas.logDirs().limit(100);
    for (int i = 0; i < batches; i++) {
      big(world, partition, i);
    }
    assertThat(move(world, T0, other(dirOf(world)))).isEqualTo(ErrorCode.NONE);
    Log copy = world.logDirs.futures().get(T0);
    assertThat(copy).isNotNull();
    assertThat(copy.logEndOffset()).isBetween(1L, (long) batches - 1);
    return partition;
  }

  private static void big(ReplicaWorld world, Partition partition, int i) {
    partition
        .loop()
        .execute(
            () ->
                partition.append(
                    ReplicaCluster.batch("<" + i + ">" + "x".repeat(200_000)),
                    Origin.CLIENT,
                    false));
    world.simulation.runUntilIdle();
  }

  @Test
  void aMoveIsHeldToItsRateAndEndsOnceItMay() {
    try (ReplicaWorld world = world()) {
      Partition partition = halfMoved(world, 20);
      String from = dirOf(world);
      world.simulation.advance(5_000);
      assertThat(dirOf(world)).isEqualTo(from);
      world.quotas.logDirs().limit(ReplicationQuota.UNLIMITED);
      world.simulation.runUntilIdle();
      assertThat(dirOf(world)).isEqualTo(other(from));
      assertThat(partition.log().logEndOffset()).isEqualTo(20);
    }
  }

  @Test
  void aRestartInTheMiddleGoesOn() throws Exception {
    String from;
    String bytes;
    try (ReplicaWorld world = world()) {
      Partition partition = halfMoved(world, 20);
      from = dirOf(world);
      bytes = content(partition.log());
    }
    assertThat(names(other(from))).hasSize(1).allMatch(name -> name.endsWith("-future"));
    try (ReplicaWorld world = world()) {
      long copied = world.logDirs.futures().get(T0).logEndOffset();
      assertThat(copied).isPositive();
      Partition partition = world.leadAlone(T0);
      world.simulation.runUntilIdle();
      assertThat(dirOf(world)).isEqualTo(other(from));
      assertThat(content(partition.log())).isEqualTo(bytes);
    }
  }

  @Test
  void aMoveBackGivesTheCopyUp() throws Exception {
    try (ReplicaWorld world = world()) {
      halfMoved(world, 20);
      String from = dirOf(world);
      assertThat(move(world, T0, from)).isEqualTo(ErrorCode.NONE);
      assertThat(world.logDirs.futures().get(T0)).isNull();
      world.simulation.advance(60_000);
      assertThat(names(other(from))).isEmpty();
    }
  }

  @Test
  void aTopicThatIsDeletedMeanwhileLeavesNothing() throws Exception {
    try (ReplicaWorld world = world()) {
      halfMoved(world, 20);
      world.replicas.stop(
          List.of(new Replicas.Stop(T0, ControlRule.EPOCH_DURING_DELETION, true)),
          ReplicaWorld.CONTROLLER,
          errors -> {});
      world.simulation.runUntilIdle();
      world.simulation.advance(60_000);
      assertThat(names(A)).isEmpty();
      assertThat(names(B)).isEmpty();
      assertThat(world.logDirs.futures().all()).isEmpty();
    }
  }

  /** Else it went on writing the log that the next topic of the name would be given. */
  @Test
  void aReplicaThatIsDeletedEndsThoughItsCopyCannotBeGivenUp() {
    try (ReplicaWorld world = world()) {
      Partition partition = halfMoved(world, 20);
      disk.faults()
          .always(DiskFaults.Operation.RENAME, LogMoveTest::failForACopy, 0, DiskFaults.Effect.EIO);
      List<ErrorCode> answers = new ArrayList<>();
      FailingLog.during(
          () -> {
            world.replicas.stop(
                List.of(new Replicas.Stop(T0, ControlRule.EPOCH_DURING_DELETION, true)),
                ReplicaWorld.CONTROLLER,
                answers::addAll);
            world.simulation.runUntilIdle();
          });
      assertThat(answers).containsExactly(ErrorCode.NONE);
      assertThat(partition.stopped()).isTrue();
      assertThat(world.logDirs.log(T0)).isNull();
    }
  }

  private static boolean failForACopy(Path path) {
    if (path.toString().endsWith("-future")) {
      throw new IllegalStateException("planted");
    }
    return false;
  }

  private static void onLoop(ReplicaWorld world, Partition partition, Runnable task) {
    partition.loop().execute(task);
    world.simulation.runUntilIdle();
  }

  @Test
  void aLogThatIsCutTakesItsCopyAlong() {
    for (long offset : new long[] {2, 15}) {
      MemoryDisk own = new MemoryDisk();
      try (ReplicaWorld world = new ReplicaWorld(own, own, DIRS)) {
        Partition partition = halfMoved(world, 20);
        String from = dirOf(world);
        onLoop(world, partition, () -> partition.truncateTo(offset));
        for (int i = 100; i < 105; i++) {
          big(world, partition, i);
        }
        String bytes = content(partition.log());
        world.quotas.logDirs().limit(ReplicationQuota.UNLIMITED);
        world.simulation.runUntilIdle();
        assertThat(dirOf(world)).isEqualTo(other(from));
        assertThat(partition.log().logEndOffset()).isEqualTo(offset + 5);
        assertThat(content(partition.log())).isEqualTo(bytes);
      }
    }
  }

  @Test
  void aLogThatBeginsElsewhereTakesItsCopyAlong() {
    try (ReplicaWorld world = world()) {
      Partition partition = halfMoved(world, 20);
      String from = dirOf(world);
      onLoop(world, partition, () -> partition.startOverAt(1_000));
      big(world, partition, 1);
      world.quotas.logDirs().limit(ReplicationQuota.UNLIMITED);
      world.simulation.runUntilIdle();
      assertThat(dirOf(world)).isEqualTo(other(from));
      assertThat(partition.log().logStartOffset()).isEqualTo(1_000);
      assertThat(partition.log().logEndOffset()).isEqualTo(1_001);
    }
  }

  @Test
  void whatWasDeletedStaysDeleted() {
    try (ReplicaWorld world = world()) {
      Partition partition = halfMoved(world, 20);
      onLoop(world, partition, () -> partition.advanceLogStart(17));
      world.quotas.logDirs().limit(ReplicationQuota.UNLIMITED);
      world.simulation.runUntilIdle();
      assertThat(world.logDirs.futures().all()).isEmpty();
      assertThat(partition.log().logStartOffset()).isEqualTo(17);
      assertThat(partition.log().logEndOffset()).isEqualTo(20);
    }
  }

  @Test
  void aTargetThatFailsLeavesTheLogWhereItIs() {
    try (ReplicaWorld world = new ReplicaWorld(disk, disk.mount(), DIRS)) {
      Partition partition = halfMoved(world, 20);
      String from = dirOf(world);
      disk.faults()
          .always(
              DiskFaults.Operation.WRITE,
              path -> path.startsWith(Path.of(other(from))),
              0,
              DiskFaults.Effect.EIO);
      world.quotas.logDirs().limit(ReplicationQuota.UNLIMITED);
      world.simulation.runUntilIdle();
      assertThat(world.offline.stream().map(LogDir::toString)).containsExactly(other(from));
      assertThat(dirOf(world)).isEqualTo(from);
      assertThat(world.logDirs.futures().all()).isEmpty();
      big(world, partition, 99);
      assertThat(partition.log().logEndOffset()).isEqualTo(21);
      assertThat(move(world, T0, other(from))).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
    }
  }

  /** Or a later start would go on with it, wherever the replica was moved meanwhile. */
  @Test
  void aCopyThatIsNoneIsGivenUpWithItsFiles() throws Exception {
    try (ReplicaWorld world = world()) {
      Partition partition = halfMoved(world, 20);
      String from = dirOf(world);
      List<String> copy = names(other(from));
      assertThat(copy).hasSize(1);
      long magicBit = 16 * 8 + 6;
      disk.flip(Path.of(other(from), copy.get(0), "00000000000000000000.log"), magicBit);
      onLoop(world, partition, () -> partition.truncateTo(2));
      world.quotas.logDirs().limit(ReplicationQuota.UNLIMITED);
      world.simulation.runUntilIdle();
      assertThat(dirOf(world)).isEqualTo(from);
      assertThat(world.logDirs.futures().all()).isEmpty();
      assertThat(world.offline).isEmpty();
      assertThat(names(other(from))).noneMatch(name -> name.endsWith("-future"));
      assertThat(move(world, T0, other(from))).isEqualTo(ErrorCode.NONE);
      assertThat(dirOf(world)).isEqualTo(other(from));
    }
  }

  @Test
  void producersGoOnWhileALogMoves() {
    LogConfig flush = LogConfig.DEFAULTS.toBuilder().durability(Durability.FLUSH).build();
    try (ReplicaWorld world = world()) {
      world.settings = new PartitionSettings(flush, 1, true);
      Partition partition = world.leadAlone(T0);
      for (int i = 0; i < 30; i++) {
        big(world, partition, i);
      }
      String from = dirOf(world);
      begin(world, T0, other(from));
      List<ErrorCode> outcomes = new ArrayList<>();
      for (int i = 30; i < 60; i++) {
        int value = i;
        partition
            .loop()
            .schedule(
                i % 7,
                () -> {
                  partition.append(ReplicaCluster.batch("<" + value + ">"), Origin.CLIENT, true);
                  partition.awaitReplicas(partition.log().logEndOffset(), 5_000, outcomes::add);
                });
      }
      world.simulation.advance(1_000);
      assertThat(outcomes).hasSize(30).containsOnly(ErrorCode.NONE);
      assertThat(dirOf(world)).isEqualTo(other(from));
      assertThat(partition.log().logEndOffset()).isEqualTo(60);
    }
  }

  @Test
  void aCopyThatHasWhatItsLogLostIsCutWhereTheyPart() {
    String from;
    try (ReplicaWorld world = world()) {
      Partition partition = halfMoved(world, 20);
      from = partition.log().dir().toString();
    }
    try (ReplicaWorld world = world()) {
      long copied = world.logDirs.futures().get(T0).logEndOffset();
      Log log = world.logDirs.log(T0);
      // As after a loss of power: the tail is gone, and others come in its place.
      assertThat(log.truncateTo(2, 0)).isEqualTo(ErrorCode.NONE);
      for (int i = 0; i < 20; i++) {
        ByteSlice records = ReplicaCluster.batch("<other " + i + ">" + "y".repeat(150_000));
        log.appendAsLeader(records, 5, Origin.CLIENT, 0, new AppendWorkspace(() -> 0));
        records.release();
      }
      assertThat(log.logEndOffset()).isGreaterThan(copied);
      String bytes = content(log);
      Partition partition = world.lead(T0, 6, List.of(1));
      world.simulation.runUntilIdle();
      assertThat(dirOf(world)).isEqualTo(other(from));
      assertThat(content(partition.log())).isEqualTo(bytes);
    }
  }

  @Test
  void aSourceThatFailsTakesTheReplicaOffAndLeavesTheCopyForLater() throws Exception {
    String from;
    try (ReplicaWorld world = new ReplicaWorld(disk, disk.mount(), DIRS)) {
      Partition partition = halfMoved(world, 20);
      from = dirOf(world);
      disk.faults()
          .always(
              DiskFaults.Operation.WRITE,
              path -> path.startsWith(Path.of(from)),
              0,
              DiskFaults.Effect.EIO);
      big(world, partition, 99);
      world.offline.forEach(dir -> world.replicas.onDirOffline(dir, () -> {}));
      world.quotas.logDirs().limit(ReplicationQuota.UNLIMITED);
      world.simulation.runUntilIdle();
      assertThat(world.offline.stream().map(LogDir::toString)).containsExactly(from);
      assertThat(world.replicas.registry().find(T0)).isEqualTo(HostedPartition.Offline.OFFLINE);
      assertThat(names(other(from))).allMatch(name -> name.endsWith("-future"));
      assertThat(move(world, T0, other(from))).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
    }
    disk.faults().clear();
    try (ReplicaWorld world = world()) {
      Partition partition = world.leadAlone(T0);
      world.simulation.runUntilIdle();
      assertThat(dirOf(world)).as("with the directory back").isEqualTo(other(from));
      assertThat(partition.log().logEndOffset()).isEqualTo(20);
    }
  }
}
