package io.classickafka.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.log.AppendResult;
import io.classickafka.log.Durability;
import io.classickafka.log.LogConfig;
import io.classickafka.log.Origin;
import io.classickafka.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What waits for a force with {@code durability=flush}, and what does not without it. */
class FlushModeTest {

  private static final TopicPartition T0 = new TopicPartition("t", 0);
  private static final long TIMEOUT_MS = 1_000;

  private static PartitionSettings settings(Durability durability) {
    LogConfig log = LogConfig.DEFAULTS.toBuilder().durability(durability).build();
    return new PartitionSettings(log, 1, true);
  }

  private static ReplicaWorld world(Durability durability) {
    ReplicaWorld world = new ReplicaWorld();
    world.settings = settings(durability);
    return world;
  }

  /** Appends, and waits for it to be durable here. */
  private static List<ErrorCode> acksOne(ReplicaWorld world, Partition partition) {
    List<ErrorCode> outcome = new ArrayList<>();
    partition
        .loop()
        .execute(
            () -> {
              AppendResult result = partition.append(ReplicaWorld.batch(1), Origin.CLIENT, false);
              AppendResult.Appended appended = (AppendResult.Appended) result;
              partition.awaitDurable(appended.lastOffset() + 1, TIMEOUT_MS, outcome::add);
            });
    world.simulation.runUntilIdle();
    return outcome;
  }

  @Test
  void withoutAcksFromOthersAWriteIsAnsweredWhenItWasForced() {
    try (ReplicaWorld world = world(Durability.FLUSH)) {
      Partition partition = world.leadAlone(T0);
      world.holdBackground();
      List<ErrorCode> outcome = acksOne(world, partition);
      assertThat(outcome).isEmpty();
      assertThat(partition.log().logEndOffset()).isEqualTo(1);
      assertThat(partition.log().durableOffset()).isZero();
      world.letBackgroundGo();
      world.simulation.runUntilIdle();
      assertThat(outcome).containsExactly(ErrorCode.NONE);
      assertThat(partition.log().durableOffset()).isEqualTo(1);
    }
  }

  @Test
  void inThePageCacheItIsAnsweredAtOnce() {
    try (ReplicaWorld world = world(Durability.PAGE_CACHE)) {
      Partition partition = world.leadAlone(T0);
      assertThat(acksOne(world, partition)).containsExactly(ErrorCode.NONE);
      assertThat(partition.log().highWatermark()).isEqualTo(1);
    }
  }

  @Test
  void theHighWatermarkStaysBelowWhatTheLeaderForced() {
    try (ReplicaWorld world = world(Durability.FLUSH)) {
      Partition partition = world.lead(T0, 0, List.of(1, 2));
      world.holdBackground();
      acksOne(world, partition);
      world.followerFetch(2, partition, 1);
      assertThat(partition.log().highWatermark()).isZero();
      world.letBackgroundGo();
      world.simulation.runUntilIdle();
      assertThat(partition.log().highWatermark()).isEqualTo(1);
    }
  }

  @Test
  void aWriteThatIsNotForcedInTimeTimesOut() {
    try (ReplicaWorld world = world(Durability.FLUSH)) {
      Partition partition = world.leadAlone(T0);
      world.holdBackground();
      List<ErrorCode> outcome = acksOne(world, partition);
      world.simulation.advance(TIMEOUT_MS);
      assertThat(outcome).containsExactly(ErrorCode.REQUEST_TIMED_OUT);
      world.letBackgroundGo();
    }
  }

  @Test
  void losingTheLeadershipAnswersWhoWaitsForAForce() {
    try (ReplicaWorld world = world(Durability.FLUSH)) {
      Partition partition = world.lead(T0, 0, List.of(1, 2));
      world.holdBackground();
      List<ErrorCode> outcome = acksOne(world, partition);
      partition.loop().execute(() -> partition.follow(world.state(T0, 2, 1, List.of(1, 2))));
      world.simulation.runUntilIdle();
      assertThat(outcome).containsExactly(ErrorCode.NOT_LEADER_OR_FOLLOWER);
      world.letBackgroundGo();
    }
  }

  @Test
  void turningItOnForcesWhatIsThereBeforeAnythingElseCounts() {
    try (ReplicaWorld world = world(Durability.PAGE_CACHE)) {
      Partition partition = world.leadAlone(T0);
      world.append(partition, 5, true);
      assertThat(partition.log().highWatermark()).isEqualTo(5);
      world.holdBackground();
      world.settings = settings(Durability.FLUSH);
      world.replicas.configure("t");
      world.simulation.runUntilIdle();
      List<ErrorCode> outcome = acksOne(world, partition);
      assertThat(outcome).isEmpty();
      assertThat(partition.log().durableOffset()).isZero();
      assertThat(partition.log().highWatermark()).isEqualTo(5);
      world.letBackgroundGo();
      world.simulation.runUntilIdle();
      assertThat(outcome).containsExactly(ErrorCode.NONE);
      assertThat(partition.log().durableOffset()).isEqualTo(6);
      assertThat(partition.log().highWatermark()).isEqualTo(6);
    }
  }

  @Test
  void turningItOffAnswersWhoWaited() {
    try (ReplicaWorld world = world(Durability.FLUSH)) {
      Partition partition = world.leadAlone(T0);
      world.holdBackground();
      List<ErrorCode> outcome = acksOne(world, partition);
      world.settings = settings(Durability.PAGE_CACHE);
      world.replicas.configure("t");
      world.simulation.runUntilIdle();
      assertThat(outcome).containsExactly(ErrorCode.NONE);
      assertThat(partition.log().highWatermark()).isEqualTo(1);
      world.letBackgroundGo();
    }
  }
}
