package io.classickafka.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.log.AppendResult;
import io.classickafka.log.LogConfig;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.simulation.DiskFaults;
import io.classickafka.simulation.MemoryDisk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PartitionTest {

  private static final TopicPartition ORDERS = new TopicPartition("orders", 0);
  private static final long TIMEOUT_MS = 1_000;

  private ReplicaWorld world;

  @BeforeEach
  void open() {
    world = new ReplicaWorld();
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void theOnlyReplicaCommitsAtOnce() {
    Partition partition = world.leadAlone(ORDERS);
    assertThat(world.produce(partition, 3, TIMEOUT_MS)).containsExactly(ErrorCode.NONE);
    assertThat(partition.log().highWatermark()).isEqualTo(3);
  }

  @Test
  void aWriteIsAcknowledgedWhenEveryInSyncReplicaHasFetchedPastIt() {
    Partition partition = world.lead(ORDERS, 1, List.of(1, 2, 3));
    List<ErrorCode> outcome = world.produce(partition, 3, TIMEOUT_MS);
    world.followerFetch(2, partition, 3);
    assertThat(outcome).isEmpty();
    assertThat(partition.log().highWatermark()).isZero();
    world.followerFetch(3, partition, 3);
    assertThat(outcome).containsExactly(ErrorCode.NONE);
    assertThat(partition.log().highWatermark()).isEqualTo(3);
  }

  @Test
  void aFollowerLearnsOfAHighWatermarkWithItsNextFetch() {
    Partition partition = world.lead(ORDERS, 1, List.of(1, 2));
    world.append(partition, 3, false);
    world.followerFetch(3, partition, 3);
    FetchReply first = world.followerFetch(2, partition, 3);
    assertThat(first.entries().get(0).answer().highWatermark()).isZero();
    FetchReply second = world.followerFetch(2, partition, 3);
    assertThat(second.entries().get(0).answer().highWatermark()).isEqualTo(3);
  }

  /** KAFKA-13141: what it has there is not what this log has. */
  @Test
  void aFollowerThatPartedFromTheLogAcknowledgesNothing() {
    world.lead(ORDERS, 1, List.of(1, 2));
    Partition partition = world.lead(ORDERS, 3, List.of(1, 2));
    List<ErrorCode> outcome = world.produce(partition, 3, TIMEOUT_MS);
    FetchTerms follower = new FetchTerms(2, 0, 1, 1 << 20, false, false, false, (byte) 2, true);
    FetchTarget parted = new FetchTarget(3, 0, 1 << 20, 3, 2);
    FetchCall call =
        new FetchCall(
            follower,
            0,
            -1,
            true,
            List.of(new FetchCall.Listed(world.key(partition), parted)),
            List.of(),
            world.call(follower, 0, -1, List.of(partition), 3).view());
    FetchReply reply = world.fetch(call).get(0);
    assertThat(reply.entries().get(0).answer().diverging()).isNotNull();
    assertThat(partition.log().highWatermark()).isZero();
    assertThat(outcome).isEmpty();
    world.followerFetch(2, partition, 3);
    assertThat(outcome).containsExactly(ErrorCode.NONE);
  }

  @Test
  void aWriteTimesOutThoughItsRecordsStay() {
    Partition partition = world.lead(ORDERS, 1, List.of(1, 2, 3));
    List<ErrorCode> outcome = world.produce(partition, 3, TIMEOUT_MS);
    world.simulation.advance(TIMEOUT_MS - 1);
    assertThat(outcome).isEmpty();
    world.simulation.advance(1);
    assertThat(outcome).containsExactly(ErrorCode.REQUEST_TIMED_OUT);
    assertThat(partition.log().logEndOffset()).isEqualTo(3);
  }

  @Test
  void waitingWritesFailWhenLeadershipIsLost() {
    Partition partition = world.lead(ORDERS, 1, List.of(1, 2, 3));
    List<ErrorCode> outcome = world.produce(partition, 3, TIMEOUT_MS);
    assertThat(world.assign(ORDERS, world.state(ORDERS, 2, 2, List.of(2, 3))))
        .isEqualTo(ErrorCode.NONE);
    assertThat(outcome).containsExactly(ErrorCode.NOT_LEADER_OR_FOLLOWER);
    assertThat(world.produce(partition, 1, TIMEOUT_MS))
        .containsExactly(ErrorCode.NOT_LEADER_OR_FOLLOWER);
  }

  @Test
  void whatFollowersAcknowledgedCountsOnInTheNextEpochOfTheSameLeader() {
    Partition partition = world.lead(ORDERS, 1, List.of(1, 2, 3));
    List<ErrorCode> outcome = world.produce(partition, 3, TIMEOUT_MS);
    world.followerFetch(2, partition, 3);
    world.lead(ORDERS, 2, List.of(1, 2));
    assertThat(outcome).containsExactly(ErrorCode.NONE);
    assertThat(partition.log().highWatermark()).isEqualTo(3);
  }

  /** Another may have led in the epoch between, and followers have cut their logs for it. */
  @Test
  void whatFollowersAcknowledgedCountsNoMoreWhenAnEpochWasSkipped() {
    Partition partition = world.lead(ORDERS, 1, List.of(1, 2, 3));
    List<ErrorCode> outcome = world.produce(partition, 3, TIMEOUT_MS);
    world.followerFetch(2, partition, 3);
    world.lead(ORDERS, 3, List.of(1, 2));
    assertThat(outcome).isEmpty();
    assertThat(partition.log().highWatermark()).isZero();
    FetchReply cut = world.followerFetch(2, partition, 0);
    cut.entries().forEach(entry -> entry.records().release());
    assertThat(outcome).isEmpty();
    world.followerFetch(2, partition, 3);
    assertThat(outcome).containsExactly(ErrorCode.NONE);
    assertThat(partition.log().highWatermark()).isEqualTo(3);
  }

  @Test
  void aStaleLeaderEpochChangesNothing() {
    Partition partition = world.lead(ORDERS, 5, List.of(1, 2, 3));
    assertThat(world.assign(ORDERS, world.state(ORDERS, 2, 4, List.of(2, 3))))
        .isEqualTo(ErrorCode.STALE_CONTROLLER_EPOCH);
    assertThat(partition.view().leads()).isTrue();
  }

  @Test
  void tooFewInSyncReplicasRefuseAWriteThatWantsAll() {
    world.settings = new PartitionSettings(LogConfig.DEFAULTS, 2, true);
    Partition partition = world.lead(ORDERS, 1, List.of(1));
    assertThat(world.produce(partition, 1, TIMEOUT_MS))
        .containsExactly(ErrorCode.NOT_ENOUGH_REPLICAS);
    assertThat(world.append(partition, 1, false)).isInstanceOf(AppendResult.Appended.class);
    // One's own write does not count as committed then either.
    assertThat(partition.log().highWatermark()).isZero();
  }

  @Test
  void aFollowerThatStaysBehindLeavesTheSetAndTheWriteCommits() {
    Partition partition = world.lead(ORDERS, 1, List.of(1, 2, 3));
    List<ErrorCode> outcome = world.produce(partition, 3, 60_000);
    world.followerFetch(2, partition, 3);
    for (int elapsed = 0; elapsed < 45_000; elapsed += 500) {
      world.simulation.advance(500);
      world.followerFetch(2, partition, 3);
    }
    assertThat(world.proposals).extracting(IsrChanges.Proposal::isr).contains(List.of(1, 2));
    assertThat(outcome).isEmpty();
    world.agree();
    assertThat(partition.view().isr()).containsExactly(1, 2);
    assertThat(outcome).containsExactly(ErrorCode.NONE);
  }

  @Test
  void oneChangeOfTheSetIsInFlightAtATime() {
    Partition partition = world.lead(ORDERS, 1, List.of(1));
    world.followerFetch(2, partition, 0);
    world.followerFetch(3, partition, 0);
    assertThat(world.proposals).hasSize(1);
    world.agree();
    assertThat(world.proposals).hasSize(2);
    world.agree();
    assertThat(partition.view().isr()).containsExactly(1, 2, 3);
  }

  @Test
  void aRefusedChangeGoesBackToWhatWasAgreed() {
    Partition partition = world.lead(ORDERS, 1, List.of(1));
    world.followerFetch(2, partition, 0);
    world.unanswered.remove(0).accept(IsrChanges.Answer.refused(ErrorCode.OPERATION_NOT_ATTEMPTED));
    world.simulation.runUntilIdle();
    assertThat(partition.view().isr()).containsExactly(1);
    world.followerFetch(2, partition, 0);
    assertThat(world.proposals).hasSize(2);
  }

  @Test
  void aFollowerThatIsAboutToStopIsNotProposedAtEachOfItsLastFetches() {
    Partition partition = world.lead(ORDERS, 1, List.of(1));
    world.followerFetch(2, partition, 0);
    world.unanswered.remove(0).accept(IsrChanges.Answer.refused(ErrorCode.INELIGIBLE_REPLICA));
    world.simulation.runUntilIdle();
    assertThat(partition.view().isr()).containsExactly(1);
    world.followerFetch(2, partition, 0);
    world.followerFetch(2, partition, 0);
    assertThat(world.proposals).hasSize(1);
    world.simulation.advance(500);
    assertThat(world.proposals).hasSize(2);
  }

  @Test
  void aChangeRefusedForItsVersionEndsWithWhatIsStored() {
    Partition partition = world.lead(ORDERS, 1, List.of(1));
    world.followerFetch(2, partition, 0);
    int version = world.proposals.get(0).partitionEpoch();
    world.stored = new IsrChanges.Stored(1, 1, version + 1, List.of(1, 2));
    world.unanswered.remove(0).accept(IsrChanges.Answer.refused(ErrorCode.INVALID_UPDATE_VERSION));
    world.simulation.runUntilIdle();
    assertThat(partition.view().isr()).containsExactly(1, 2);
    world.followerFetch(3, partition, 0);
    assertThat(world.proposals).hasSize(2);
    assertThat(world.proposals.get(1).partitionEpoch()).isEqualTo(version + 1);
  }

  @Test
  void aChangeRefusedThoughNothingNewIsStoredIsAskedForAgainAfterAPause() {
    Partition partition = world.lead(ORDERS, 1, List.of(1));
    world.followerFetch(2, partition, 0);
    world.stored = new IsrChanges.Stored(1, 1, world.proposals.get(0).partitionEpoch(), List.of(1));
    world.unanswered.remove(0).accept(IsrChanges.Answer.refused(ErrorCode.INVALID_REQUEST));
    world.simulation.runUntilIdle();
    assertThat(world.proposals).hasSize(1);
    world.simulation.advance(1_000);
    assertThat(world.proposals).hasSize(2);
    world.agree();
    assertThat(partition.view().isr()).containsExactly(1, 2);
  }

  @Test
  void whatIsStoredIsReadUntilItCanBeToldAndNoLongerThanTheLeadership() {
    Partition partition = world.lead(ORDERS, 1, List.of(1));
    world.followerFetch(2, partition, 0);
    world.unanswered.remove(0).accept(IsrChanges.Answer.refused(ErrorCode.FENCED_LEADER_EPOCH));
    world.simulation.advance(3_500);
    assertThat(world.reads).isEqualTo(4);
    world.lead(ORDERS, 2, List.of(1, 2));
    world.simulation.advance(60_000);
    assertThat(world.reads).isEqualTo(4);
    assertThat(partition.view().isr()).containsExactly(1, 2);
  }

  /** As a new controller, or one that was not reached, makes a leader ask again. */
  @Test
  void aFollowerThatCameBackMeanwhileIsNotProposedAgainByWhatItHeldBefore() {
    Partition partition = world.lead(ORDERS, 1, List.of(1));
    world.append(partition, 5, false);
    world.followerFetch(2, partition, 5);
    assertThat(world.proposals).hasSize(1);
    world.births.put(2, 4L);
    world.stored = new IsrChanges.Stored(1, 1, world.proposals.get(0).partitionEpoch(), List.of(1));
    world.unanswered.remove(0).accept(IsrChanges.Answer.refused(ErrorCode.NOT_CONTROLLER));
    world.simulation.advance(5_000);
    FetchReply reply = world.followerFetch(2, partition, 3);
    reply.entries().forEach(entry -> entry.records().release());
    world.simulation.advance(5_000);
    assertThat(world.proposals).hasSize(1);
    world.followerFetch(2, partition, 5);
    world.simulation.advance(2_000);
    assertThat(world.proposals).hasSize(2);
    world.agree();
    assertThat(partition.view().isr()).containsExactly(1, 2);
  }

  @Test
  void aChangeThatGetsNoAnswerEndsWithWhatIsStored() {
    Partition partition = world.lead(ORDERS, 1, List.of(1));
    world.followerFetch(2, partition, 0);
    world.stored =
        new IsrChanges.Stored(1, 1, world.proposals.get(0).partitionEpoch() + 1, List.of(1, 2));
    world.simulation.advance(60_000);
    assertThat(partition.view().isr()).containsExactly(1, 2);
    assertThat(world.proposals).hasSize(1);
  }

  @Test
  void aNewStateFromTheControllerReplacesTheChangeInFlight() {
    Partition partition = world.lead(ORDERS, 1, List.of(1));
    world.followerFetch(2, partition, 0);
    world.lead(ORDERS, 2, List.of(1, 3));
    world.unanswered.remove(0).accept(new IsrChanges.Answer(ErrorCode.NONE, 1, 2, List.of(1, 2)));
    world.simulation.runUntilIdle();
    assertThat(partition.view().isr()).containsExactly(1, 3);
  }

  @Test
  void aCommandThatFailsHoldsUpNoLaterOne() {
    world.settingsFail = true;
    assertThat(world.assign(ORDERS, world.state(ORDERS, 1, 1, List.of(1))))
        .isEqualTo(ErrorCode.UNKNOWN_SERVER_ERROR);
    world.settingsFail = false;
    assertThat(world.assign(ORDERS, world.state(ORDERS, 1, 2, List.of(1))))
        .isEqualTo(ErrorCode.NONE);
  }

  @Test
  void anErrorInACommandHoldsUpNoLaterOne() {
    world.settingsError = new OutOfMemoryError("planted");
    assertThat(world.assign(ORDERS, world.state(ORDERS, 1, 1, List.of(1))))
        .isEqualTo(ErrorCode.UNKNOWN_SERVER_ERROR);
    world.settingsError = null;
    assertThat(world.assign(ORDERS, world.state(ORDERS, 1, 2, List.of(1))))
        .isEqualTo(ErrorCode.NONE);
  }

  @Test
  void anErrorBeforeACommandIsUnderWayHoldsUpNoLaterOne() {
    world.settingsError = new OutOfMemoryError("planted");
    List<Integer> alone = List.of(1);
    // Not new, and there is no log: whether it may begin one is asked on the control loop.
    LeaderState known =
        new LeaderState(
            world.state(ORDERS, 1, 1, alone).topicId(),
            1,
            1,
            1,
            alone,
            1,
            alone,
            List.of(),
            List.of(),
            false);
    assertThat(world.assign(ORDERS, known)).isEqualTo(ErrorCode.UNKNOWN_SERVER_ERROR);
    world.settingsError = null;
    assertThat(world.assign(ORDERS, world.state(ORDERS, 1, 2, alone))).isEqualTo(ErrorCode.NONE);
  }

  @Test
  void aListenerThatMeetsAnErrorIsToldOfOtherRolesAndHoldsUpNoLaterCommand() {
    TopicPartition other = new TopicPartition("other", 0);
    List<TopicPartition> told = new ArrayList<>();
    world.replicas.addListener(
        new LeadershipListener() {
          @Override
          public void onLeading(Partition partition, int leaderEpoch) {
            if (partition.name().equals(ORDERS)) {
              throw new OutOfMemoryError("planted");
            }
            told.add(partition.name());
          }

          @Override
          public void onFollowing(TopicPartition partition, int leaderEpoch) {
            told.add(partition);
          }

          @Override
          public void onStopped(TopicPartition partition) {}
        });
    assertThat(
            world.assignAll(
                List.of(
                    new Replicas.Assignment(ORDERS, world.state(ORDERS, 1, 1, List.of(1))),
                    new Replicas.Assignment(other, world.state(other, 1, 1, List.of(1))))))
        .containsExactly(ErrorCode.UNKNOWN_SERVER_ERROR, ErrorCode.NONE);
    assertThat(told).containsExactly(other);
    assertThat(world.assign(ORDERS, world.state(ORDERS, 2, 2, List.of(1, 2))))
        .isEqualTo(ErrorCode.NONE);
    assertThat(told).containsExactly(other, ORDERS);
  }

  @Test
  void aFollowerThatDoesNotKnowOfADeletionIsToldWithoutAWait() {
    Partition partition = world.lead(ORDERS, 1, List.of(1, 2));
    world.append(partition, 5, false);
    world.followerFetch(2, partition, 5);
    world.followerFetch(3, partition, 5);
    partition.loop().execute(() -> partition.deleteRecords(3, 1_000, done -> {}));
    world.simulation.runUntilIdle();
    assertThat(partition.log().logStartOffset()).isEqualTo(3);
    FetchTerms patient = new FetchTerms(2, 60_000, 1, 1 << 20, false, false, false, (byte) 2, true);
    assertThat(world.fetch(world.call(patient, 0, -1, List.of(partition), 5))).hasSize(1);
  }

  @Test
  void deletedRecordsAreDeletedStillAfterAKill() {
    MemoryDisk disk = new MemoryDisk();
    ReplicaWorld killed = new ReplicaWorld(disk, disk.mount(), List.of(Path.of("/data")));
    Partition before = killed.leadAlone(ORDERS);
    killed.append(before, 5, false);
    killed.holdBackground();
    List<DeletionOutcome> outcomes = new ArrayList<>();
    before.loop().execute(() -> before.deleteRecords(3, 1_000, outcomes::add));
    before.loop().execute(() -> before.deleteRecords(-1, 1_000, outcomes::add));
    killed.simulation.runUntilIdle();
    assertThat(outcomes).as("not before it is checkpointed").isEmpty();
    killed.letBackgroundGo();
    killed.simulation.runUntilIdle();
    assertThat(outcomes)
        .containsExactly(
            new DeletionOutcome(ErrorCode.NONE, 3), new DeletionOutcome(ErrorCode.NONE, 5));
    disk.kill();
    try (ReplicaWorld after = new ReplicaWorld(disk)) {
      assertThat(after.leadAlone(ORDERS).log().logStartOffset()).isEqualTo(5);
    }
  }

  @Test
  void aDeletionThatCannotBeCheckpointedIsNotAcknowledged() {
    MemoryDisk disk = new MemoryDisk();
    try (ReplicaWorld failing = new ReplicaWorld(disk)) {
      Partition partition = failing.leadAlone(ORDERS);
      failing.append(partition, 5, false);
      disk.faults()
          .always(
              DiskFaults.Operation.FORCE,
              path -> path.toString().contains("log-start-offset-checkpoint"),
              0,
              DiskFaults.Effect.EIO);
      List<DeletionOutcome> outcomes = new ArrayList<>();
      partition.loop().execute(() -> partition.deleteRecords(3, 1_000, outcomes::add));
      failing.simulation.runUntilIdle();
      assertThat(outcomes).containsExactly(DeletionOutcome.failed(ErrorCode.KAFKA_STORAGE_ERROR));
      assertThat(failing.offline).hasSize(1);
    }
  }

  @Test
  void commandsThatComeWhileTheLogsAreClosedTouchNone() {
    Partition partition = world.lead(ORDERS, 1, List.of(1, 2, 3));
    world.replicas.close(() -> {});
    assertThat(world.assign(ORDERS, world.state(ORDERS, 1, 2, List.of(1))))
        .isEqualTo(ErrorCode.NOT_LEADER_OR_FOLLOWER);
    List<List<ErrorCode>> errors = new ArrayList<>();
    world.replicas.stop(
        List.of(new Replicas.Stop(ORDERS, ControlRule.EPOCH_DURING_DELETION, true)),
        ReplicaWorld.CONTROLLER,
        errors::add);
    world.simulation.runUntilIdle();
    assertThat(errors).containsExactly(List.of(ErrorCode.NOT_LEADER_OR_FOLLOWER));
    assertThat(partition.leads()).isFalse();
    assertThat(partition.log().latestEpoch()).isEqualTo(1);
    assertThat(world.logDirs.log(ORDERS)).isNotNull();
  }

  @Test
  void aDeletedReplicaIsGone() {
    Partition partition = world.leadAlone(ORDERS);
    List<List<ErrorCode>> errors = new ArrayList<>();
    world.replicas.stop(
        List.of(new Replicas.Stop(ORDERS, ControlRule.EPOCH_DURING_DELETION, true)),
        ReplicaWorld.CONTROLLER,
        errors::add);
    world.simulation.runUntilIdle();
    assertThat(errors).containsExactly(List.of(ErrorCode.NONE));
    assertThat(world.replicas.registry().find(ORDERS)).isEqualTo(HostedPartition.None.NONE);
    assertThat(world.produce(partition, 1, TIMEOUT_MS))
        .containsExactly(ErrorCode.NOT_LEADER_OR_FOLLOWER);
    assertThat(world.logDirs.log(ORDERS)).isNull();
  }

  @Test
  void theHighWatermarkSurvivesARestart() {
    MemoryDisk disk = new MemoryDisk();
    try (ReplicaWorld before = new ReplicaWorld(disk)) {
      before.produce(before.leadAlone(ORDERS), 3, TIMEOUT_MS);
      before.simulation.advance(ReplicaLimits.defaults(1).checkpointIntervalMs());
    }
    try (ReplicaWorld after = new ReplicaWorld(disk)) {
      Partition partition = after.lead(ORDERS, 4, List.of(1, 2, 3));
      assertThat(partition.log().highWatermark()).isEqualTo(3);
      assertThat(partition.log().latestEpochStartOffset()).isEqualTo(3);
    }
  }

  @Test
  void anIdlePartitionHasNoTimer() {
    Partition partition = world.lead(ORDERS, 1, List.of(1, 2, 3));
    world.produce(partition, 1, TIMEOUT_MS);
    world.followerFetch(2, partition, 1);
    world.followerFetch(3, partition, 1);
    world.simulation.advance(60_000);
    assertThat(world.simulation.pendingTimers()).isZero();
  }

  @Test
  void replicasOfAFailedDirectoryAreOffline() {
    Partition partition = world.lead(ORDERS, 1, List.of(1, 2, 3));
    List<ErrorCode> waiting = world.produce(partition, 1, TIMEOUT_MS);
    world.replicas.onDirOffline(partition.log().dir(), () -> {});
    world.simulation.runUntilIdle();
    assertThat(waiting).containsExactly(ErrorCode.KAFKA_STORAGE_ERROR);
    assertThat(world.replicas.registry().find(ORDERS).absence())
        .isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
    assertThat(world.assign(ORDERS, world.state(ORDERS, 1, 2, List.of(1))))
        .isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
  }

  @Test
  void coordinatorsLearnOfTheAppendAndOfTheCommit() {
    Partition partition = world.lead(ORDERS, 1, List.of(1, 2));
    List<Object> heard = new ArrayList<>();
    world.replicas.append(
        ORDERS, ReplicaWorld.batch(1), TIMEOUT_MS, heard::add, error -> heard.add(error));
    world.simulation.runUntilIdle();
    assertThat(heard).hasSize(1).first().isInstanceOf(AppendResult.Appended.class);
    world.followerFetch(2, partition, 1);
    world.followerFetch(3, partition, 1);
    assertThat(heard).hasSize(2).last().isEqualTo(ErrorCode.NONE);
  }
}
