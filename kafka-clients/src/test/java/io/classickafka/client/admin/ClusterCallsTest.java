package io.classickafka.client.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classickafka.client.cluster.Outcome;
import io.classickafka.client.cluster.Target;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.AlterPartitionReassignmentsRequest;
import io.classickafka.protocol.message.AlterPartitionReassignmentsRequest.ReassignablePartition;
import io.classickafka.protocol.message.AlterPartitionReassignmentsResponse;
import io.classickafka.protocol.message.AlterPartitionReassignmentsResponse.ReassignablePartitionResponse;
import io.classickafka.protocol.message.AlterPartitionReassignmentsResponse.ReassignableTopicResponse;
import io.classickafka.protocol.message.ElectLeadersRequest;
import io.classickafka.protocol.message.ElectLeadersResponse;
import io.classickafka.protocol.message.ElectLeadersResponse.PartitionResult;
import io.classickafka.protocol.message.ElectLeadersResponse.ReplicaElectionResult;
import io.classickafka.protocol.message.ListPartitionReassignmentsRequest;
import io.classickafka.protocol.message.ListPartitionReassignmentsResponse;
import io.classickafka.protocol.message.ListPartitionReassignmentsResponse.OngoingPartitionReassignment;
import io.classickafka.protocol.message.ListPartitionReassignmentsResponse.OngoingTopicReassignment;
import io.classickafka.protocol.message.UpdateFeaturesRequest;
import io.classickafka.protocol.message.UpdateFeaturesResponse;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.FeatureUpdate.UpgradeType;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.PartitionReassignment;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.ElectionNotNeededException;
import org.apache.kafka.common.errors.InvalidReplicaAssignmentException;
import org.apache.kafka.common.errors.InvalidUpdateVersionException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

/** The calls with which the controller moves leaders and replicas, and changes features. */
class ClusterCallsTest {

  private static final TopicPartition A0 = new TopicPartition("a", 0);
  private static final TopicPartition A1 = new TopicPartition("a", 1);
  private static final TopicPartition B0 = new TopicPartition("b", 0);

  private static void assertFails(
      KafkaFuture<?> future, Class<? extends Throwable> error, String message) {
    assertThatThrownBy(future::get).hasCauseInstanceOf(error).hasMessageContaining(message);
  }

  private static PartitionResult elected(int partition, ErrorCode error) {
    return new PartitionResult().partitionId(partition).errorCode(error.code()).errorMessage(null);
  }

  @Test
  void anElectionIsAskedOfTheControllerForSomePartitionsOrAll() {
    ElectLeadersCall some =
        new ElectLeadersCall(ElectionType.UNCLEAN, new LinkedHashSet<>(List.of(A0, B0, A1)), 1000);
    assertThat(some.target()).isEqualTo(Target.CONTROLLER);
    assertThat(some.lowestVersion()).isEqualTo(1);
    ElectLeadersRequest request = (ElectLeadersRequest) some.request();
    assertThat(request.electionType()).isEqualTo((byte) 1);
    assertThat(Objects.requireNonNull(request.topicPartitions()))
        .extracting(topic -> topic.topic() + topic.partitions())
        .containsExactly("a[0, 1]", "b[0]");
    ElectLeadersCall all = new ElectLeadersCall(ElectionType.PREFERRED, null, 1000);
    assertThat(all.lowestVersion()).isZero();
    assertThat(((ElectLeadersRequest) all.request()).topicPartitions()).isNull();
  }

  @Test
  void anElectionsErrorsAreToldPerPartitionAndAnotherControllerIsLookedFor() {
    ElectLeadersCall call = new ElectLeadersCall(ElectionType.PREFERRED, null, 1000);
    ElectLeadersResponse response =
        new ElectLeadersResponse()
            .replicaElectionResults(
                List.of(
                    new ReplicaElectionResult()
                        .topic("a")
                        .partitionResult(
                            List.of(
                                elected(0, ErrorCode.NONE),
                                elected(1, ErrorCode.ELECTION_NOT_NEEDED)))));
    var outcome =
        (Outcome.Done<Map<TopicPartition, Optional<Throwable>>>) call.outcome(response, (short) 2);
    assertThat(outcome.value().get(A0)).isEmpty();
    assertThat(outcome.value().get(A1).orElseThrow())
        .isInstanceOf(ElectionNotNeededException.class);
    short moved = ErrorCode.NOT_CONTROLLER.code();
    assertThat(call.outcome(new ElectLeadersResponse().errorCode(moved), (short) 2))
        .isEqualTo(Outcome.again(ErrorCode.NOT_CONTROLLER));
    response
        .replicaElectionResults()
        .get(0)
        .partitionResult(List.of(elected(0, ErrorCode.NOT_CONTROLLER)));
    assertThat(call.outcome(response, (short) 0))
        .isEqualTo(Outcome.again(ErrorCode.NOT_CONTROLLER));
    short denied = ErrorCode.CLUSTER_AUTHORIZATION_FAILED.code();
    var failed =
        (Outcome.Failed<?>) call.outcome(new ElectLeadersResponse().errorCode(denied), (short) 2);
    assertThat(failed.error()).isInstanceOf(ClusterAuthorizationException.class);
  }

