package io.classickafka.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.controller.IsrProposal.IsrMember;
import io.classickafka.controller.SimulatedCluster.Broker;
import io.classickafka.coordination.Op;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.zk.PartitionAssignment;
import io.classickafka.zk.ZkTopicPartition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What operators and brokers ask of the controller, by request and by node, over a simulated
 * service in virtual time.
 */
class ControllerRequestsTest {

  private static final ZkTopicPartition T0 = new ZkTopicPartition("t", 0);

  private final SimulatedCluster cluster = new SimulatedCluster();

  @Test
  void replicasMoveAndTheOldOnesAreDeleted() {
    start(4);
    cluster.create(assigned(1, 2));
    assertThat(move(List.of(3, 4))).isEqualTo(ErrorCode.NONE);
    cluster.time.advance(500);
    assertThat(ongoing().keySet()).containsExactly(T0);
    assertThat(Objects.requireNonNull(ongoing().get(T0)).adding()).containsExactly(3, 4);
    assertThat(cluster.broker(3).replicas).containsKey("t-0");

    propose(1, 1, 2, 3, 4);
    cluster.time.advance(500);
    assertThat(cluster.state("t", 0)).contains("\"leader\":3", "\"isr\":[3,4]");
    assertThat(topicNode()).contains("{\"0\":[3,4]}", "\"adding_replicas\":{}");
    assertThat(cluster.broker(1).deleted).containsExactly("t-0");
    assertThat(cluster.broker(2).deleted).containsExactly("t-0");
    assertThat(ongoing()).isEmpty();
    assertThat(Objects.requireNonNull(cluster.broker(2).image("t", 0)).replicas())
        .containsExactly(3, 4);
  }

  @Test
  void nextControllerGoesOnWithAMove() {
    start(4);
    cluster.create(assigned(2, 3));
    move(List.of(4, 3));
    cluster.broker(1).kill();
    cluster.time.advance(2_000);
    assertThat(ongoing().keySet()).containsExactly(T0);
    assertThat(cluster.state("t", 0)).contains("\"leader\":2");

    propose(2, 2, 3, 4);
    cluster.time.advance(500);
    assertThat(topicNode()).contains("{\"0\":[4,3]}");
    assertThat(cluster.broker(2).deleted).containsExactly("t-0");
  }

  @Test
  void moveThatIsCalledOffLeavesTheReplicasThatWereThere() {
    start(3);
    cluster.create(assigned(1, 2));
    move(List.of(3, 2));
    assertThat(move(null)).isEqualTo(ErrorCode.NONE);
    cluster.time.advance(500);
    // In the order in which they stood behind the target.
    assertThat(topicNode()).contains("{\"0\":[2,1]}");
    assertThat(cluster.broker(3).deleted).containsExactly("t-0");
    assertThat(move(null)).isEqualTo(ErrorCode.NO_REASSIGNMENT_IN_PROGRESS);
  }

  @Test
  void nodeOfTheOldToolMovesReplicasAndGoesWhenTheyHaveMoved() {
    start(3);
    cluster.create(assigned(1, 2));
    byTool(
        "/admin/reassign_partitions",
        "{\"version\":1,\"partitions\":["
            + "{\"topic\":\"t\",\"partition\":0,\"replicas\":[1,3]},"
            + "{\"topic\":\"absent\",\"partition\":0,\"replicas\":[1,3]}]}");
    assertThat(text("/admin/reassign_partitions")).contains("\"t\"").doesNotContain("absent");
    assertThat(topicNode()).contains("\"adding_replicas\":{\"0\":[3]}");

    propose(1, 1, 2, 3);
    cluster.time.advance(500);
    assertThat(topicNode()).contains("{\"0\":[1,3]}");
    assertThat(text("/admin/reassign_partitions")).isNull();
  }

  @Test
  void nodeOfTheOldToolElectsPreferredLeaders() {
    start(3);
    cluster.create(assigned(2, 3));
    leadFromAnother();
    byTool(
        "/admin/preferred_replica_election",
        "{\"version\":1,\"partitions\":[{\"topic\":\"t\",\"partition\":0}]}");
    assertThat(cluster.state("t", 0)).contains("\"leader\":2");
    assertThat(text("/admin/preferred_replica_election")).isNull();
  }

  @Test
  void electionIsAnsweredWhenMetadataShowsTheLeader() {
    start(3);
    cluster.create(assigned(2, 3));
    leadFromAnother();
    assertThat(elect(false)).isEqualTo(ErrorCode.NONE);
    assertThat(Objects.requireNonNull(cluster.controller().image("t", 0)).leader()).isEqualTo(2);
    assertThat(elect(false)).isEqualTo(ErrorCode.ELECTION_NOT_NEEDED);
    cluster.broker(2).reachable = false;
    assertThat(elect(true)).isEqualTo(ErrorCode.ELECTION_NOT_NEEDED);
  }

