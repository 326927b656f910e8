package io.classickafka.replica;

import static io.classickafka.replica.ReplicaCluster.ALL;
import static io.classickafka.replica.ReplicaCluster.ORDERS;
import static io.classickafka.replica.ReplicaCluster.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.config.InterBrokerVersion;
import io.classickafka.log.AppendResult;
import io.classickafka.log.Durability;
import io.classickafka.log.LogConfig;
import io.classickafka.log.Origin;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.FetchRequest;
import io.classickafka.protocol.message.FetchResponse;
import io.classickafka.simulation.DiskFaults;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Three brokers that follow each other, over links that carry the protocol's bytes. */
class FollowingTest {

  private static final long ROUND_TRIP_MS = 50;

  /** Within it a leader has looked after an in-sync set that is not whole. */
  private static final long LOOKED_AFTER_MS = 20_000;

  /** Appends at one broker without the others, which are cut off. */
  private static void appendAlone(ReplicaCluster cluster, int leader, String value) {
    Partition partition = cluster.partition(leader);
    partition
        .loop()
        .execute(
            () ->
                assertThat(partition.append(ReplicaCluster.batch(value), Origin.CLIENT, false))
                    .isInstanceOf(AppendResult.Appended.class));
    cluster.simulation.runUntilIdle();
  }

  @Test
  void followersCopyWhatTheLeaderAppendsAndLearnWhatIsCommitted() {
    try (ReplicaCluster cluster = ReplicaCluster.seeded(1)) {
      cluster.elect(1, 1);
      List<ErrorCode> first = cluster.produce(1, "<a>");
      List<ErrorCode> second = cluster.produce(1, "<b>");
      cluster.advance(ROUND_TRIP_MS);
      assertThat(first).containsExactly(ErrorCode.NONE);
      assertThat(second).containsExactly(ErrorCode.NONE);
      cluster.advance(2 * ReplicaNode.MAX_WAIT_MS);
      cluster.assertIdentical();
    }
  }

  @Test
  void anIdleSessionSendsOneSmallRequestPerWaitAndAsksNoPartition() {
    try (ReplicaCluster cluster = ReplicaCluster.seeded(2)) {
      cluster.elect(1, 200);
      cluster.advance(5_000);
      cluster.sent.clear();
      long visits = cluster.nodes.get(2).partitions.taskCount();
      long leaderVisits = cluster.nodes.get(1).partitions.taskCount();
      cluster.advance(10 * ReplicaNode.MAX_WAIT_MS);
      assertThat(cluster.sent.stream().filter(sent -> sent.from() == 2).toList())
          .hasSizeBetween(8, 11)
          .allSatisfy(sent -> assertThat(sent.bytes()).isLessThan(100));
      assertThat(cluster.nodes.get(2).partitions.taskCount()).isEqualTo(visits);
      assertThat(cluster.nodes.get(1).partitions.taskCount()).isEqualTo(leaderVisits);
    }
  }

  @Test
  void aThousandIdlePartitionsCostOneSmallRequestPerIdleWait() {
    try (ReplicaCluster cluster = ReplicaCluster.idling(2)) {
      cluster.elect(1, 1_000);
      // Past the first look after the logs, which comes half a minute after the start.
      cluster.advance(60_000);
      cluster.sent.clear();
      ReplicaNode leader = cluster.nodes.get(1);
      ReplicaNode follower = cluster.nodes.get(2);
      long visits = follower.partitions.taskCount() + leader.partitions.taskCount();
      long followerSteps = follower.network.taskCount();
      long leaderSteps = leader.network.taskCount();
      cluster.advance(10 * ReplicaNode.IDLE_WAIT_MS);
      assertThat(cluster.sent.stream().filter(sent -> sent.from() == 2).toList())
          .hasSizeBetween(8, 11)
          .allSatisfy(sent -> assertThat(sent.bytes()).isLessThan(100));
      assertThat(follower.partitions.taskCount() + leader.partitions.taskCount()).isEqualTo(visits);
      // Of each fetch: the answer to the follower; to the leader, from each of two, the request,
      // the end of the time and that of the idle time.
      assertThat(follower.network.taskCount() - followerSteps).isLessThan(10 * 4);
      assertThat(leader.network.taskCount() - leaderSteps).isLessThan(10 * 2 * 5);
    }
  }

