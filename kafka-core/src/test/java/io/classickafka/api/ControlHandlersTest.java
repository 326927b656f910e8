package io.classickafka.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.FetchRequest;
import io.classickafka.protocol.message.LeaderAndIsrRequest;
import io.classickafka.protocol.message.LeaderAndIsrRequest.LeaderAndIsrPartitionState;
import io.classickafka.protocol.message.LeaderAndIsrRequest.LeaderAndIsrTopicState;
import io.classickafka.protocol.message.LeaderAndIsrResponse;
import io.classickafka.protocol.message.ListOffsetsRequest;
import io.classickafka.protocol.message.OffsetForLeaderEpochRequest;
import io.classickafka.protocol.message.OffsetForLeaderEpochResponse;
import io.classickafka.protocol.message.ProduceRequest;
import io.classickafka.protocol.message.StopReplicaRequest;
import io.classickafka.protocol.message.StopReplicaRequest.StopReplicaPartitionState;
import io.classickafka.protocol.message.StopReplicaRequest.StopReplicaPartitionV0;
import io.classickafka.protocol.message.StopReplicaRequest.StopReplicaTopicState;
import io.classickafka.protocol.message.StopReplicaRequest.StopReplicaTopicV1;
import io.classickafka.protocol.message.StopReplicaResponse;
import io.classickafka.protocol.message.UpdateMetadataRequest;
import io.classickafka.protocol.message.UpdateMetadataResponse;
import io.classickafka.record.Compression;
import io.classickafka.replica.ControlRule;
import io.classickafka.replica.HostedPartition;
import io.classickafka.seam.ByteSlice;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The requests by which the controller commands replicas, and the answers to failures. */
class ControlHandlersTest {