  @Test
  void movesAreTakenUpAndGivenUpAndEachHasItsOutcome() throws Exception {
    Map<TopicPartition, Optional<NewPartitionReassignment>> moves = new LinkedHashMap<>();
    moves.put(A0, Optional.of(new NewPartitionReassignment(List.of(2, 1))));
    moves.put(A1, Optional.empty());
    AlterReassignmentsCall call = new AlterReassignmentsCall(moves, 1000);
    AlterPartitionReassignmentsRequest request =
        (AlterPartitionReassignmentsRequest) call.request();
    assertThat(request.topics().get(0).partitions())
        .extracting(ReassignablePartition::replicas)
        .containsExactly(List.of(2, 1), null);
    assertThat(
            call.outcome(
                new AlterPartitionReassignmentsResponse()
                    .errorCode(ErrorCode.NOT_CONTROLLER.code()),
                (short) 0))
        .isEqualTo(Outcome.again(ErrorCode.NOT_CONTROLLER));
    assertThat(call.open()).containsExactly(A0, A1);
    AlterPartitionReassignmentsResponse response =
        new AlterPartitionReassignmentsResponse()
            .responses(
                List.of(
                    new ReassignableTopicResponse()
                        .name("a")
                        .partitions(
                            List.of(
                                new ReassignablePartitionResponse().partitionIndex(1),
                                new ReassignablePartitionResponse()
                                    .partitionIndex(0)
                                    .errorCode(ErrorCode.INVALID_REPLICA_ASSIGNMENT.code())
                                    .errorMessage("broker 2 is down")))));
    assertThat(call.outcome(response, (short) 0)).isEqualTo(Outcome.done(true));
    assertThat(Objects.requireNonNull(call.futures().get(A1)).get()).isNull();
    assertFails(
        Objects.requireNonNull(call.futures().get(A0)),
        InvalidReplicaAssignmentException.class,
        "broker 2 is down");
  }

  @Test
  void movesUnderWayAreListedAndAnUnknownPartitionIsNotAskedForAgain() {
    assertThat(
            ((ListPartitionReassignmentsRequest) new ListReassignmentsCall(null, 1).request())
                .topics())
        .isNull();
    ListReassignmentsCall call = new ListReassignmentsCall(new LinkedHashSet<>(List.of(A0)), 1000);
    ListPartitionReassignmentsResponse response =
        new ListPartitionReassignmentsResponse()
            .topics(
                List.of(
                    new OngoingTopicReassignment()
                        .name("a")
                        .partitions(
                            List.of(
                                new OngoingPartitionReassignment()
                                    .partitionIndex(0)
                                    .replicas(List.of(1, 0, 2))
                                    .addingReplicas(List.of(1))
                                    .removingReplicas(List.of(2))))));
    var done =
        (Outcome.Done<Map<TopicPartition, PartitionReassignment>>)
            call.outcome(response, (short) 0);
    assertThat(Objects.requireNonNull(done.value().get(A0)))
        .hasToString(
            "PartitionReassignment(replicas=[1, 0, 2], addingReplicas=[1], removingReplicas=[2])");
    short unknown = ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code();
    var failed =
        (Outcome.Failed<?>)
            call.outcome(new ListPartitionReassignmentsResponse().errorCode(unknown), (short) 0);
    assertThat(failed.error()).isInstanceOf(UnknownTopicOrPartitionException.class);
  }

  @Test
  void aLevelOfAFeatureIsChangedInTheDirectionThatIsAllowed() {
    UpdateFeaturesCall call =
        new UpdateFeaturesCall(
            Map.of("f", new FeatureUpdate((short) 0, UpgradeType.SAFE_DOWNGRADE)), true, 1000);
    UpdateFeaturesRequest request = (UpdateFeaturesRequest) call.request();
    assertThat(request.validateOnly()).isTrue();
    assertThat(request.featureUpdates().get(0).upgradeType()).isEqualTo((byte) 2);
    short refused = ErrorCode.INVALID_UPDATE_VERSION.code();
    assertThat(
            call.outcome(
                new UpdateFeaturesResponse().errorCode(refused).errorMessage("too high"),
                (short) 1))
        .isEqualTo(Outcome.done(true));
    assertFails(
        Objects.requireNonNull(call.futures().get("f")),
        InvalidUpdateVersionException.class,
        "too high");
    assertThatThrownBy(() -> new FeatureUpdate((short) 0, UpgradeType.UPGRADE))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