  @Test
  void anIdleFollowerIsToldOfRecordsAndBoundsAtOnce() {
    try (ReplicaCluster cluster = ReplicaCluster.idling(6)) {
      cluster.replicate();
      cluster.advance(2_000);
      List<ErrorCode> acks = cluster.produce(1, "<b>");
      cluster.advance(ROUND_TRIP_MS);
      assertThat(acks).containsExactly(ErrorCode.NONE);
      cluster.advance(2 * ReplicaNode.MAX_WAIT_MS);
      assertThat(cluster.log(2).highWatermark()).isEqualTo(2);
      assertThat(cluster.log(3).highWatermark()).isEqualTo(2);
      Partition leader = cluster.partition(1);
      leader.loop().execute(() -> assertThat(leader.advanceLogStart(1)).isEqualTo(ErrorCode.NONE));
      cluster.advance(ROUND_TRIP_MS);
      assertThat(cluster.log(2).logStartOffset()).isEqualTo(1);
      cluster.assertIdentical();
    }
  }

  @Test
  void aPartitionThatJoinsAnIdleFetcherDoesNotWaitForIt() {
    try (ReplicaCluster cluster = ReplicaCluster.idling(7)) {
      cluster.elect(1, 1);
      cluster.advance(3_000);
      TopicPartition second = cluster.add(1);
      cluster.advance(ROUND_TRIP_MS);
      Partition leader = cluster.partition(1, second);
      leader
          .loop()
          .execute(
              () ->
                  assertThat(leader.append(ReplicaCluster.batch("<a>"), Origin.CLIENT, false))
                      .isInstanceOf(AppendResult.Appended.class));
      cluster.advance(ROUND_TRIP_MS);
      assertThat(cluster.partition(2, second).log().logEndOffset()).isEqualTo(1);
      assertThat(cluster.partition(3, second).log().logEndOffset()).isEqualTo(1);
    }
  }

