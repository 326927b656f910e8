package io.classickafka.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.disk.DiskFile;
import io.classickafka.log.AppendResult;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.simulation.MemoryDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** One replica whose files are damaged, in a directory that works. */
class OfflineReplicaTest {

  private static final TopicPartition BAD = new TopicPartition("orders", 0);
  private static final TopicPartition GOOD = new TopicPartition("orders", 1);
  private static final Path LOG_FILE = Path.of("/data/orders-0/00000000000000000000.log");

  private final MemoryDisk disk = new MemoryDisk();

  private void damage(int position) throws IOException {
    try (DiskFile file = disk.open(LOG_FILE)) {
      file.write(ByteBuffer.wrap(new byte[] {99, 99, 99, 99}), position);
    }
  }

  private ReplicaWorld reopenedWithDamage() throws IOException {
    try (ReplicaWorld before = new ReplicaWorld(disk)) {
      before.append(before.leadAlone(BAD), 3, false);
      before.append(before.leadAlone(GOOD), 3, false);
    }
    // The length of the last batch: what lies there is not what was forced.
    damage(8);
    return new ReplicaWorld(disk);
  }

  private static ErrorCode assignAlone(ReplicaWorld world, TopicPartition name, int epoch) {
    LeaderState state =
        new LeaderState(
            world.ids.computeIfAbsent(name, key -> new Uuid(1, key.hashCode())),
            1,
            ReplicaWorld.SELF,
            epoch,
            List.of(1),
            epoch,
            List.of(1),
            List.of(),
            List.of(),
            false);
    return world.assign(name, state);
  }

  @Test
  void theControllerIsToldAndClientsTooWhileOtherReplicasServe() throws IOException {
    ReplicaWorld world = reopenedWithDamage();
    assertThat(assignAlone(world, BAD, 1)).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
    assertThat(assignAlone(world, GOOD, 1)).isEqualTo(ErrorCode.NONE);
    assertThat(world.replicas.registry().find(BAD).absence())
        .isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
    assertThat(world.replicas.registry().offlineCount()).isEqualTo(1);
    assertThat(world.append(world.partition(GOOD), 1, false))
        .isInstanceOf(AppendResult.Appended.class);
  }

  @Test
  void itsCheckpointsStayWhatTheyWereSoThatNoLaterStartForgetsTheLoss() throws IOException {
    ReplicaWorld world = reopenedWithDamage();
    world.logDirs.writeRecoveryPoints();
    world.logDirs.writeHighWatermarks();
    for (String name : List.of("recovery-point", "replication")) {
      Path checkpoint = Path.of("/data/" + name + "-offset-checkpoint");
      assertThat(new String(disk.readAll(checkpoint, 1_000), StandardCharsets.UTF_8))
          .contains("orders 0 3");
    }
    world.close();
    ReplicaWorld again = new ReplicaWorld(disk);
    assertThat(assignAlone(again, BAD, 2)).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
    again.close();
  }

  @Test
  void aTopicWithItCanBeDeletedAndMadeAgain() throws IOException {
    ReplicaWorld world = reopenedWithDamage();
    assignAlone(world, BAD, 1);
    List<List<ErrorCode>> answers = new ArrayList<>();
    world.replicas.stop(
        List.of(new Replicas.Stop(BAD, ControlRule.EPOCH_DURING_DELETION, true)),
        ReplicaWorld.CONTROLLER,
        answers::add);
    world.simulation.runUntilIdle();
    assertThat(answers).containsExactly(List.of(ErrorCode.NONE));
    assertThat(assignAlone(world, BAD, 0)).isEqualTo(ErrorCode.NONE);
    assertThat(world.partition(BAD).log().logEndOffset()).isZero();
    world.close();
  }

  @Test
  void aReplicaFoundDamagedWhileItServesStopsLeading() throws IOException {
    ReplicaWorld world = new ReplicaWorld(disk);
    Partition partition = world.leadAlone(BAD);
    // So many that the first is no longer among those whose place is known without a look.
    for (int i = 0; i < 100; i++) {
      world.append(partition, 1, false);
    }
    List<TopicPartition> told = new ArrayList<>();
    world.replicas.onReplicaOffline(told::add);
    damage(8);
    List<FetchReply> replies =
        world.fetch(world.call(world.consumerTerms(0, 1, 1000), 0, -1, List.of(partition), 0));
    world.simulation.runUntilIdle();
    assertThat(replies.get(0).entries().get(0).answer().error())
        .isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
    assertThat(told).containsExactly(BAD);
    assertThat(world.replicas.registry().find(BAD)).isEqualTo(HostedPartition.Offline.OFFLINE);
    assertThat(assignAlone(world, BAD, 1)).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
    world.close();
  }

  @Test
  void logsThatTheControllerDoesNotNameAreKept() {
    TopicPartition stray = new TopicPartition("stray", 0);
    try (ReplicaWorld before = new ReplicaWorld(disk)) {
      before.append(before.leadAlone(stray), 3, false);
      before.leadAlone(GOOD);
    }
    ReplicaWorld world = new ReplicaWorld(disk);
    assertThat(assignAlone(world, GOOD, 1)).isEqualTo(ErrorCode.NONE);
    world.simulation.advance(60_000);
    assertThat(world.replicas.strayLogs()).isEqualTo(1);
    assertThat(world.logDirs.logs()).hasSize(2);
    assertThat(disk.exists(Path.of("/data/stray-0/00000000000000000000.log"))).isTrue();
    world.close();
  }
}