  private static final String TOPIC = "orders";
  private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);

  private ApiWorld world;

  @BeforeEach
  void open() {
    world = new ApiWorld();
  }

  @AfterEach
  void close() {
    world.close();
  }

  private static LeaderAndIsrRequest lead(int version, int controllerEpoch, int leaderEpoch) {
    LeaderAndIsrPartitionState state =
        new LeaderAndIsrPartitionState()
            .partitionIndex(0)
            .controllerEpoch(controllerEpoch)
            .leader(1)
            .leaderEpoch(leaderEpoch)
            .isr(List.of(1))
            .partitionEpoch(leaderEpoch)
            .replicas(List.of(1))
            .isNew(version >= 1);
    LeaderAndIsrRequest request =
        new LeaderAndIsrRequest().controllerId(1).controllerEpoch(controllerEpoch);
    if (version < 2) {
      return request.ungroupedPartitionStates(List.of(state.topicName(TOPIC)));
    }
    LeaderAndIsrTopicState topic =
        new LeaderAndIsrTopicState().topicName(TOPIC).partitionStates(List.of(state));
    return request
        .brokerEpoch(ApiWorld.OWN_BROKER_EPOCH)
        .topicStates(List.of(version >= 5 ? topic.topicId(ApiWorld.idOf(TOPIC)) : topic));
  }

  private LeaderAndIsrResponse ask(int version, LeaderAndIsrRequest request) {
    return world.ask(ApiKey.LEADER_AND_ISR, version, request, LeaderAndIsrResponse.class);
  }

  private static short partitionError(int version, LeaderAndIsrResponse response) {
    return version < 5
        ? response.partitionErrors().get(0).errorCode()
        : response.topics().get(0).partitionErrors().get(0).errorCode();
  }

  @Test
  void everyVersionMakesALeader() {
    for (int version = 0; version <= 7; version++) {
      LeaderAndIsrResponse response = ask(version, lead(version, 1, version));
      assertThat(response.errorCode()).as("version " + version).isZero();
      assertThat(partitionError(version, response)).as("version " + version).isZero();
    }
    HostedPartition hosted = world.replicas.registry().find(PARTITION);
    assertThat(((HostedPartition.Online) hosted).partition().view().leaderEpoch()).isEqualTo(7);
  }

  @Test
  void aFormerControllerIsKeptOut() {
    assertThat(ask(7, lead(7, 3, 0)).errorCode()).isZero();
    LeaderAndIsrResponse response = ask(7, lead(7, 2, 1));
    assertThat(response.errorCode()).isEqualTo(ErrorCode.STALE_CONTROLLER_EPOCH.code());
    assertThat(partitionError(7, response)).isEqualTo(ErrorCode.STALE_CONTROLLER_EPOCH.code());
    UpdateMetadataRequest update = new UpdateMetadataRequest().controllerEpoch(2);
    assertThat(
            world.ask(ApiKey.UPDATE_METADATA, 8, update, UpdateMetadataResponse.class).errorCode())
        .isEqualTo(ErrorCode.STALE_CONTROLLER_EPOCH.code());
  }

  @Test
  void aRequestForAFormerLifeOfThisBrokerIsKeptOut() {
    LeaderAndIsrRequest request = lead(7, 9, 0).brokerEpoch(ApiWorld.OWN_BROKER_EPOCH - 1);
    assertThat(ask(7, request).errorCode()).isEqualTo(ErrorCode.STALE_BROKER_EPOCH.code());
    // Its sender's epoch was not remembered.
    assertThat(ask(7, lead(7, 1, 0)).errorCode()).isZero();
  }

  @Test
  void anotherTopicOfTheSameNameIsRefused() {
    ask(7, lead(7, 1, 0));
    LeaderAndIsrRequest other = lead(7, 1, 1);
    other.topicStates().get(0).topicId(ApiWorld.idOf("another"));
    assertThat(partitionError(7, ask(7, other))).isEqualTo(ErrorCode.INCONSISTENT_TOPIC_ID.code());
  }

  private static StopReplicaRequest stop(int version, int leaderEpoch, boolean delete) {
    StopReplicaRequest request = new StopReplicaRequest().controllerId(1).controllerEpoch(1);
    if (version == 0) {
      return request
          .deletePartitions(delete)
          .ungroupedPartitions(
              List.of(new StopReplicaPartitionV0().topicName(TOPIC).partitionIndex(0)));
    }
    if (version < 3) {
      return request
          .deletePartitions(delete)
          .topics(List.of(new StopReplicaTopicV1().name(TOPIC).partitionIndexes(List.of(0))));
    }
    return request.topicStates(
        List.of(
            new StopReplicaTopicState()
                .topicName(TOPIC)
                .partitionStates(
                    List.of(
                        new StopReplicaPartitionState()
                            .partitionIndex(0)
                            .leaderEpoch(leaderEpoch)
                            .deletePartition(delete)))));
  }

  @Test
  void everyVersionDeletesAReplica() {
    for (int version = 0; version <= 4; version++) {
      ask(7, lead(7, 1, 0));
      StopReplicaRequest request = stop(version, ControlRule.EPOCH_DURING_DELETION, true);
      StopReplicaResponse response =
          world.ask(ApiKey.STOP_REPLICA, version, request, StopReplicaResponse.class);
      assertThat(response.errorCode()).isZero();
      assertThat(response.partitionErrors().get(0).errorCode()).isZero();
      assertThat(world.replicas.registry().find(PARTITION)).isEqualTo(HostedPartition.None.NONE);
    }
  }

  @Test
  void aStopWithAnOlderLeaderEpochIsFenced() {
    ask(7, lead(7, 1, 5));
    StopReplicaResponse response =
        world.ask(ApiKey.STOP_REPLICA, 3, stop(3, 4, true), StopReplicaResponse.class);
    assertThat(response.partitionErrors().get(0).errorCode())
        .isEqualTo(ErrorCode.FENCED_LEADER_EPOCH.code());
    assertThat(world.replicas.registry().find(PARTITION))
        .isInstanceOf(HostedPartition.Online.class);
  }

  @Test
  void epochsEndWhereTheNextBegins() {
    world.createTopic(TOPIC, 1);
    OffsetForLeaderEpochRequest request =
        new OffsetForLeaderEpochRequest()
            .topics(
                List.of(
                    new OffsetForLeaderEpochRequest.OffsetForLeaderTopic()
                        .topic(TOPIC)
                        .partitions(
                            List.of(
                                new OffsetForLeaderEpochRequest.OffsetForLeaderPartition()
                                    .partition(0)
                                    .leaderEpoch(0)))));
    for (int version = 0; version <= 4; version++) {
      OffsetForLeaderEpochResponse.EpochEndOffset end =
          world
              .ask(
                  ApiKey.OFFSET_FOR_LEADER_EPOCH,
                  version,
                  request,
                  OffsetForLeaderEpochResponse.class)
              .topics()
              .get(0)
              .partitions()
              .get(0);
      assertThat(end.errorCode()).isZero();
      assertThat(end.endOffset()).isZero();
    }
  }

  /** Fields that a version lacks must not get in the way of telling an error. */
  @Test
  void errorsCanBeToldInEveryVersion() {
    for (int version = 0; version <= 11; version++) {
      ProduceRequest request =
          new ProduceRequest()
              .acks((short) 1)
              .topicData(
                  List.of(
                      new ProduceRequest.TopicProduceData()
                          .name("absent")
                          .partitionData(
                              List.of(
                                  new ProduceRequest.PartitionProduceData()
                                      .records(
                                          ByteSlice.wrap(
                                              ProduceHandlerTest.batch(1, Compression.NONE)))))));
      assertThat(world.send(ApiKey.PRODUCE, version, request).answered()).isTrue();
    }
    for (int version = 0; version <= 17; version++) {
      FetchRequest.FetchTopic topic =
          new FetchRequest.FetchTopic().partitions(List.of(new FetchRequest.FetchPartition()));
      FetchRequest request =
          new FetchRequest().topics(List.of(version < 13 ? topic.topic("absent") : topic));
      assertThat(world.send(ApiKey.FETCH, version, request).answered()).isTrue();
    }
    for (int version = 0; version <= 9; version++) {
      ListOffsetsRequest request =
          new ListOffsetsRequest()
              .topics(
                  List.of(
                      new ListOffsetsRequest.ListOffsetsTopic()
                          .name("absent")
                          .partitions(List.of(new ListOffsetsRequest.ListOffsetsPartition()))));
      assertThat(world.send(ApiKey.LIST_OFFSETS, version, request).answered()).isTrue();
    }
  }
}
