package io.classickafka.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classickafka.badinput.FailingLog;
import io.classickafka.controller.IsrProposal.IsrMember;
import io.classickafka.controller.SimulatedCluster.Broker;
import io.classickafka.metadata.PartitionImage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.simulation.SimulatedEnsemble.Loss;
import io.classickafka.zk.ZkTopicPartition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.Uuid;
import org.apache.logging.log4j.core.appender.AppenderLoggingException;
import org.junit.jupiter.api.Test;

/** Whole clusters of controllers over a simulated service, in virtual time. */
class ClusterControllerTest {

  private final SimulatedCluster cluster = new SimulatedCluster();

  @Test
  void brokerThatRegistersWhileTheControllerReadsTheClusterIsSeen() {
    for (int laterMs = 0; laterMs < 40; laterMs++) {
      SimulatedCluster world = new SimulatedCluster();
      world.begin(1);
      world.time.advance(laterMs);
      world.begin(2);
      world.time.advance(2_000);
      assertThat(world.broker(2).metadata.image().isAlive(2)).as("%d ms later", laterMs).isTrue();
    }
  }

  @Test
  void singleBrokerReachesItselfByTheSameRequests() {
    Broker one = cluster.start(1);
    TopicOutcome outcome = cluster.create(NewTopic.of("t", 2, 1)).get(0);
    assertThat(outcome.error()).isEqualTo(ErrorCode.NONE);
    assertThat(outcome.partitions()).isEqualTo(2);
    assertThat(one.replicas.keySet()).containsExactly("t-0", "t-1");
    PartitionImage image = Objects.requireNonNull(one.image("t", 1));
    assertThat(image.leader()).isEqualTo(1);
    assertThat(one.metadata.image().topicId("t")).isEqualTo(outcome.id());
    assertThat(cluster.state("t", 0))
        .isEqualTo(
            "{\"version\":1,\"leader\":1,\"leader_epoch\":0,\"controller_epoch\":1,\"isr\":[1]}");
    assertThat(cluster.ensemble.tree().text("/config/topics/t"))
        .isEqualTo("{\"version\":1,\"config\":{}}");
    assertThat(cluster.ensemble.tree().text("/feature")).contains("\"status\":1");
  }

  @Test
  void everyBrokerKnowsEveryPartition() {
    threeBrokers();
    cluster.create(NewTopic.of("t", 6, 2));
    cluster.time.advance(1_000);
    for (Broker broker : cluster.brokers.values()) {
      for (int partition = 0; partition < 6; partition++) {
        assertThat(broker.image("t", partition)).isNotNull();
      }
      assertThat(broker.metadata.image().controllerId()).isEqualTo(1);
      assertThat(broker.replicas).hasSize(4);
    }
  }

  @Test
  void deadLeaderIsReplacedFromTheIsrAndLeavesIt() {
    threeBrokers();
    cluster.create(assigned("t", List.of(2, 3, 1)));
    cluster.broker(2).kill();
    cluster.time.advance(1_000);
    assertThat(cluster.state("t", 0)).contains("\"leader\":3", "\"isr\":[3,1]");
    assertThat(cluster.state("t", 0)).contains("\"leader_epoch\":1");
    PartitionImage image = Objects.requireNonNull(cluster.broker(1).image("t", 0));
    assertThat(image.leader()).isEqualTo(3);
    assertThat(image.offlineReplicas()).containsExactly(2);
    assertThat(cluster.broker(1).metadata.image().isAlive(2)).isFalse();
  }

  @Test
  void onlyReplicaThatDiesKeepsItsPlaceInTheIsrAndLeadsAgainWhenItReturns() {
    threeBrokers();
    cluster.create(assigned("t", List.of(2)));
    cluster.broker(2).kill();
    cluster.time.advance(1_000);
    assertThat(cluster.state("t", 0)).contains("\"leader\":-1", "\"isr\":[2]");
    Broker back = cluster.start(2);
    cluster.time.advance(1_000);
    assertThat(cluster.state("t", 0)).contains("\"leader\":2", "\"leader_epoch\":2");
    assertThat(Objects.requireNonNull(back.replicas.get("t-0")).leader()).isEqualTo(2);
  }

