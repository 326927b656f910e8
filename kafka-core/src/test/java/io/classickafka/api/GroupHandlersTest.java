package io.classickafka.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.group.GroupCoordinator;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.FindCoordinatorRequest;
import io.classickafka.protocol.message.FindCoordinatorResponse;
import io.classickafka.protocol.message.HeartbeatRequest;
import io.classickafka.protocol.message.HeartbeatResponse;
import io.classickafka.protocol.message.JoinGroupRequest;
import io.classickafka.protocol.message.JoinGroupRequest.JoinGroupRequestProtocol;
import io.classickafka.protocol.message.JoinGroupResponse;
import io.classickafka.protocol.message.LeaveGroupRequest;
import io.classickafka.protocol.message.LeaveGroupResponse;
import io.classickafka.protocol.message.OffsetCommitRequest;
import io.classickafka.protocol.message.OffsetCommitRequest.OffsetCommitRequestPartition;
import io.classickafka.protocol.message.OffsetCommitRequest.OffsetCommitRequestTopic;
import io.classickafka.protocol.message.OffsetCommitResponse;
import io.classickafka.protocol.message.OffsetFetchRequest;
import io.classickafka.protocol.message.OffsetFetchRequest.OffsetFetchRequestGroup;
import io.classickafka.protocol.message.OffsetFetchRequest.OffsetFetchRequestTopic;
import io.classickafka.protocol.message.OffsetFetchResponse;
import io.classickafka.protocol.message.StopReplicaRequest;
import io.classickafka.protocol.message.StopReplicaRequest.StopReplicaPartitionState;
import io.classickafka.protocol.message.StopReplicaRequest.StopReplicaTopicState;
import io.classickafka.protocol.message.StopReplicaResponse;
import io.classickafka.protocol.message.SyncGroupRequest;
import io.classickafka.protocol.message.SyncGroupRequest.SyncGroupRequestAssignment;
import io.classickafka.protocol.message.SyncGroupResponse;
import io.classickafka.replica.ControlRule;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The group APIs over the offsets topic on real logs, as bytes in and bytes out. */
class GroupHandlersTest {

  private static final byte[] METADATA = {0, 0, 0, 0, 0, 0, -1, -1, -1, -1};

  private ApiWorld world;

  @BeforeEach
  void open() {
    world = new ApiWorld();
    world.createTopic(GroupCoordinator.TOPIC, 1);
    world.createTopic("t", 2);
  }

  @AfterEach
  void close() {
    world.close();
  }

  /** Whoever makes the topic has others to tell of it. */
  @Test
  void aCoordinatorThatCannotBeNamedEndsTheConnectionOfWhoeverWaitedForItsTopic() {
    try (ApiWorld without = new ApiWorld()) {
      without.planted = new OutOfMemoryError("planted");
      FindCoordinatorRequest request = new FindCoordinatorRequest().coordinatorKeys(List.of("g"));
      ApiWorld.Sent sent = without.send(ApiKey.FIND_COORDINATOR, 4, request);
      assertThat(sent.closed).isNull();
      without.simulation.advance(AutoCreation.WAIT_MS);
      assertThat(sent.closed).isEqualTo("UNKNOWN_SERVER_ERROR");
    }
  }

  private static JoinGroupRequest join(String memberId) {
    JoinGroupRequest request =
        new JoinGroupRequest()
            .groupId("g")
            .memberId(memberId)
            .sessionTimeoutMs(10_000)
            .rebalanceTimeoutMs(60_000)
            .protocolType("consumer");
    for (int twice = 0; twice < 2; twice++) {
      request.protocols().add(new JoinGroupRequestProtocol().name("range").metadata(METADATA));
    }
    return request;
  }