  @Test
  void leadershipGoesBackToThePreferredReplicaByItself() {
    start(3);
    cluster.create(assigned(2, 3));
    leadFromAnother();
    cluster.time.advance(301_000);
    assertThat(cluster.state("t", 0)).contains("\"leader\":2");
  }

  @Test
  void replicaInAFailedDirectoryLeadsNoMore() {
    start(3);
    cluster.create(assigned(2, 3));
    cluster.broker(2).failed.add("t-0");
    byTool(
        "/log_dir_event_notification/log_dir_event_0000000000",
        "{\"version\":1,\"broker\":2,\"event\":1}");
    assertThat(cluster.state("t", 0)).contains("\"leader\":3", "\"isr\":[3]");
    assertThat(text("/log_dir_event_notification/log_dir_event_0000000000")).isNull();
    assertThat(Objects.requireNonNull(cluster.broker(1).image("t", 0)).offlineReplicas())
        .containsExactly(2);
  }

  @Test
  void directoryThatFailsWhileAControllerBeginsIsAskedAbout() {
    start(3);
    cluster.create(assigned(2, 3));
    cluster.ensemble.latencyMs(100);
    cluster.trace.clear();
    cluster.broker(1).kill();
    cluster
        .ensemble
        .connect()
        .on(cluster.time.loop("tool"))
        .write(
            List.of(
                new Op.Create(
                    "/log_dir_event_notification/log_dir_event_0000000000",
                    bytes("{\"version\":1,\"broker\":2,\"event\":1}"),
                    Op.Lifetime.PERSISTENT)),
            result -> {});
    cluster.time.await(
        "told of its leaderships",
        10_000,
        () -> cluster.trace.stream().anyMatch(line -> line.endsWith("-> 2 LEADER_AND_ISR")));
    // The new controller has not looked for notes yet, and the answer was that all is well.
    cluster.broker(2).failed.add("t-0");
    cluster.time.advance(5_000);
    assertThat(cluster.state("t", 0)).contains("\"leader\":3", "\"isr\":[3]");
    assertThat(text("/log_dir_event_notification/log_dir_event_0000000000")).isNull();
  }

  @Test
  void replicaOutOfSyncLeadsWhenTheTopicAllowsIt() {
    start(3);
    cluster.create(assigned(2, 3));
    cluster.time.advance(500);
    propose(2, 2);
    cluster.broker(2).kill();
    cluster.time.advance(500);
    assertThat(cluster.state("t", 0)).contains("\"leader\":-1", "\"isr\":[2]");
    cluster.byHand(
        new Op.SetData(
            "/config/topics/t",
            bytes("{\"version\":1,\"config\":{\"unclean.leader.election.enable\":\"true\"}}"),
            -1));
    cluster.controller().controller.uncleanMayHaveChanged("t");
    cluster.time.advance(500);
    assertThat(cluster.state("t", 0))
        .contains("\"leader\":3", "\"isr\":[3]", "\"leader_recovery_state\":1");
  }

  @Test
  void operatorMayElectAReplicaThatIsOutOfSync() {
    start(3);
    cluster.create(assigned(2, 3));
    cluster.time.advance(500);
    propose(2, 2);
    cluster.broker(2).kill();
    cluster.time.advance(500);
    assertThat(elect(false)).isEqualTo(ErrorCode.PREFERRED_LEADER_NOT_AVAILABLE);
    assertThat(elect(true)).isEqualTo(ErrorCode.NONE);
    assertThat(cluster.state("t", 0)).contains("\"leader\":3");
  }

  /** Its followers have cut their logs for the other: it must not count on what they held. */
  @Test
  void slowBrokerThatLeadsAgainHearsThatAnotherLedMeanwhile() {
    loseAndRegainLeadershipUnheard(
        other ->
            cluster
                .controller()
                .controller
                .controlledShutdown(other.id, other.membership.epoch(), answer -> {}));
  }

  /** And while the other is still known: a broker follows none that it does not know. */
  @Test
  void slowBrokerThatLeadsAgainHearsOfALeaderThatIsGoneAsOfOneThatIsThere() {
    loseAndRegainLeadershipUnheard(Broker::kill);
  }

  private void loseAndRegainLeadershipUnheard(Consumer<Broker> leave) {
    start(3);
    cluster.create(assigned(2, 3));
    leadFromAnother();
    Broker slow = cluster.broker(3);
    slow.reachable = false;
    // Something is under way to it, behind which the rest piles up.
    cluster.create(named("filler", List.of(1)));
    assertThat(elect(false)).isEqualTo(ErrorCode.NONE);
    assertThat(cluster.state("t", 0)).contains("\"leader\":2");
    leave.accept(cluster.broker(2));
    cluster.time.advance(500);
    assertThat(cluster.state("t", 0)).contains("\"leader\":3");
    int before = cluster.trace.size();
    slow.reachable = true;
    cluster.time.advance(1_000);
    assertThat(cluster.trace.subList(before, cluster.trace.size()))
        .filteredOn("1 -> 3 LEADER_AND_ISR"::equals)
        .hasSize(2);
    assertThat(Objects.requireNonNull(slow.replicas.get("t-0")).leader()).isEqualTo(3);
  }

