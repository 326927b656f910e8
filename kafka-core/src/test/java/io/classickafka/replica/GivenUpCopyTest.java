package io.classickafka.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.log.Log;
import io.classickafka.log.LogDir;
import io.classickafka.log.Origin;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.quota.ReplicationQuota;
import io.classickafka.replica.Replicas.DirWish;
import io.classickafka.simulation.DiskFaults;
import io.classickafka.simulation.MemoryDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** The copy of a move that is given up (KIP-113) while a thread of the pool still writes it. */
class GivenUpCopyTest {

  private static final TopicPartition T0 = new TopicPartition("t", 0);
  private static final Path A = Path.of("/a");
  private static final Path B = Path.of("/b");
  private static final String FIRST = "00000000000000000000.log";

  private final MemoryDisk disk = new MemoryDisk();
  private final ReplicaWorld world = new ReplicaWorld(disk, disk, List.of(A, B));

  /** What was answered to each StopReplica. */
  private final List<ErrorCode> stopped = new ArrayList<>();

  private final List<String> duringTheWrite = new ArrayList<>();
  private boolean written;

  private Partition filled() {
    Partition partition = world.leadAlone(T0);
    assertThat(partition.log().dir().path()).isEqualTo(A);
    for (int i = 0; i < 20; i++) {
      String value = "<" + i + ">" + "x".repeat(200_000);
      partition
          .loop()
          .execute(() -> partition.append(ReplicaCluster.batch(value), Origin.CLIENT, false));
    }
    world.simulation.runUntilIdle();
    assertThat(partition.log().logEndOffset()).isEqualTo(20);
    return partition;
  }

  private void beginMove() {
    world.replicas.alterLogDirs(
        List.of(new DirWish(T0, B.toString())), any -> true, GivenUpCopyTest::assertNone);
    world.simulation.runUntilIdle();
  }

  private static void assertNone(List<ErrorCode> errors) {
    assertThat(errors).containsExactly(ErrorCode.NONE);
  }

  /** Does something in the middle of the first write to the copy, which then goes on. */
  private void whileItIsWritten(Runnable action) {
    disk.faults()
        .always(
            DiskFaults.Operation.WRITE,
            path -> {
              if (!written && path.startsWith(B) && path.toString().endsWith("future/" + FIRST)) {
                written = true;
                action.run();
                duringTheWrite.addAll(names(B));
              }
              return false;
            },
            0,
            DiskFaults.Effect.EIO);
    beginMove();
    assertThat(written).isTrue();
  }

  private List<String> names(Path dir) {
    try {
      return disk.list(dir).stream().filter(name -> name.startsWith("t-0")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void stop() {
    world.replicas.stop(
        List.of(new Replicas.Stop(T0, ControlRule.EPOCH_DURING_DELETION, true)),
        ReplicaWorld.CONTROLLER,
        stopped::addAll);
    world.simulation.runUntilIdle();
  }

  private void assertGivenUp(int stops) {
    assertThat(world.offline.stream().map(LogDir::toString)).isEmpty();
    assertThat(stopped).hasSize(stops).containsOnly(ErrorCode.NONE);
    assertThat(duringTheWrite).hasSize(1).allMatch(name -> name.endsWith("-future"));
    assertThat(world.logDirs.futures().all()).isEmpty();
    assertThat(names(B)).hasSize(1).allMatch(name -> name.endsWith("-delete"));
    world.simulation.advance(60_000);
    assertThat(names(B)).as("after the delay").isEmpty();
  }

  private void assertMadeAgain() {
    assertThat(names(A)).containsExactly("t-0");
    Partition again = world.partition(T0);
    world.append(again, 3, false);
    assertThat(again.log().logEndOffset()).isEqualTo(3);
    world.close();
  }

  @Test
  void isNotDeletedUnderItsWriterWhenADeletionComesTwice() {
    filled();
    whileItIsWritten(
        () -> {
          stop();
          stop();
        });
    assertGivenUp(2);
    assertThat(names(A)).isEmpty();
    world.close();
  }

  @Test
  void isNotDeletedUnderItsWriterWhenTheTopicIsMadeAgain() {
    filled();
    whileItIsWritten(
        () -> {
          stop();
          world.ids.put(T0, new Uuid(9, 9));
          world.leadAlone(T0);
        });
    assertGivenUp(1);
    assertMadeAgain();
  }

  @Test
  void isNotGoneOnWithWhenTheReplicaIsGivenBack() {
    filled();
    whileItIsWritten(
        () -> {
          stop();
          world.leadAlone(T0);
        });
    assertGivenUp(1);
    assertMadeAgain();
  }

  @Test
  void isNotDeletedUnderItsWriterWhenItsReplicaHadGoneOffline() {
    Partition partition = filled();
    whileItIsWritten(
        () -> {
          damageFirstBatch();
          partition.loop().execute(() -> partition.truncateTo(2));
          world.simulation.runUntilIdle();
          assertThat(world.replicas.registry().find(T0)).isEqualTo(HostedPartition.Offline.OFFLINE);
          stop();
        });
    assertGivenUp(1);
    world.close();
  }

  private void damageFirstBatch() {
    long magicBit = 16 * 8 + 6;
    try {
      disk.flip(A.resolve("t-0").resolve(FIRST), magicBit);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Or its directory would miss the mark of a clean stop, or have it beside a log left open. */
  @Test
  void isWaitedForByABrokerThatStops() {
    filled();
    world.quotas.logDirs().limit(100);
    beginMove();
    Log copy = world.logDirs.futures().get(T0);
    assertThat(copy).isNotNull();
    world.holdBackground();
    world.quotas.logDirs().limit(ReplicationQuota.UNLIMITED);
    world.simulation.runUntilIdle();
    stop();
    List<String> told = new ArrayList<>();
    world.replicas.close(() -> told.add("stopped"));
    world.simulation.runUntilIdle();
    assertThat(told).isEmpty();
    world.letBackgroundGo();
    world.simulation.runUntilIdle();
    assertThat(told).containsExactly("stopped");
    assertThat(names(B)).hasSize(1).allMatch(name -> name.endsWith("-delete"));
    world.close();
    assertThat(world.offline).isEmpty();
    assertThat(disk.exists(B.resolve(".kafka_cleanshutdown"))).isTrue();
  }
}