  private JoinGroupResponse joined(int version) {
    String memberId = "";
    if (version >= 4) {
      JoinGroupResponse first =
          world.ask(ApiKey.JOIN_GROUP, version, join(""), JoinGroupResponse.class);
      assertThat(ErrorCode.of(first.errorCode())).isEqualTo(ErrorCode.MEMBER_ID_REQUIRED);
      memberId = first.memberId();
    }
    ApiWorld.Sent sent = world.send(ApiKey.JOIN_GROUP, version, join(memberId));
    world.simulation.advance(1);
    world.simulation.runUntilIdle();
    return (JoinGroupResponse) sent.response();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void aMemberJoinsSyncsBeatsAndLeavesInEveryVersion(int version) {
    JoinGroupResponse joined = joined(version);
    assertThat(ErrorCode.of(joined.errorCode())).isEqualTo(ErrorCode.NONE);
    assertThat(joined.leader()).isEqualTo(joined.memberId()).startsWith("test-");
    assertThat(joined.protocolName()).isEqualTo("range");
    assertThat(joined.members())
        .singleElement()
        .satisfies(member -> assertThat(member.metadata()).isEqualTo(METADATA));

    SyncGroupRequest sync =
        new SyncGroupRequest()
            .groupId("g")
            .generationId(joined.generationId())
            .memberId(joined.memberId())
            .protocolType("consumer")
            .protocolName("range")
            .assignments(
                List.of(
                    new SyncGroupRequestAssignment()
                        .memberId(joined.memberId())
                        .assignment(new byte[] {1, 2, 3})));
    SyncGroupResponse synced =
        world.ask(ApiKey.SYNC_GROUP, Math.min(version, 5), sync, SyncGroupResponse.class);
    assertThat(ErrorCode.of(synced.errorCode())).isEqualTo(ErrorCode.NONE);
    assertThat(synced.assignment()).containsExactly(1, 2, 3);

    HeartbeatResponse heard =
        world.ask(
            ApiKey.HEARTBEAT,
            Math.min(version, 4),
            new HeartbeatRequest()
                .groupId("g")
                .generationId(joined.generationId())
                .memberId(joined.memberId()),
            HeartbeatResponse.class);
    assertThat(ErrorCode.of(heard.errorCode())).isEqualTo(ErrorCode.NONE);

    assertThat(leave(Math.min(version, 5), joined.memberId())).isEqualTo(ErrorCode.NONE);
    assertThat(leave(Math.min(version, 5), joined.memberId()))
        .isEqualTo(ErrorCode.UNKNOWN_MEMBER_ID);
  }

  /** The member's own error, wherever the version has it. */
  private ErrorCode leave(int version, String memberId) {
    LeaveGroupRequest request = new LeaveGroupRequest().groupId("g");
    if (version < 3) {
      request.memberId(memberId);
    } else {
      request.members().add(new LeaveGroupRequest.MemberIdentity().memberId(memberId));
    }
    LeaveGroupResponse left =
        world.ask(ApiKey.LEAVE_GROUP, version, request, LeaveGroupResponse.class);
    if (version < 3) {
      return ErrorCode.of(left.errorCode());
    }
    assertThat(left.errorCode()).isZero();
    return ErrorCode.of(left.members().get(0).errorCode());
  }

  private FindCoordinatorResponse coordinator() {
    return world.ask(
        ApiKey.FIND_COORDINATOR,
        3,
        new FindCoordinatorRequest().key("g"),
        FindCoordinatorResponse.class);
  }

  /** Metadata shows a topic in parts while it is created. */
  @Test
  void aGroupIsLookedForByAllPartitionsOfTheTopicNotByThoseThatAreShown() {
    assertThat(coordinator().nodeId()).isEqualTo(1);
    // Of two, "g" belongs to the other.
    world.offsetsPartitions = 2;
    assertThat(ErrorCode.of(coordinator().errorCode()))
        .isEqualTo(ErrorCode.COORDINATOR_NOT_AVAILABLE);
    assertThat(committed()).isEqualTo(ErrorCode.NOT_COORDINATOR);
  }

  @Test
  void noGroupIsServedBeforeItIsKnownWhereItBelongs() {
    world.offsetsPartitions = GroupCoordinator.UNKNOWN_COUNT;
    assertThat(ErrorCode.of(coordinator().errorCode()))
        .isEqualTo(ErrorCode.COORDINATOR_NOT_AVAILABLE);
    assertThat(committed()).isEqualTo(ErrorCode.NOT_COORDINATOR);
    world.offsetsPartitions = 1;
    assertThat(committed()).isEqualTo(ErrorCode.NONE);
  }

  @Test
  void groupsAreServedAgainWhenTheirTopicWasDeletedAndMadeAgain() {
    // Its leader epoch has risen; the next topic of the name begins with the first one.
    world.addReplica(GroupCoordinator.TOPIC, 0, 2);
    StopReplicaPartitionState gone =
        new StopReplicaPartitionState()
            .partitionIndex(0)
            .leaderEpoch(ControlRule.EPOCH_DURING_DELETION)
            .deletePartition(true);
    StopReplicaTopicState topic =
        new StopReplicaTopicState()
            .topicName(GroupCoordinator.TOPIC)
            .partitionStates(List.of(gone));
    StopReplicaRequest stop =
        new StopReplicaRequest().controllerId(1).controllerEpoch(1).topicStates(List.of(topic));
    StopReplicaResponse stopped =
        world.ask(ApiKey.STOP_REPLICA, 3, stop, StopReplicaResponse.class);
    assertThat(stopped.partitionErrors().get(0).errorCode()).isZero();
    assertThat(committed()).isEqualTo(ErrorCode.NOT_COORDINATOR);

    world.createTopic(GroupCoordinator.TOPIC, 1);
    assertThat(committed()).isEqualTo(ErrorCode.NONE);
  }

  private ErrorCode committed() {
    OffsetCommitResponse answer =
        world.ask(ApiKey.OFFSET_COMMIT, 8, commit("g"), OffsetCommitResponse.class);
    return ErrorCode.of(answer.topics().get(0).partitions().get(0).errorCode());
  }

  private static OffsetCommitRequest commit(String group) {
    OffsetCommitRequestTopic topic = new OffsetCommitRequestTopic().name("t");
    for (int partition : new int[] {0, 1, 1, 7}) {
      topic
          .partitions()
          .add(
              new OffsetCommitRequestPartition()
                  .partitionIndex(partition)
                  .committedOffset(10 + topic.partitions().size())
                  .committedMetadata(partition == 0 ? null : "note"));
    }
    return new OffsetCommitRequest().groupId(group).topics(List.of(topic));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
  void whatIsCommittedIsFetchedInEveryVersion(int version) {
    OffsetCommitResponse committed =
        world.ask(ApiKey.OFFSET_COMMIT, version, commit("g"), OffsetCommitResponse.class);
    // The partition that is there twice is answered once; the unknown one is refused alone.
    assertThat(committed.topics()).hasSize(1);
    assertThat(committed.topics().get(0).partitions())
        .extracting(each -> each.partitionIndex() + " " + ErrorCode.of(each.errorCode()))
        .containsExactly("0 NONE", "1 NONE", "7 UNKNOWN_TOPIC_OR_PARTITION");

    assertThat(fetch(version)).containsExactly("0 10  NONE", "1 12 note NONE", "7 -1  NONE");
  }

  private List<String> fetch(int version) {
    OffsetFetchRequest request = new OffsetFetchRequest();
    if (version < 8) {
      request
          .groupId("g")
          .topics(
              List.of(new OffsetFetchRequestTopic().name("t").partitionIndexes(List.of(0, 1, 7))));
      return world
          .ask(ApiKey.OFFSET_FETCH, version, request, OffsetFetchResponse.class)
          .topics()
          .get(0)
          .partitions()
          .stream()
          .map(
              each ->
                  each.partitionIndex()
                      + " "
                      + each.committedOffset()
                      + " "
                      + each.metadata()
                      + " "
                      + ErrorCode.of(each.errorCode()))
          .toList();
    }
    request.groups().add(new OffsetFetchRequestGroup().groupId("nobody").topics(null));
    request
        .groups()
        .add(
            new OffsetFetchRequestGroup()
                .groupId("g")
                .topics(
                    List.of(
                        new OffsetFetchRequest.OffsetFetchRequestTopics()
                            .name("t")
                            .partitionIndexes(List.of(0, 1, 7)))));
    OffsetFetchResponse response =
        world.ask(ApiKey.OFFSET_FETCH, version, request, OffsetFetchResponse.class);
    assertThat(response.groups()).hasSize(2);
    assertThat(response.groups().get(0).topics()).isEmpty();
    return response.groups().get(1).topics().get(0).partitions().stream()
        .map(
            each ->
                each.partitionIndex()
                    + " "
                    + each.committedOffset()
                    + " "
                    + each.metadata()
                    + " "
                    + ErrorCode.of(each.errorCode()))
        .toList();
  }

  @Test
  void allOffsetsOfAGroupAreListedWithoutNamingThem() {
    world.ask(ApiKey.OFFSET_COMMIT, 8, commit("g"), OffsetCommitResponse.class);
    OffsetFetchResponse all =
        world.ask(
            ApiKey.OFFSET_FETCH,
            7,
            new OffsetFetchRequest().groupId("g").topics(null),
            OffsetFetchResponse.class);
    assertThat(all.topics().get(0).partitions()).hasSize(2);
  }

  @Test
  void aGroupMustHaveANameButForItsOffsets() {
    JoinGroupResponse refused =
        world.ask(ApiKey.JOIN_GROUP, 5, join("").groupId(""), JoinGroupResponse.class);
    assertThat(ErrorCode.of(refused.errorCode())).isEqualTo(ErrorCode.INVALID_GROUP_ID);
    assertThat(refused.protocolName()).isEmpty();
    OffsetCommitResponse committed =
        world.ask(ApiKey.OFFSET_COMMIT, 8, commit(""), OffsetCommitResponse.class);
    assertThat(committed.topics().get(0).partitions().get(0).errorCode()).isZero();
  }

  @Test
  void newerSyncsMustNameTheProtocol() {
    SyncGroupResponse refused =
        world.ask(
            ApiKey.SYNC_GROUP,
            5,
            new SyncGroupRequest().groupId("g").memberId("m"),
            SyncGroupResponse.class);
    assertThat(ErrorCode.of(refused.errorCode())).isEqualTo(ErrorCode.INCONSISTENT_GROUP_PROTOCOL);
  }

  @Test
  void theOldestCommitsOfUnstorableGroupsAreRefused() {
    OffsetCommitResponse refused =
        world.ask(ApiKey.OFFSET_COMMIT, 0, commit("../x"), OffsetCommitResponse.class);
    assertThat(ErrorCode.of(refused.topics().get(0).partitions().get(0).errorCode()))
        .isEqualTo(ErrorCode.INVALID_GROUP_ID);
  }
}
