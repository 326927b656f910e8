package io.classickafka.client.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classickafka.client.cluster.ScriptedCluster;
import io.classickafka.client.cluster.ScriptedCluster.Open;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.FetchRequest;
import io.classickafka.protocol.message.FetchResponse;
import io.classickafka.protocol.message.FetchResponse.FetchableTopicResponse;
import io.classickafka.protocol.message.FetchResponse.PartitionData;
import io.classickafka.protocol.message.FindCoordinatorRequest;
import io.classickafka.protocol.message.FindCoordinatorResponse;
import io.classickafka.protocol.message.HeartbeatRequest;
import io.classickafka.protocol.message.HeartbeatResponse;
import io.classickafka.protocol.message.JoinGroupRequest;
import io.classickafka.protocol.message.JoinGroupResponse;
import io.classickafka.protocol.message.JoinGroupResponse.JoinGroupResponseMember;
import io.classickafka.protocol.message.LeaveGroupRequest;
import io.classickafka.protocol.message.ListOffsetsRequest;
import io.classickafka.protocol.message.ListOffsetsResponse;
import io.classickafka.protocol.message.ListOffsetsResponse.ListOffsetsPartitionResponse;
import io.classickafka.protocol.message.ListOffsetsResponse.ListOffsetsTopicResponse;
import io.classickafka.protocol.message.OffsetCommitRequest;
import io.classickafka.protocol.message.OffsetFetchRequest;
import io.classickafka.protocol.message.OffsetFetchResponse;
import io.classickafka.protocol.message.OffsetFetchResponse.OffsetFetchResponsePartition;
import io.classickafka.protocol.message.OffsetFetchResponse.OffsetFetchResponseTopic;
import io.classickafka.protocol.message.SyncGroupRequest;
import io.classickafka.protocol.message.SyncGroupResponse;
import io.classickafka.record.Compression;
import io.classickafka.record.RecordBatchBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConsumerCoreTest {

  private static final TopicPartition T0 = new TopicPartition("t", 0);
  private static final TopicPartition T1 = new TopicPartition("t", 1);

  private final ScriptedCluster cluster = new ScriptedCluster().topic("t", 2);

  private ConsumerCore core(@Nullable String group, OffsetResetStrategy reset) {
    return new ConsumerCore(
        cluster.client,
        new ConsumerSettings(
            group,
            null,
            6_000,
            1_000,
            60_000,
            group != null,
            5_000,
            reset,
            false,
            1,
            1_000_000,
            500,
            100_000,
            500,
            true,
            true,
            60_000,
            List.of(new RangeAssignor())));
  }

  private <T extends ApiMessage> Open expect(Class<T> type) {
    for (int i = 0; i < 200 && cluster.open().isEmpty(); i++) {
      cluster.pass(10);
    }
    assertThat(cluster.open()).as(type.getSimpleName()).isNotEmpty();
    assertThat(cluster.open().get(0).<ApiMessage>body()).isInstanceOf(type);
    return cluster.take();
  }

  private static FetchResponse records(int partition, long baseOffset, int count) {
    RecordBatchBuilder builder = new RecordBatchBuilder().open(Compression.NONE);
    builder.baseOffset(baseOffset);
    for (int i = 0; i < count; i++) {
      builder.append(1, null, new byte[] {1});
    }
    return fetched(
        new PartitionData()
            .partitionIndex(partition)
            .highWatermark(baseOffset + count)
            .records(builder.build()));
  }

  private static FetchResponse fetched(PartitionData data) {
    FetchableTopicResponse topic =
        new FetchableTopicResponse().topic("t").topicId(new Uuid(1, "t".hashCode()));
    topic.partitions().add(data);
    FetchResponse response = new FetchResponse().sessionId(9);
    response.responses().add(topic);
    return response;
  }

  private static long offsetAsked(Open open) {
    FetchRequest request = open.body();
    return request.topics().get(0).partitions().get(0).fetchOffset();
  }

  private Step step(ConsumerCore core) {
    CompletableFuture<Step> next = core.next();
    for (int i = 0; i < 200 && !next.isDone(); i++) {
      cluster.pass(10);
    }
    assertThat(next).isCompleted();
    return next.join();
  }

  private static List<Long> offsets(FetchedChunk chunk, int most) {
    List<Long> offsets = new ArrayList<>();
    while (offsets.size() < most && chunk.next()) {
      offsets.add(chunk.record().offset());
    }
    return offsets;
  }

  private static FetchedChunk chunk(Step step) {
    return ((Step.Read) step).chunks().get(0);
  }

  private ListOffsetsResponse end(long offset) {
    ListOffsetsTopicResponse topic = new ListOffsetsTopicResponse().name("t");
    topic
        .partitions()
        .add(new ListOffsetsPartitionResponse().partitionIndex(0).offset(offset).leaderEpoch(3));
    ListOffsetsResponse response = new ListOffsetsResponse();
    response.topics().add(topic);
    return response;
  }

  @Test
  void positionIsWhatWasReadNotWhatWasFetched() {
    ConsumerCore core = core(null, OffsetResetStrategy.EARLIEST);
    core.assign(List.of(T0));
    core.seek(T0, 5, -1);
    cluster.run();
    expect(FetchRequest.class).answer(records(0, 5, 4));
    FetchedChunk chunk = chunk(step(core));
    assertThat(offsets(chunk, 2)).containsExactly(5L, 6L);
    core.giveBack(chunk);
    assertThat(core.position(T0)).isEqualTo(7);
    assertThat(offsets(chunk(step(core)), 9)).containsExactly(7L, 8L);
  }

  @Test
  void whoWaitsForAPositionIsToldOnceItIsFound() {
    ConsumerCore core = core(null, OffsetResetStrategy.EARLIEST);
    core.assign(List.of(T0));
    CompletableFuture<Boolean> news = core.positionNews();
    assertThat(core.position(T0)).isNegative();
    Open asked = expect(ListOffsetsRequest.class);
    assertThat(news).isNotDone();
    asked.answer(end(42));
    cluster.run();
    assertThat(news).isCompleted();
    assertThat(core.position(T0)).isEqualTo(42);
  }

  @Test
  void whoWaitsForAPositionThatIsNowhereIsToldAfterAPause() {
    ConsumerCore core = core(null, OffsetResetStrategy.NONE);
    core.assign(List.of(T0));
    CompletableFuture<Boolean> news = core.positionNews();
    assertThat(core.position(T0)).isNegative();
    assertThat(news).isNotDone();
    cluster.pass(cluster.client.settings().retryBackoffMs());
    assertThat(news).isCompleted();
    assertThatThrownBy(core::throwError).isInstanceOf(NoOffsetForPartitionException.class);
  }

  @Test
  void nextFetchLeavesWhileRecordsAreRead() {
    ConsumerCore core = core(null, OffsetResetStrategy.EARLIEST);
    core.assign(List.of(T0));
    core.seek(T0, 5, -1);
    expect(FetchRequest.class).answer(records(0, 5, 4));
    cluster.run();
    assertThat(cluster.open()).as("what was fetched comes first").isEmpty();
    assertThat(step(core)).isInstanceOf(Step.Read.class);
    assertThat(offsetAsked(expect(FetchRequest.class))).isEqualTo(9);
  }

  @Test
  void whatWasAskedForBeforeASeekIsDropped() {
    ConsumerCore core = core(null, OffsetResetStrategy.EARLIEST);
    core.assign(List.of(T0));
    core.seek(T0, 5, -1);
    Open old = expect(FetchRequest.class);
    core.seek(T0, 100, -1);
    old.answer(records(0, 5, 4));
    Open fresh = expect(FetchRequest.class);
    assertThat(offsetAsked(fresh)).isEqualTo(100);
    fresh.answer(records(0, 100, 1));
    assertThat(offsets(chunk(step(core)), 9)).containsExactly(100L);
  }

  @Test
  void pausedPartitionIsNeitherFetchedNorLent() {
    ConsumerCore core = core(null, OffsetResetStrategy.EARLIEST);
    core.assign(List.of(T0));
    core.seek(T0, 5, -1);
    expect(FetchRequest.class).answer(records(0, 5, 4));
    core.pause(List.of(T0), true);
    CompletableFuture<Step> next = core.next();
    cluster.pass(1_000);
    assertThat(next).isNotDone();
    core.pause(List.of(T0), false);
    assertThat(next).isDone();
  }

  @Test
  void withoutGroupThePolicySaysWhereToBegin() {
    ConsumerCore core = core(null, OffsetResetStrategy.LATEST);
    core.assign(List.of(T0));
    core.beginPoll();
    expect(ListOffsetsRequest.class).answer(end(42));
    assertThat(offsetAsked(expect(FetchRequest.class))).isEqualTo(42);
  }

  @Test
  void offsetOutOfRangeGoesWhereThePolicySays() {
    ConsumerCore core = core(null, OffsetResetStrategy.EARLIEST);
    core.assign(List.of(T0));
    core.seek(T0, 5, -1);
    PartitionData gone =
        new PartitionData().partitionIndex(0).errorCode(ErrorCode.OFFSET_OUT_OF_RANGE.code());
    expect(FetchRequest.class).answer(fetched(gone));
    expect(ListOffsetsRequest.class).answer(end(30));
    assertThat(offsetAsked(expect(FetchRequest.class))).isEqualTo(30);
  }

  @Test
  void offsetOutOfRangeIsToldWhenThereIsNoPolicy() {
    ConsumerCore core = core(null, OffsetResetStrategy.NONE);
    core.assign(List.of(T0));
    core.seek(T0, 5, -1);
    PartitionData gone =
        new PartitionData().partitionIndex(0).errorCode(ErrorCode.OFFSET_OUT_OF_RANGE.code());
    expect(FetchRequest.class).answer(fetched(gone));
    Step step = step(core);
    assertThat(step).isInstanceOf(Step.Throw.class);
    assertThat(((Step.Throw) step).error())
        .isInstanceOf(org.apache.kafka.clients.consumer.OffsetOutOfRangeException.class);
  }

  @Test
  void stepThatReachedNobodyIsThereForTheNextWhoAsks() {
    ConsumerCore core = core(null, OffsetResetStrategy.EARLIEST);
    core.assign(List.of(T0));
    core.seek(T0, 5, -1);
    CompletableFuture<Step> gaveUp = core.next();
    assertThat(gaveUp.cancel(false)).isTrue();
    expect(FetchRequest.class).answer(records(0, 5, 4));
    Step late = step(core);
    core.takeBack(late);
    assertThat(offsets(chunk(step(core)), 9)).containsExactly(5L, 6L, 7L, 8L);
  }

  // Plays the coordinator until the member has both partitions.
  private void join(ConsumerCore core) {
    core.subscribe(List.of("t"));
    CompletableFuture<Step> next = core.next();
    expect(FindCoordinatorRequest.class)
        .answer(new FindCoordinatorResponse().nodeId(1).host("broker").port(9092));
    Open first = expect(JoinGroupRequest.class);
    assertThat(first.<JoinGroupRequest>body().memberId()).isEmpty();
    first.answer(
        new JoinGroupResponse().errorCode(ErrorCode.MEMBER_ID_REQUIRED.code()).memberId("me"));
    joined(1);
    assertThat(next).isDone();
    assertThat(((Step.Assign) next.join()).added()).containsExactly(T0, T1);
    core.beginPoll();
  }

  private void joined(int generation) {
    Open join = expect(JoinGroupRequest.class);
    JoinGroupRequest request = join.body();
    assertThat(request.memberId()).isEqualTo("me");
    JoinGroupResponse response =
        new JoinGroupResponse()
            .generationId(generation)
            .protocolName("range")
            .leader("me")
            .memberId("me");
    response
        .members()
        .add(
            new JoinGroupResponseMember()
                .memberId("me")
                .metadata(request.protocols().get(0).metadata()));
    join.answer(response);
    Open sync = expect(SyncGroupRequest.class);
    SyncGroupRequest decided = sync.body();
    assertThat(decided.generationId()).isEqualTo(generation);
    sync.answer(new SyncGroupResponse().assignment(decided.assignments().get(0).assignment()));
    cluster.run();
  }

  private void committed(long offset) {
    OffsetFetchResponseTopic topic = new OffsetFetchResponseTopic().name("t");
    for (int i = 0; i < 2; i++) {
      topic
          .partitions()
          .add(
              new OffsetFetchResponsePartition()
                  .partitionIndex(i)
                  .committedOffset(offset)
                  .metadata(""));
    }
    OffsetFetchResponse response = new OffsetFetchResponse();
    response.topics().add(topic);
    expect(OffsetFetchRequest.class).answer(response);
  }

  @Test
  void memberOfAGroupBeginsAtWhatWasCommitted() {
    ConsumerCore core = core("g", OffsetResetStrategy.EARLIEST);
    join(core);
    committed(17);
    assertThat(offsetAsked(expect(FetchRequest.class))).isEqualTo(17);
    assertThat(core.isSettled()).isTrue();
  }

  @Test
  void rebalanceTakesPartitionsBeforeItJoinsAgain() {
    ConsumerCore core = core("g", OffsetResetStrategy.EARLIEST);
    join(core);
    committed(17);
    expect(FetchRequest.class);
    CompletableFuture<Step> next = core.next();
    cluster.pass(1_100);
    expect(HeartbeatRequest.class)
        .answer(new HeartbeatResponse().errorCode(ErrorCode.REBALANCE_IN_PROGRESS.code()));
    assertThat(next).isDone();
    assertThat(((Step.Revoke) next.join()).partitions()).containsExactly(T0, T1);
    cluster.pass(500);
    assertThat(cluster.open()).as("no join before the listener heard").isEmpty();
    CompletableFuture<Step> assigned = core.next();
    core.revoked();
    joined(2);
    assertThat(assigned.join()).isInstanceOf(Step.Assign.class);
  }

  @Test
  void memberThatWasExpelledLosesItsPartitions() {
    ConsumerCore core = core("g", OffsetResetStrategy.EARLIEST);
    join(core);
    committed(17);
    expect(FetchRequest.class);
    cluster.pass(1_100);
    expect(HeartbeatRequest.class)
        .answer(new HeartbeatResponse().errorCode(ErrorCode.UNKNOWN_MEMBER_ID.code()));
    Step step = step(core);
    assertThat(((Step.Lose) step).partitions()).containsExactly(T0, T1);
    core.revoked();
    assertThat(core.assignment()).isEmpty();
  }

  @Test
  void whoDoesNotPollLeavesTheGroup() {
    ConsumerCore core = core("g", OffsetResetStrategy.EARLIEST);
    join(core);
    committed(17);
    expect(FetchRequest.class);
    boolean left = false;
    for (int i = 0; i < 100 && !left; i++) {
      cluster.pass(1_000);
      while (!cluster.open().isEmpty() && !left) {
        ApiMessage request = cluster.open().get(0).body();
        left = request instanceof LeaveGroupRequest;
        if (!left) {
          Open other = cluster.take();
          if (request instanceof HeartbeatRequest) {
            other.answer(new HeartbeatResponse());
          }
        }
      }
    }
    expect(LeaveGroupRequest.class);
    assertThat(step(core)).isInstanceOf(Step.Lose.class);
  }

  @Test
  void automaticCommitIsMadeByPollAndNamesWhatWasRead() {
    ConsumerCore core = core("g", OffsetResetStrategy.EARLIEST);
    join(core);
    committed(17);
    expect(FetchRequest.class).answer(records(0, 17, 3));
    FetchedChunk chunk = chunk(step(core));
    assertThat(offsets(chunk, 2)).hasSize(2);
    core.giveBack(chunk);
    expect(FetchRequest.class);
    for (int i = 0; i < 6; i++) {
      cluster.pass(1_000);
      while (!cluster.open().isEmpty()) {
        cluster.take().answer(new HeartbeatResponse());
      }
    }
    core.beginPoll();
    Open commit = expect(OffsetCommitRequest.class);
    OffsetCommitRequest request = commit.body();
    assertThat(request.generationIdOrMemberEpoch()).isEqualTo(1);
    assertThat(request.topics().get(0).partitions())
        .extracting(one -> one.committedOffset())
        .containsExactlyInAnyOrder(19L, 17L);
  }
}