  @Test
  void brokerThatStartsKnowsAllTopicsWithTheFirstItHears() {
    threeBrokers();
    cluster.create(assigned("t", List.of(2, 3)), assigned("u", List.of(1)));
    cluster.broker(2).kill();
    cluster.time.advance(1_000);
    Broker back = cluster.start(2);
    cluster.time.advance(1_000);
    assertThat(back.firstTopics).isEqualTo(2);

    // A broker alone in its cluster, too, which is told by itself.
    cluster.brokers.values().forEach(Broker::kill);
    cluster.time.advance(1_000);
    assertThat(cluster.start(1).firstTopics).isEqualTo(2);
  }

  @Test
  void brokerThatBouncedIsTreatedAsFailedFirst() {
    threeBrokers();
    cluster.create(assigned("t", List.of(2, 3)));
    Broker two = cluster.broker(2);
    two.connection.expire();
    two.connection.newSession();
    cluster.time.advance(2_000);
    assertThat(cluster.state("t", 0)).contains("\"leader\":3", "\"leader_epoch\":1");
    assertThat(Objects.requireNonNull(two.replicas.get("t-0")).leader()).isEqualTo(3);
  }

  @Test
  void anotherBrokerTakesOverTheOfficeWithAllItsState() {
    threeBrokers();
    cluster.create(assigned("t", List.of(1, 2, 3)), assigned("u", List.of(2, 3)));
    cluster.broker(1).kill();
    cluster.time.advance(2_000);
    Broker next = cluster.controller();
    assertThat(next.id).isNotEqualTo(1);
    assertThat(cluster.state("t", 0)).contains("\"leader\":2", "\"controller_epoch\":2");
    assertThat(cluster.state("u", 0)).contains("\"leader\":2", "\"controller_epoch\":1");
    assertThat(cluster.create(NewTopic.of("later", 1, 2)).get(0).error()).isEqualTo(ErrorCode.NONE);
    assertThat(next.metadata.image().controllerId()).isEqualTo(next.id);
  }

  @Test
  void replicasThatTheFormerControllerDidNotReachHearThatTheyAreNew() {
    threeBrokers();
    cluster.broker(2).reachable = false;
    cluster.broker(3).reachable = false;
    cluster.create(assigned("t", List.of(1, 2, 3)));
    cluster.broker(1).kill();
    cluster.broker(2).reachable = true;
    cluster.broker(3).reachable = true;
    cluster.time.advance(5_000);
    for (int id : new int[] {2, 3}) {
      var told = Objects.requireNonNull(cluster.broker(id).replicas.get("t-0"));
      assertThat(told.leader()).isEqualTo(2);
      assertThat(told.leaderEpoch()).isEqualTo(1);
      assertThat(told.isNew()).as("broker %d", id).isTrue();
    }
  }

  @Test
  void controllerThatStopsLeavesTheOfficeToAnotherThoughItsSessionGoesOn() {
    threeBrokers();
    List<String> over = new ArrayList<>();
    cluster.broker(1).controller.stop(() -> over.add("over"));
    cluster.time.advance(1_000);
    assertThat(over).hasSize(1);
    assertThat(cluster.broker(1).metadata.image().isAlive(1)).isTrue();
    assertThat(cluster.controller().id).isNotEqualTo(1);
    assertThat(cluster.create(NewTopic.of("t", 1, 1)).get(0).error()).isEqualTo(ErrorCode.NONE);
  }

  @Test
  void controllerThatMeetsAnErrorWhileItDecidesLeavesTheOfficeToAnother() {
    threeBrokers();
    Broker one = cluster.controller();
    one.settingsError = new OutOfMemoryError("planted");
    assertThat(cluster.create(NewTopic.of("t", 1, 1)).get(0).error())
        .isEqualTo(ErrorCode.NOT_CONTROLLER);
    cluster.time.advance(1_000);
    assertThat(cluster.controller().id).isNotEqualTo(one.id);
    assertThat(cluster.create(NewTopic.of("t", 1, 1)).get(0).error()).isEqualTo(ErrorCode.NONE);
  }

  @Test
  void controllerThatCannotLogItsErrorLeavesTheOfficeAllTheSame() {
    threeBrokers();
    Broker one = cluster.controller();
    one.settingsError = new OutOfMemoryError("planted");
    FailingLog.during(
        () ->
            assertThatThrownBy(() -> cluster.create(NewTopic.of("t", 1, 1)))
                .isInstanceOf(AppenderLoggingException.class));
    cluster.time.advance(1_000);
    assertThat(cluster.controller().id).isNotEqualTo(one.id);
  }