  @Test
  void aLeaderIsAskedForAnAnswerOnceTheFetchsOwnTimeIsOver() {
    try (ReplicaCluster cluster = ReplicaCluster.idling(8)) {
      cluster.replicate();
      cluster.produce(1, "<b>");
      // The high watermark is told after one wait, and the fetch after that names nothing.
      cluster.advance(ReplicaNode.MAX_WAIT_MS + 2 * ROUND_TRIP_MS);
      cluster.sent.clear();
      TopicPartition second = cluster.add(1);
      cluster.advance(ReplicaNode.MAX_WAIT_MS / 2);
      assertThat(cluster.sent).isEmpty();
      cluster.advance(ReplicaNode.MAX_WAIT_MS / 2);
      assertThat(
              cluster.sent.stream().filter(sent -> sent.from() == 2).map(ReplicaCluster.Sent::api))
          .containsExactly(ApiKey.OFFSET_FOR_LEADER_EPOCH, ApiKey.FETCH);
      Partition leader = cluster.partition(1, second);
      leader.loop().execute(() -> leader.append(ReplicaCluster.batch("<a>"), Origin.CLIENT, false));
      cluster.advance(ROUND_TRIP_MS);
      assertThat(cluster.partition(2, second).log().logEndOffset()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.9-IV0", "2.7-IV0"})
  void twoQuickFailoversLeaveNoDivergence(String level) {
    try (ReplicaCluster cluster =
        new ReplicaCluster(3, InterBrokerVersion.of(level), PartitionSettings.DEFAULTS)) {
      cluster.replicate();
      // Each of two leaders appends what nobody else ever sees, in epochs of their own.
      cluster.cutOff(1);
      appendAlone(cluster, 1, "<lost-1>");
      appendAlone(cluster, 1, "<lost-2>");
      appendAlone(cluster, 1, "<lost-3>");
      cluster.elect(2, 1);
      cluster.cutOff(2);
      appendAlone(cluster, 2, "<lost-4>");
      cluster.elect(3, 1);
      appendAlone(cluster, 3, "<kept>");
      cluster.heal();
      cluster.advance(10_000);
      cluster.assertIdentical();
      assertThat(cluster.holds(1, "kept")).isTrue();
      assertThat(cluster.holds(1, "lost-1")).isFalse();
      assertThat(cluster.log(1).endOffsetForEpoch(1))
          .isEqualTo(cluster.log(3).endOffsetForEpoch(1));
      assertThat(
              cluster.sent.stream().anyMatch(sent -> sent.api() == ApiKey.OFFSET_FOR_LEADER_EPOCH))
          .isEqualTo(level.equals("2.7-IV0"));
    }
  }

  @Test
  void aFollowerBehindTheLeadersStartBeginsAnewThere() {
    try (ReplicaCluster cluster = ReplicaCluster.replicated(4)) {
      cluster.stop(3);
      cluster.shrinkTo(List.of(1, 2));
      cluster.elect(1, 1);
      for (int i = 0; i < 5; i++) {
        cluster.produce(1, "<" + i + ">");
        cluster.advance(ROUND_TRIP_MS);
      }
      cluster.advance(2_000);
      Partition leader = cluster.partition(1);
      leader.loop().execute(() -> assertThat(leader.advanceLogStart(4)).isEqualTo(ErrorCode.NONE));
      cluster.start(3);
      cluster.command(3);
      cluster.advance(10_000);
      assertThat(cluster.log(3).logStartOffset()).isEqualTo(4);
      assertThat(cluster.log(3).logEndOffset()).isEqualTo(6);
      assertThat(cluster.log(2).logStartOffset()).isEqualTo(4);
      assertThat(cluster.decided().isr()).containsExactlyInAnyOrder(1, 2, 3);
    }
  }

  @Test
  void anAnswerOfAnOlderEpochIsDropped() {
    try (ReplicaCluster cluster = ReplicaCluster.replicated(5)) {
      cluster.latencyMaxMs = 400;
      cluster.produce(1, "<b>");
      // What broker 1 has sent is on its way while 2 is told of another leader.
      cluster.advance(5);
      cluster.elect(3, 1);
      cluster.latencyMaxMs = 1;
      cluster.advance(10_000);
      cluster.assertIdentical();
    }
  }

  @Test
  void aFollowerNeverAcknowledgesWhatItsDiskMayLose() {
    LogConfig flush = LogConfig.DEFAULTS.toBuilder().durability(Durability.FLUSH).build();
    try (ReplicaCluster cluster =
        new ReplicaCluster(6, InterBrokerVersion.LATEST, new PartitionSettings(flush, 1, true))) {
      cluster.elect(1, 1);
      List<ErrorCode> outcome = cluster.produce(1, "<a>");
      cluster.advance(ROUND_TRIP_MS);
      assertThat(outcome).containsExactly(ErrorCode.NONE);
      for (int id : ALL) {
        assertThat(cluster.log(id).durableOffset()).isEqualTo(1);
      }
    }
  }

  @Test
  void aFollowerThatReturnsCatchesUpAndIsInSyncAgain() {
    try (ReplicaCluster cluster = ReplicaCluster.replicated(7)) {
      cluster.cutOff(3);
      List<ErrorCode> waiting = cluster.produce(1, "<b>");
      for (int i = 0; i < 50; i++) {
        cluster.advance(1_000);
      }
      assertThat(waiting).containsExactly(ErrorCode.REQUEST_TIMED_OUT);
      assertThat(cluster.decided().isr()).containsExactlyInAnyOrder(1, 2);
      cluster.heal();
      cluster.advance(5_000);
      assertThat(cluster.decided().isr()).containsExactlyInAnyOrder(1, 2, 3);
      cluster.assertIdentical();
    }
  }

  @Test
  void aFollowerThatRestartedIsNotInSyncByWhatItAcknowledgedBefore() {
    try (ReplicaCluster cluster = ReplicaCluster.replicated(10)) {
      cluster.stop(3);
      cluster.shrinkTo(List.of(1, 2));
      cluster.elect(1, 1);
      // It is registered again, and has not fetched yet.
      cluster.start(3);
      cluster.cutOff(3);
      List<ErrorCode> outcome = cluster.produce(1, "<b>");
      cluster.advance(20_000);
      assertThat(cluster.decided().isr()).containsExactlyInAnyOrder(1, 2);
      assertThat(outcome).containsExactly(ErrorCode.NONE);
      cluster.heal();
      cluster.command(3);
      cluster.advance(5_000);
      assertThat(cluster.decided().isr()).containsExactlyInAnyOrder(1, 2, 3);
      cluster.assertIdentical();
    }
  }

  @Test
  void aFollowerIsInSyncAgainThoughItsRegistrationWasHeardOfAfterItsLastRecord() {
    try (ReplicaCluster cluster = ReplicaCluster.replicated(11)) {
      cluster.stop(3);
      cluster.shrinkTo(List.of(1, 2));
      // No fetch of broker 2 makes the leader look before broker 3 fetches.
      cluster.elect(1, 1, 2);
      cluster.startUnheardOf(3);
      cluster.command(3);
      cluster.advance(2_000);
      cluster.tellOfAll();
      cluster.command(2);
      cluster.advance(LOOKED_AFTER_MS);
      assertThat(cluster.decided().isr()).containsExactlyInAnyOrder(1, 2, 3);
    }
  }

  @Test
  void aFollowerWithAnotherRegistrationIsInSyncAgainThoughItHasNothingToFetch() {
    try (ReplicaCluster cluster = ReplicaCluster.replicated(12)) {
      cluster.stop(3);
      cluster.shrinkTo(List.of(1, 2));
      cluster.elect(1, 1);
      cluster.startUnheardOf(3);
      cluster.command(3);
      cluster.advance(2_000);
      // Its session ends and another begins; the process and its fetch session go on.
      cluster.nodes.get(3).brokerEpoch = 203;
      cluster.tellOfAll();
      cluster.advance(2 * LOOKED_AFTER_MS);
      assertThat(cluster.decided().isr()).containsExactlyInAnyOrder(1, 2, 3);
    }
  }

  private static FetchResponse.PartitionData consume(
      ReplicaCluster cluster, int broker, String rack, long offset) {
    FetchRequest request =
        new FetchRequest()
            .rackId(rack)
            .minBytes(1)
            .maxBytes(1 << 20)
            .topics(
                List.of(
                    new FetchRequest.FetchTopic()
                        .topicId(ReplicaCluster.TOPIC_ID)
                        .partitions(
                            List.of(
                                new FetchRequest.FetchPartition()
                                    .partitionMaxBytes(1 << 20)
                                    .fetchOffset(offset)))));
    short version = 13;
    List<byte[]> answers = new ArrayList<>();
    cluster
        .nodes
        .get(broker)
        .ask(
            ApiKey.FETCH,
            version,
            ReplicaNode.encode("follower", ApiKey.FETCH, version, request),
            answers::add);
    cluster.simulation.runUntilIdle();
    assertThat(answers).hasSize(1);
    FetchResponse response =
        (FetchResponse) ReplicaNode.decode(ApiKey.FETCH, version, answers.get(0));
    return response.responses().get(0).partitions().get(0);
  }

  @Test
  void aConsumerIsSentToTheReplicaInItsRackWhichServesWhatIsCommitted() {
    try (ReplicaCluster cluster = ReplicaCluster.replicated(9)) {
      FetchResponse.PartitionData sent = consume(cluster, 1, "rack-3", 0);
      assertThat(sent.preferredReadReplica()).isEqualTo(3);
      assertThat(sent.records().sizeBytes()).isZero();
      assertThat(sent.highWatermark()).isEqualTo(1);
      FetchResponse.PartitionData served = consume(cluster, 3, "rack-3", 0);
      assertThat(served.errorCode()).isZero();
      assertThat(served.preferredReadReplica()).isEqualTo(-1);
      assertThat(served.records().sizeBytes()).isPositive();
      // Not committed as far as broker 3 knows.
      cluster.cutOff(3);
      appendAlone(cluster, 1, "<b>");
      assertThat(consume(cluster, 3, "rack-3", 1).records().sizeBytes()).isZero();
      assertThat(consume(cluster, 3, "rack-3", 2).errorCode())
          .isEqualTo(ErrorCode.OFFSET_OUT_OF_RANGE.code());
      for (String elsewhere : List.of("rack-1", "rack-9", "")) {
        assertThat(consume(cluster, 1, elsewhere, 0).records().sizeBytes()).isPositive();
      }
    }
  }

  @Test
  void anErrorWhileOnePartitionIsFollowedStopsNoOther() {
    LogConfig small = LogConfig.DEFAULTS.toBuilder().segmentBytes(200).build();
    try (ReplicaCluster cluster =
        new ReplicaCluster(13, InterBrokerVersion.LATEST, new PartitionSettings(small, 1, true))) {
      cluster.elect(1, 2);
      cluster.advance(2_000);
      boolean[] noMemory = {true};
      cluster
          .nodes
          .get(2)
          .disk
          .faults()
          .once(
              DiskFaults.Operation.CREATE,
              path -> {
                if (noMemory[0] && path.toString().matches(".*/" + TOPIC + "-0/.*\\.snapshot")) {
                  noMemory[0] = false;
                  throw new OutOfMemoryError("planted");
                }
                return false;
              },
              0,
              DiskFaults.Effect.EIO);
      Partition other = cluster.partition(1, new TopicPartition(TOPIC, 1));
      for (int i = 0; i < 6; i++) {
        cluster.produce(1, "<" + "fills a segment".repeat(8) + ">");
        other.loop().execute(() -> other.append(ReplicaCluster.batch("<b>"), Origin.CLIENT, false));
        cluster.advance(ROUND_TRIP_MS);
      }
      cluster.advance(2 * ReplicaNode.MAX_WAIT_MS);
      assertThat(noMemory[0]).as("the error happened").isFalse();
      assertThat(cluster.log(2).logEndOffset()).as("where it happened").isLessThan(6);
      assertThat(cluster.partition(2, other.name()).log().logEndOffset()).isEqualTo(6);
      assertThat(cluster.log(3).logEndOffset()).isEqualTo(6);
    }
  }

  @Test
  void aBrokerThatLostItsLogDoesNotLead() {
    try (ReplicaCluster cluster = ReplicaCluster.seeded(8)) {
      TopicPartition other = new TopicPartition(TOPIC, 1);
      cluster.elect(1, 1);
      List<List<ErrorCode>> answers = new ArrayList<>();
      LeaderState lost =
          new LeaderState(
              ReplicaCluster.TOPIC_ID, 1, 2, 4, ALL, 4, ALL, List.of(), List.of(), false);
      // What a controller says that has heard of it: there is no leader, the set is as it was.
      LeaderState leaderless =
          new LeaderState(
              ReplicaCluster.TOPIC_ID,
              1,
              Partition.NO_LEADER,
              5,
              List.of(2),
              5,
              ALL,
              List.of(),
              List.of(),
              false);
      for (LeaderState state : List.of(lost, leaderless, lost)) {
        answers.clear();
        cluster
            .nodes
            .get(2)
            .replicas
            .assign(List.of(new Replicas.Assignment(other, state)), answers::add);
        cluster.simulation.runUntilIdle();
        // An Apache controller that hears of a failed disk never ends the deletion of such a topic.
        assertThat(answers)
            .containsExactly(
                List.of(
                    state.leader() == Partition.NO_LEADER
                        ? ErrorCode.NOT_LEADER_OR_FOLLOWER
                        : ErrorCode.KAFKA_STORAGE_ERROR));
        assertThat(cluster.nodes.get(2).logDirs.log(other)).isNull();
      }
      assertThat(cluster.nodes.get(2).logDirs.log(ORDERS)).isNotNull();
    }
  }
}
