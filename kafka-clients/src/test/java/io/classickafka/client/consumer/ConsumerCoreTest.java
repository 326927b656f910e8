package io.classickafka.client.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classickafka.client.cluster.ScriptedCluster.Open;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.FetchRequest;
import io.classickafka.protocol.message.FindCoordinatorRequest;
import io.classickafka.protocol.message.FindCoordinatorResponse;
import io.classickafka.protocol.message.HeartbeatRequest;
import io.classickafka.protocol.message.HeartbeatResponse;
import io.classickafka.protocol.message.JoinGroupRequest;
import io.classickafka.protocol.message.JoinGroupResponse;
import io.classickafka.protocol.message.JoinGroupResponse.JoinGroupResponseMember;
import io.classickafka.protocol.message.LeaveGroupRequest;
import io.classickafka.protocol.message.OffsetCommitRequest;
import io.classickafka.protocol.message.OffsetFetchRequest;
import io.classickafka.protocol.message.SyncGroupRequest;
import io.classickafka.protocol.message.SyncGroupResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.junit.jupiter.api.Test;

class ConsumerCoreTest extends ConsumerScript {

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
    expect(OffsetFetchRequest.class).answer(ScriptedGroup.committed(offset));
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
  void groupThatMayNotBeUsedIsNamed() {
    ConsumerCore core = core("g", OffsetResetStrategy.EARLIEST);
    CompletableFuture<Map<TopicPartition, OffsetAndMetadata>> committed =
        core.committed(List.of(T0), 60_000);
    expect(FindCoordinatorRequest.class)
        .answer(
            new FindCoordinatorResponse().errorCode(ErrorCode.GROUP_AUTHORIZATION_FAILED.code()));
    cluster.run();
    assertThat(committed).isCompletedExceptionally();
    assertThatThrownBy(committed::join)
        .cause()
        .isInstanceOfSatisfying(
            GroupAuthorizationException.class, error -> assertThat(error.groupId()).isEqualTo("g"));
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

  @Test
  void callbackThatReachedNobodyIsThereForWhoeverRunsThem() {
    ConsumerCore core = core("g", OffsetResetStrategy.EARLIEST);
    Runnable first = () -> {};
    Runnable second = () -> {};
    core.later(second);
    core.takeBack(new Step.Run(List.of(first)));
    core.unsubscribe();
    assertThat(core.takeCallbacks()).containsExactly(first, second);
  }

  @Test
  void nameThatNoTopicCanHaveIsNotAssigned() {
    ConsumerCore core = core(null, OffsetResetStrategy.EARLIEST);
    core.assign(List.of(T0));
    List<TopicPartition> tooLong = List.of(new TopicPartition("x".repeat(250), 0));
    assertThatThrownBy(() -> core.assign(tooLong)).isInstanceOf(InvalidTopicException.class);
    assertThat(core.assignment()).containsExactly(T0);
  }

  @Test
  void brokerThatCannotWaitForTransactionsIsAskedWithoutThat() {
    cluster.highest.put(ApiKey.OFFSET_FETCH, 6);
    ConsumerCore core = core("g", OffsetResetStrategy.EARLIEST);
    join(core);
    Open fetch = expect(OffsetFetchRequest.class);
    assertThat(fetch.<OffsetFetchRequest>body().requireStable()).isFalse();
    fetch.answer(ScriptedGroup.committed(17));
    assertThat(offsetAsked(expect(FetchRequest.class))).isEqualTo(17);
  }
}