  /** An event of which only a part was carried out would be waited for without an end. */
  @Test
  void controllerThatMeetsAnErrorInWhatItDecidedLeavesTheOfficeToAnother() {
    for (Throwable planted :
        List.of(new OutOfMemoryError("planted"), new IllegalStateException("planted"))) {
      SimulatedCluster world = new SimulatedCluster();
      world.start(1);
      world.start(2);
      Broker one = world.controller();
      List<ReplicaMove> absent =
          List.of(new ReplicaMove(new ZkTopicPartition("absent", 0), List.of(1)));
      one.controller.alterReassignments(
          absent,
          outcome -> {
            if (planted instanceof Error error) {
              throw error;
            }
            throw (RuntimeException) planted;
          });
      world.time.advance(1_000);
      assertThat(world.controller().id).as("%s", planted).isEqualTo(2);
    }
  }

  @Test
  void controllerWhoseSessionEndedUnnoticedIsReplaced() {
    threeBrokers();
    cluster.create(assigned("t", List.of(2, 3)));
    Broker one = cluster.broker(1);
    cluster.ensemble.serverForgets(one.connection.sessionId());
    cluster.time.advance(500);
    cluster.broker(2).kill();
    cluster.time.advance(2_000);
    assertThat(cluster.state("t", 0)).contains("\"leader\":3", "\"isr\":[3]");
    assertThat(one.controller.isActive()).isTrue();
    one.connection.expire();
    cluster.time.settle();
    assertThat(one.controller.isActive()).isFalse();
    one.connection.newSession();
    cluster.time.advance(1_000);
    assertThat(cluster.controller().id).isEqualTo(3);
    assertThat(one.metadata.image().controllerId()).isEqualTo(3);
  }

  @Test
  void controllerWhoseFenceIsGoneWritesNothingAndStandsAgain() {
    threeBrokers();
    cluster.create(assigned("t", List.of(2, 3)));
    byte[] epoch = "41".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    cluster
        .ensemble
        .connect()
        .on(cluster.time.loop("tool"))
        .write(
            List.of(new io.classickafka.coordination.Op.SetData("/controller_epoch", epoch, -1)),
            result -> {});
    cluster.time.advance(10);
    cluster.broker(2).kill();
    cluster.time.advance(3_000);
    assertThat(cluster.state("t", 0))
        .contains("\"leader\":3", "\"controller_epoch\":42", "\"leader_epoch\":1");
  }

  @Test
  void deletedTopicIsGoneEverywhereAndItsNameCanBeUsedAgain() {
    threeBrokers();
    Uuid first = cluster.create(NewTopic.of("t", 3, 2)).get(0).id();
    assertThat(cluster.delete("t").get(0).error()).isEqualTo(ErrorCode.NONE);
    assertThat(cluster.ensemble.tree().paths("/brokers/topics/")).isEmpty();
    assertThat(cluster.ensemble.tree().paths("/config/topics/")).isEmpty();
    assertThat(cluster.ensemble.tree().paths("/admin/delete_topics/")).isEmpty();
    cluster.time.advance(500);
    int deleted = 0;
    for (Broker broker : cluster.brokers.values()) {
      assertThat(broker.replicas).isEmpty();
      assertThat(broker.metadata.image().topic("t")).isNull();
      deleted += broker.deleted.size();
    }
    assertThat(deleted).isEqualTo(6);
    TopicOutcome again = cluster.create(NewTopic.of("t", 1, 3)).get(0);
    assertThat(again.error()).isEqualTo(ErrorCode.NONE);
    assertThat(again.id()).isNotEqualTo(first);
  }

  @Test
  void deletionWaitsForAReplicaOnADeadBroker() {
    threeBrokers();
    cluster.create(assigned("t", List.of(2, 3)));
    cluster.broker(3).kill();
    cluster.time.advance(500);
    assertThat(cluster.delete("t").get(0).error()).isEqualTo(ErrorCode.REQUEST_TIMED_OUT);
    assertThat(cluster.create(NewTopic.of("t", 1, 1)).get(0).error())
        .isEqualTo(ErrorCode.TOPIC_ALREADY_EXISTS);
    cluster.start(3);
    cluster.time.advance(1_000);
    assertThat(cluster.ensemble.tree().paths("/brokers/topics/")).isEmpty();
  }