  @Test
  void isrThatALeaderWroteByItselfIsTakenUp() {
    start(3);
    cluster.create(assigned(2, 3));
    cluster.byHand(
        new Op.SetData(
            "/brokers/topics/t/partitions/0/state",
            bytes(
                "{\"controller_epoch\":1,\"leader\":2,\"version\":1,\"leader_epoch\":0,"
                    + "\"isr\":[2]}"),
            -1));
    byTool(
        "/isr_change_notification/isr_change_0000000000",
        "{\"version\":1,\"partitions\":[{\"topic\":\"t\",\"partition\":0}]}");
    assertThat(Objects.requireNonNull(cluster.broker(1).image("t", 0)).isr()).containsExactly(2);
    assertThat(text("/isr_change_notification/isr_change_0000000000")).isNull();
  }

  @Test
  void brokersThatAreNotControllerSaySo() {
    start(2);
    List<ErrorCode> answers = new ArrayList<>();
    ClusterController other = cluster.broker(2).controller;
    other.electLeaders(false, null, 1_000, outcomes -> answers.add(outcomes.error()));
    other.alterReassignments(List.of(), outcomes -> answers.add(outcomes.error()));
    other.listReassignments(null, ongoing -> answers.add(ongoing.error()));
    cluster.time.settle();
    assertThat(answers).hasSize(3).containsOnly(ErrorCode.NOT_CONTROLLER);
  }

  private void start(int brokers) {
    for (int id = 1; id <= brokers; id++) {
      cluster.start(id);
    }
  }

  /** Lets broker 3 lead what broker 2 should. */
  private void leadFromAnother() {
    cluster.broker(2).connection.expire();
    cluster.broker(2).connection.newSession();
    cluster.time.advance(2_000);
    assertThat(cluster.state("t", 0)).contains("\"leader\":3");
    propose(3, 3, 2);
  }

  private ErrorCode move(@Nullable List<Integer> target) {
    List<ReassignmentOutcomes> answers = new ArrayList<>();
    cluster
        .controller()
        .controller
        .alterReassignments(List.of(new ReplicaMove(T0, target)), answers::add);
    cluster.time.await("moves begun", 5_000, () -> !answers.isEmpty());
    return answers.get(0).outcomes().get(0).error();
  }

  private SortedMap<ZkTopicPartition, PartitionAssignment> ongoing() {
    List<OngoingReassignments> answers = new ArrayList<>();
    cluster.controller().controller.listReassignments(null, answers::add);
    cluster.time.settle();
    return answers.get(0).assignments();
  }

  private ErrorCode elect(boolean unclean) {
    List<ElectionOutcomes> answers = new ArrayList<>();
    cluster.controller().controller.electLeaders(unclean, List.of(T0), 5_000, answers::add);
    cluster.time.await("elected", 6_000, () -> !answers.isEmpty());
    return answers.get(0).outcomes().get(0).error();
  }

  /** The leader proposes an ISR, upon what it was last told. */
  private void propose(int leader, int... isr) {
    Broker acting = cluster.controller();
    Broker broker = cluster.broker(leader);
    List<IsrMember> members = new ArrayList<>();
    for (int id : isr) {
      members.add(new IsrMember(id, IsrMember.ANY_EPOCH));
    }
    var known = Objects.requireNonNull(broker.replicas.get("t-0"));
    List<IsrOutcomes> answers = new ArrayList<>();
    acting.controller.alterPartitions(
        leader,
        broker.membership.epoch(),
        List.of(
            new IsrProposal(
                "t",
                Uuid.ZERO_UUID,
                0,
                known.leaderEpoch(),
                members,
                false,
                known.partitionEpoch())),
        answers::add);
    cluster.time.await("isr proposed", 5_000, () -> !answers.isEmpty());
    assertThat(answers.get(0).outcomes().get(0).error()).isEqualTo(ErrorCode.NONE);
  }

  private void byTool(String path, String json) {
    cluster.byHand(new Op.Create(path, bytes(json), Op.Lifetime.PERSISTENT));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private @Nullable String text(String path) {
    return cluster.ensemble.tree().text(path);
  }

  private String topicNode() {
    return Objects.requireNonNull(text("/brokers/topics/t"));
  }

  private static NewTopic assigned(Integer... replicas) {
    return named("t", List.of(replicas));
  }

  private static NewTopic named(String name, List<Integer> replicas) {
    return new NewTopic(
        name,
        NewTopic.DEFAULT,
        NewTopic.DEFAULT,
        List.of(new NewTopic.Assignment(0, replicas)),
        Collections.emptyMap());
  }
}