  @Test
  void lostAnswerToATopicsCreationIsResolvedByItsId() {
    cluster.start(1).connection.loseAnswer(Loss.AFTER_APPLY, "/brokers/topics/t");
    assertThat(cluster.create(NewTopic.of("t", 1, 1)).get(0).error()).isEqualTo(ErrorCode.NONE);
    cluster.broker(1).connection.loseAnswer(Loss.BEFORE_APPLY, "/brokers/topics/u");
    assertThat(cluster.create(NewTopic.of("u", 1, 1)).get(0).error()).isEqualTo(ErrorCode.NONE);
  }

  @Test
  void lostAnswerToAnElectionIsResolvedByReadingBack() {
    threeBrokers();
    cluster.create(assigned("t", List.of(2, 3)));
    String state = "/brokers/topics/t/partitions/0/state";
    cluster.broker(1).connection.loseAnswer(Loss.AFTER_APPLY, state);
    cluster.broker(2).kill();
    cluster.time.advance(1_000);
    assertThat(cluster.state("t", 0)).contains("\"leader\":3", "\"leader_epoch\":1");
    assertThat(Objects.requireNonNull(cluster.broker(3).replicas.get("t-0")).leader()).isEqualTo(3);
  }

  @Test
  void leaderShrinksAndGrowsItsIsr() {
    threeBrokers();
    cluster.create(assigned("t", List.of(2, 3)));
    IsrOutcomes shrunk = alter(2, proposal(0, 0, 2));
    PartitionLeadership state = Objects.requireNonNull(shrunk.outcomes().get(0).state());
    assertThat(state.isr()).containsExactly(2);
    assertThat(state.partitionEpoch()).isEqualTo(1);
    assertThat(alter(2, proposal(0, 0, 2)).outcomes().get(0).error()).isEqualTo(ErrorCode.NONE);
    assertThat(alter(2, proposal(0, 0, 2, 3)).outcomes().get(0).error())
        .isEqualTo(ErrorCode.INVALID_UPDATE_VERSION);
    assertThat(alter(2, proposal(0, 1, 2, 3)).outcomes().get(0).error()).isEqualTo(ErrorCode.NONE);
    assertThat(cluster.state("t", 0)).contains("\"isr\":[2,3]", "\"leader_epoch\":0");
    assertThat(alter(2, proposal(4, 2, 2)).outcomes().get(0).error())
        .isEqualTo(ErrorCode.NOT_CONTROLLER);
    assertThat(alter(2, proposal(0, 2, 2, 1)).outcomes().get(0).error())
        .isEqualTo(ErrorCode.OPERATION_NOT_ATTEMPTED);
  }

  @Test
  void lostAnswerToAnIsrChangeIsNotReportedAsAConflict() {
    threeBrokers();
    cluster.create(assigned("t", List.of(2, 3)));
    String state = "/brokers/topics/t/partitions/0/state";
    cluster.broker(1).connection.loseAnswer(Loss.AFTER_APPLY, state);
    assertThat(alter(2, proposal(0, 0, 2)).outcomes().get(0).error()).isEqualTo(ErrorCode.NONE);
  }

  @Test
  void expansionThatIsWrittenAfterItsConnectionBrokeIsNotReportedAsUndone() {
    threeBrokers();
    cluster.create(assigned("t", List.of(2, 3)));
    assertThat(alter(2, proposal(0, 0, 2)).outcomes().get(0).error()).isEqualTo(ErrorCode.NONE);
    String state = "/brokers/topics/t/partitions/0/state";
    cluster.broker(1).connection.loseAnswer(Loss.APPLIED_LATE, state);
    assertThat(alter(2, proposal(0, 1, 2, 3)).outcomes().get(0).error()).isEqualTo(ErrorCode.NONE);
    assertThat(cluster.state("t", 0)).contains("\"isr\":[2,3]");
  }

  @Test
  void staleBrokerIsRefused() {
    threeBrokers();
    List<IsrOutcomes> answers = new ArrayList<>();
    cluster.controller().controller.alterPartitions(2, 1, List.of(), answers::add);
    cluster.time.settle();
    assertThat(answers.get(0).error()).isEqualTo(ErrorCode.STALE_BROKER_EPOCH);
  }

  @Test
  void brokerThatLeavesInOrderLeadsNothingAnyMore() {
    threeBrokers();
    cluster.create(
        assigned("t", List.of(2, 3)), assigned("u", List.of(3, 2)), assigned("v", List.of(2)));
    List<ShutdownOutcome> answers = new ArrayList<>();
    Broker two = cluster.broker(2);
    cluster.controller().controller.controlledShutdown(2, two.membership.epoch(), answers::add);
    cluster.time.advance(1_000);
    assertThat(answers).containsExactly(new ShutdownOutcome(ErrorCode.NONE, List.of()));
    assertThat(cluster.state("t", 0)).contains("\"leader\":3", "\"isr\":[3]");
    assertThat(cluster.state("u", 0)).contains("\"leader\":3", "\"isr\":[3]");
    assertThat(cluster.state("v", 0)).contains("\"leader\":2");
    assertThat(Objects.requireNonNull(two.replicas.get("t-0")).leader()).isEqualTo(3);
  }

  @Test
  void producerIdsAreGivenOnce() {
    Broker one = cluster.start(1);
    List<ProducerIdBlock> blocks = new ArrayList<>();
    one.controller.allocateProducerIds(1, one.membership.epoch(), blocks::add);
    one.controller.allocateProducerIds(1, one.membership.epoch(), blocks::add);
    one.controller.allocateProducerIds(9, 0, blocks::add);
    one.controller.allocateProducerIds(1, one.membership.epoch() - 1, blocks::add);
    cluster.time.advance(100);
    one.connection.loseAnswer(Loss.AFTER_APPLY, "/latest_producer_id_block");
    one.controller.allocateProducerIds(1, one.membership.epoch(), blocks::add);
    cluster.time.advance(100);
    assertThat(blocks)
        .containsExactlyInAnyOrder(
            new ProducerIdBlock(ErrorCode.NONE, 0, 1000),
            new ProducerIdBlock(ErrorCode.NONE, 1000, 1000),
            new ProducerIdBlock(ErrorCode.BROKER_ID_NOT_REGISTERED, 0, 0),
            new ProducerIdBlock(ErrorCode.STALE_BROKER_EPOCH, 0, 0),
            new ProducerIdBlock(ErrorCode.NONE, 3000, 1000));
  }

  @Test
  void topicWithMorePartitionsGetsLeadersForThem() {
    threeBrokers();
    cluster.create(NewTopic.of("t", 1, 2));
    List<TopicOutcome> outcomes = new ArrayList<>();
    cluster
        .controller()
        .controller
        .createPartitions(List.of(new NewPartitions("t", 4, null)), 5_000, false, outcomes::addAll);
    cluster.time.await("grown", 5_000, () -> !outcomes.isEmpty());
    assertThat(outcomes.get(0).error()).isEqualTo(ErrorCode.NONE);
    assertThat(cluster.state("t", 3)).contains("\"leader_epoch\":0");
    assertThat(cluster.broker(1).image("t", 3)).isNotNull();
  }

  @Test
  void topicThatLostItsIdToAnOldToolGetsItBack() {
    Broker one = cluster.start(1);
    Uuid id = cluster.create(NewTopic.of("t", 1, 1)).get(0).id();
    byte[] without =
        "{\"version\":1,\"partitions\":{\"0\":[1]}}"
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    cluster
        .ensemble
        .connect()
        .on(cluster.time.loop("tool"))
        .write(
            List.of(new io.classickafka.coordination.Op.SetData("/brokers/topics/t", without, -1)),
            result -> {});
    cluster.time.advance(500);
    assertThat(cluster.ensemble.tree().text("/brokers/topics/t")).contains(id.toString());
    assertThat(one.metadata.image().topicId("t")).isEqualTo(id);
  }

  @Test
  void topicMadeByAnotherToolIsTakenUp() {
    cluster.start(1);
    byte[] node =
        "{\"version\":1,\"partitions\":{\"0\":[1],\"1\":[1]}}"
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    cluster
        .ensemble
        .connect()
        .on(cluster.time.loop("tool"))
        .write(
            List.of(
                new io.classickafka.coordination.Op.Create(
                    "/brokers/topics/t",
                    node,
                    io.classickafka.coordination.Op.Lifetime.PERSISTENT)),
            result -> {});
    cluster.time.advance(500);
    assertThat(cluster.state("t", 1)).contains("\"leader\":1");
    assertThat(cluster.ensemble.tree().text("/brokers/topics/t")).contains("topic_id");
    assertThat(cluster.broker(1).metadata.image().topicId("t")).isNotEqualTo(Uuid.ZERO_UUID);
  }

  @Test
  void slowBrokerGetsTheNewestOfWhatPiledUp() {
    threeBrokers();
    cluster.create(assigned("t", List.of(1, 2)));
    Broker two = cluster.broker(2);
    two.reachable = false;
    for (int i = 0; i < 20; i++) {
      cluster.create(NewTopic.of("filler" + i, 1, 1));
    }
    int before = cluster.trace.size();
    two.reachable = true;
    cluster.time.advance(1_000);
    assertThat(cluster.trace.size() - before).isLessThan(8);
    assertThat(two.metadata.image().topics().size()).isEqualTo(21);
  }

  @Test
  void slowBrokerHearsThatAnotherWasGoneThoughThatIsOver() {
    threeBrokers();
    Broker two = cluster.broker(2);
    long birth = two.metadata.image().birth(3);
    two.reachable = false;
    cluster.create(assigned("t", List.of(1, 2)));
    cluster.broker(3).kill();
    cluster.time.advance(60_000);
    cluster.start(3);
    cluster.time.advance(1_000);
    two.reachable = true;
    cluster.time.advance(1_000);
    assertThat(two.metadata.image().birth(3)).isGreaterThan(birth);
  }

  @Test
  void metricsShowTheActingController() {
    threeBrokers();
    cluster.create(assigned("t", List.of(2, 3)), assigned("u", List.of(2)));
    SimulatedCluster.Broker one = cluster.broker(1);
    assertThat(one.gauge("ActiveControllerCount")).isEqualTo(1);
    assertThat(cluster.broker(2).gauge("ActiveControllerCount")).isEqualTo(0);
    assertThat(one.gauge("GlobalPartitionCount")).isEqualTo(2);
    assertThat(one.gauge("OfflinePartitionsCount")).isEqualTo(0);
    cluster.broker(2).kill();
    cluster.time.advance(500);
    assertThat(one.gauge("ActiveBrokerCount")).isEqualTo(2);
    assertThat(one.gauge("OfflinePartitionsCount")).isEqualTo(1);
    assertThat(one.gauge("PreferredReplicaImbalanceCount")).isEqualTo(2);
  }

  @Test
  void followerOfTheOfficeAnswersNotController() {
    threeBrokers();
    List<TopicOutcome> outcomes = new ArrayList<>();
    cluster
        .broker(2)
        .controller
        .createTopics(List.of(NewTopic.of("t", 1, 1)), 1_000, false, outcomes::addAll);
    cluster.time.settle();
    assertThat(outcomes.get(0).error()).isEqualTo(ErrorCode.NOT_CONTROLLER);
  }

  private void threeBrokers() {
    cluster.start(1);
    cluster.start(2);
    cluster.start(3);
  }

  private IsrOutcomes alter(int sender, IsrProposal proposal) {
    List<IsrOutcomes> answers = new ArrayList<>();
    long epoch = cluster.broker(sender).membership.epoch();
    cluster.controller().controller.alterPartitions(sender, epoch, List.of(proposal), answers::add);
    cluster.time.await("answer", 5_000, () -> !answers.isEmpty());
    return answers.get(0);
  }

  private static IsrProposal proposal(int leaderEpoch, int partitionEpoch, int... isr) {
    List<IsrMember> members = new ArrayList<>();
    for (int id : isr) {
      members.add(new IsrMember(id, IsrMember.ANY_EPOCH));
    }
    return new IsrProposal("t", Uuid.ZERO_UUID, 0, leaderEpoch, members, false, partitionEpoch);
  }

  private static NewTopic assigned(String name, List<Integer> replicas) {
    return new NewTopic(
        name,
        NewTopic.DEFAULT,
        NewTopic.DEFAULT,
        List.of(new NewTopic.Assignment(0, replicas)),
        Collections.emptyMap());
  }
}
