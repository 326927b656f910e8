package io.classickafka.client.consumer;

import static io.classickafka.client.consumer.ScriptedGroup.T0;
import static io.classickafka.client.consumer.ScriptedGroup.T1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classickafka.client.cluster.ScriptedCluster;
import io.classickafka.client.cluster.ScriptedCluster.Open;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.FindCoordinatorRequest;
import io.classickafka.protocol.message.FindCoordinatorResponse;
import io.classickafka.protocol.message.HeartbeatRequest;
import io.classickafka.protocol.message.JoinGroupRequest;
import io.classickafka.protocol.message.JoinGroupResponse;
import io.classickafka.protocol.message.JoinGroupResponse.JoinGroupResponseMember;
import io.classickafka.protocol.message.OffsetCommitRequest;
import io.classickafka.protocol.message.SyncGroupRequest;
import io.classickafka.protocol.message.SyncGroupResponse;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.Test;

class GroupMemberTest {

  private final ScriptedGroup group = new ScriptedGroup(new RangeAssignor());

  private CompletableFuture<?> commit(long offset) {
    Map<TopicPartition, OffsetAndMetadata> offsets =
        Collections.singletonMap(T0, new OffsetAndMetadata(offset));
    return group.core.commit(offsets, 60_000);
  }

  private static void assertThrows(CompletableFuture<Step> next, Class<?> what) {
    assertThat(next).isDone();
    assertThat(((Step.Throw) next.join()).error()).isInstanceOf(what);
  }

  private void coordinatorRefused(ErrorCode error) {
    group
        .expect(FindCoordinatorRequest.class)
        .answer(new FindCoordinatorResponse().errorCode(error.code()));
    group.cluster.run();
  }

  @Test
  void groupThatTheBrokerRefusesIsToldByEachPoll() {
    group.core.subscribe(List.of("t"));
    for (int i = 0; i < 2; i++) {
      CompletableFuture<Step> next = group.core.next();
      coordinatorRefused(ErrorCode.GROUP_AUTHORIZATION_FAILED);
      assertThrows(next, GroupAuthorizationException.class);
    }
  }

  @Test
  void groupThatTheBrokerRefusesLaterIsToldToo() {
    group.join();
    group.located(17);
    group.beaten(ErrorCode.NOT_COORDINATOR);
    group.cluster.pass(group.settings.heartbeatIntervalMs());
    coordinatorRefused(ErrorCode.COORDINATOR_NOT_AVAILABLE);
    CompletableFuture<Step> next = group.core.next();
    assertThat(next).isNotDone();
    group.cluster.pass(group.settings.heartbeatIntervalMs());
    coordinatorRefused(ErrorCode.GROUP_AUTHORIZATION_FAILED);
    assertThrows(next, GroupAuthorizationException.class);
  }

  @Test
  void brokerThatIsTooOldForTheGroupIsTold() {
    group.cluster.withheld.add(ApiKey.JOIN_GROUP);
    group.core.subscribe(List.of("t"));
    CompletableFuture<Step> next = group.core.next();
    group.coordinatorFound();
    assertThrows(next, UnsupportedVersionException.class);
  }

  @Test
  void pollThatWaitsLongerThanOneMayGoWithoutPollStaysInTheGroup() {
    group.join();
    group.located(17);
    CompletableFuture<Step> next = group.core.next();
    group.beat(3L * group.settings.maxPollIntervalMs());
    assertThat(next).isNotDone();
    assertThat(group.core.isSettled()).isTrue();
  }

  private static final class Refusing extends RangeAssignor {
    @Override
    public ByteBuffer subscriptionUserData(Set<String> topics) {
      throw new IllegalStateException("no user data");
    }
  }

  @Test
  void whatAnAssignorThrowsBeforeAJoinIsToldByEachPoll() {
    ScriptedGroup refusing = new ScriptedGroup(new Refusing());
    refusing.core.subscribe(List.of("t"));
    CompletableFuture<Step> first = refusing.core.next();
    refusing.coordinatorFound();
    assertThrows(first, KafkaException.class);
    assertThrows(refusing.core.next(), KafkaException.class);
    assertThat(refusing.isAsked()).isFalse();
  }

  // A member of the first generation that is on its way into the second.
  private CompletableFuture<Step> joining() {
    group.join();
    group.located(17);
    group.core.rejoin("by the test");
    group.step(Step.Revoke.class);
    CompletableFuture<Step> next = group.core.next();
    group.core.revoked();
    return next;
  }

  private void assertJoinsAgain() {
    CompletableFuture<Step> next = group.core.next();
    group.joined(3, T0);
    assertThat(next).isCompletedWithValueMatching(step -> step instanceof Step.Assign);
  }

  @Test
  void assignmentThatCannotBeReadIsToldAndTheGroupIsJoinedAgain() {
    CompletableFuture<Step> next = joining();
    group.expect(JoinGroupRequest.class).answer(group.joinAnswer(2));
    group.expect(SyncGroupRequest.class).answer(new SyncGroupResponse().assignment(new byte[] {0}));
    assertThrows(next, KafkaException.class);
    // In the generation that it did not come to have, its partitions may be another member's.
    assertFailed(commit(30), RebalanceInProgressException.class);
    assertThat(group.isAsked()).isFalse();
    assertJoinsAgain();
  }

  @Test
  void subscriptionThatTheLeaderCannotReadIsToldAndTheGroupIsJoinedAgain() {
    CompletableFuture<Step> next = joining();
    JoinGroupResponse leads = group.joinAnswer(2).leader("me");
    leads.members().add(new JoinGroupResponseMember().memberId("other").metadata(new byte[] {0}));
    group.expect(JoinGroupRequest.class).answer(leads);
    assertThrows(next, KafkaException.class);
    assertJoinsAgain();
  }

  @Test
  void syncThatIsLostWithItsConnectionIsMadeAgain() {
    CompletableFuture<Step> next = joining();
    group.expect(JoinGroupRequest.class).answer(group.joinAnswer(2));
    group.expect(SyncGroupRequest.class).peer().fail(null);
    group.coordinatorFound();
    group.joined(3, T0);
    assertThat(next).isCompletedWithValueMatching(step -> step instanceof Step.Assign);
  }

  @Test
  void whatIsLostWhileOtherPartitionsGoIsToldAsLost() {
    ScriptedGroup cooperative = new ScriptedGroup(new CooperativeStickyAssignor());
    cooperative.join();
    cooperative.located(17);
    cooperative.core.rejoin("by the test");
    CompletableFuture<Step> next = cooperative.core.next();
    cooperative.joined(2, T0);
    assertThat(next).isDone();
    assertThat(((Step.Revoke) next.join()).partitions()).containsExactly(T1);
    cooperative.beaten(ErrorCode.UNKNOWN_MEMBER_ID);
    cooperative.core.revoked();
    assertThat(cooperative.core.assignment()).containsExactly(T0);
    assertThat(cooperative.step(Step.Lose.class).partitions()).containsExactly(T0);
    cooperative.core.revoked();
    assertThat(cooperative.core.assignment()).isEmpty();
  }

  private static void assertFailed(CompletableFuture<?> future, Class<? extends Throwable> with) {
    assertThatThrownBy(() -> future.getNow(null)).hasCauseInstanceOf(with);
  }

  @Test
  void commitIsMadeByWhoAskedForItHoweverLongItWaits() {
    group.join();
    group.located(17);
    commit(20);
    group
        .expect(OffsetCommitRequest.class)
        .answer(ScriptedGroup.commitAnswer(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS));
    CompletableFuture<?> behind = commit(30);
    group.core.rejoin("by the test");
    group.step(Step.Revoke.class);
    group.core.revoked();
    group.joined(2, T0);
    group.expect(OffsetCommitRequest.class).answer(ScriptedGroup.commitAnswer(ErrorCode.NONE));
    Open late = group.expect(OffsetCommitRequest.class);
    assertThat(late.<OffsetCommitRequest>body().generationIdOrMemberEpoch()).isEqualTo(1);
    late.answer(ScriptedGroup.commitAnswer(ErrorCode.ILLEGAL_GENERATION));
    assertFailed(behind, CommitFailedException.class);
    assertThat(group.core.groupMetadata().generationId()).isEqualTo(2);
  }

  @Test
  void offsetsOfPartitionsThatAreReplacedAreCommittedMeanwhile() {
    group.core.assign(List.of(T0));
    group.core.pause(List.of(T0), true);
    group.core.seek(T0, 5, -1);
    group.core.assign(List.of(T1));
    assertThat(group.core.assignment()).containsExactly(T1);
    group.coordinatorFound();
    OffsetCommitRequest commit = group.expect(OffsetCommitRequest.class).body();
    assertThat(commit.topics().get(0).partitions())
        .extracting(one -> one.committedOffset())
        .containsExactly(5L);
  }

  @Test
  void whoWaitsForTheLastCommitWaitsForAll() {
    group.join();
    group.located(17);
    assertThat(group.core.lastCommit()).isDone();
    commit(20);
    commit(30);
    CompletableFuture<?> last = group.core.lastCommit();
    group
        .expect(OffsetCommitRequest.class)
        .answer(ScriptedGroup.commitAnswer(ErrorCode.OFFSET_METADATA_TOO_LARGE));
    assertThat(last).isNotDone();
    group.expect(OffsetCommitRequest.class).answer(ScriptedGroup.commitAnswer(ErrorCode.NONE));
    assertThat(last).isCompleted();
  }

  @Test
  void memberThatWasExpelledDoesNotCommitAsSomebodyElse() {
    group.join();
    group.located(17);
    group.beaten(ErrorCode.UNKNOWN_MEMBER_ID);
    CompletableFuture<?> commit = commit(20);
    group.cluster.run();
    assertThat(group.isAsked()).isFalse();
    assertFailed(commit, CommitFailedException.class);
  }

  @Test
  void memberThatIsJoiningCommitsLater() {
    group.core.subscribe(List.of("t"));
    assertFailed(commit(20), CommitFailedException.class);
    group.core.next();
    assertFailed(commit(20), RebalanceInProgressException.class);
    group.expect(FindCoordinatorRequest.class);
    assertThat(group.isAsked()).isFalse();
  }

  private void assertCommitIsMadeIn(int generation) {
    CompletableFuture<?> commit = commit(30);
    Open made = group.expect(OffsetCommitRequest.class);
    assertThat(made.<OffsetCommitRequest>body().generationIdOrMemberEpoch()).isEqualTo(generation);
    made.answer(ScriptedGroup.commitAnswer(ErrorCode.NONE));
    assertThat(commit).isCompleted();
  }

  @Test
  void nothingIsCommittedBetweenAJoinAndItsSync() {
    group.join();
    group.located(17);
    group.core.rejoin("by the test");
    group.step(Step.Revoke.class);
    assertCommitIsMadeIn(1);
    CompletableFuture<Step> next = group.core.next();
    group.core.revoked();
    Open join = group.expect(JoinGroupRequest.class);
    assertFailed(commit(30), RebalanceInProgressException.class);
    join.answer(group.joinAnswer(2));
    Open sync = group.expect(SyncGroupRequest.class);
    assertFailed(commit(30), RebalanceInProgressException.class);
    assertThat(group.isAsked()).isFalse();
    sync.answer(ScriptedGroup.syncAnswer(T0));
    assertThat(next).isCompletedWithValueMatching(step -> step instanceof Step.Assign);
    assertCommitIsMadeIn(2);
  }

  @Test
  void commitThatMeetsTheRebalanceThatIsUnderWayStartsNoOther() {
    group.join();
    group.located(17);
    group.core.rejoin("by the test");
    group.step(Step.Revoke.class);
    CompletableFuture<?> commit = commit(30);
    Open made = group.expect(OffsetCommitRequest.class);
    CompletableFuture<Step> next = group.core.next();
    group.core.revoked();
    Open join = group.expect(JoinGroupRequest.class);
    made.answer(ScriptedGroup.commitAnswer(ErrorCode.REBALANCE_IN_PROGRESS));
    assertFailed(commit, RebalanceInProgressException.class);
    join.answer(group.joinAnswer(2));
    group.expect(SyncGroupRequest.class).answer(ScriptedGroup.syncAnswer(T0));
    assertThat(next).isCompletedWithValueMatching(step -> step instanceof Step.Assign);
    assertThat(group.core.isSettled()).isTrue();
  }

  @Test
  void groupThatWasGivenUpIsNotToldOf() {
    group.core.subscribe(List.of("t"));
    CompletableFuture<Step> gaveUp = group.core.next();
    assertThat(gaveUp.cancel(false)).isTrue();
    coordinatorRefused(ErrorCode.GROUP_AUTHORIZATION_FAILED);
    group.core.unsubscribe();
    group.core.assign(List.of(T0));
    group.core.pause(List.of(T0), true);
    group.core.seek(T0, 5, -1);
    assertThat(group.core.next()).isNotDone();
  }

  // The answer to the join of the only member of a group, which leads it.
  private JoinGroupResponse leading(Open join) {
    JoinGroupRequest request = join.body();
    JoinGroupResponse response = group.joinAnswer(1).leader("me");
    response
        .members()
        .add(
            new JoinGroupResponseMember()
                .memberId("me")
                .metadata(request.protocols().get(0).metadata()));
    return response;
  }

  // A join of the only member on its way.
  private CompletableFuture<Step> firstJoin() {
    group.core.subscribe(List.of("t"));
    CompletableFuture<Step> next = group.core.next();
    group.coordinatorFound();
    return next;
  }

  private void grow(String topic, int partitions) {
    group.cluster.topic(topic, partitions);
    group.cluster.client.metadata().refreshSoon();
    group.cluster.pass(200);
  }

  @Test
  void leaderThatCameBackToItsAssignmentWatchesTheTopics() {
    CompletableFuture<Step> next = firstJoin();
    Open join = group.expect(JoinGroupRequest.class);
    join.answer(leading(join).skipAssignment(true));
    Open sync = group.expect(SyncGroupRequest.class);
    assertThat(sync.<SyncGroupRequest>body().assignments()).isEmpty();
    sync.answer(ScriptedGroup.syncAnswer(T0, T1));
    assertThat(next).isCompletedWithValueMatching(step -> step instanceof Step.Assign);
    assertThat(group.core.isSettled()).isTrue();
    grow("t", 3);
    assertThat(group.step(Step.Revoke.class).partitions()).containsExactly(T0, T1);
  }

  @Test
  void topicThatGrowsBeforeTheAssignmentIsHeardOfIsAssignedAnew() {
    CompletableFuture<Step> gaveUp = firstJoin();
    assertThat(gaveUp.cancel(false)).isTrue();
    Open join = group.expect(JoinGroupRequest.class);
    join.answer(leading(join));
    group.expect(SyncGroupRequest.class).answer(ScriptedGroup.syncAnswer(T0, T1));
    grow("t", 3);
    assertThat(group.step(Step.Assign.class).added()).containsExactly(T0, T1);
    assertThat(group.step(Step.Revoke.class).partitions()).containsExactly(T0, T1);
  }

  @Test
  void leaderThatSubscribesToTheSameAgainWatchesTheOthersTopicsStill() {
    group.cluster.topic("u", 1);
    CompletableFuture<Step> next = firstJoin();
    Open join = group.expect(JoinGroupRequest.class);
    JoinGroupResponse leads = leading(join);
    leads
        .members()
        .add(
            new JoinGroupResponseMember()
                .memberId("other")
                .metadata(EmbeddedProtocol.encode(new Subscription(List.of("u")))));
    join.answer(leads);
    group.expect(SyncGroupRequest.class).answer(ScriptedGroup.syncAnswer(T0, T1));
    assertThat(next).isCompletedWithValueMatching(step -> step instanceof Step.Assign);
    group.core.subscribe(List.of("t"));
    grow("u", 1);
    assertThat(group.core.isSettled()).isTrue();
    grow("u", 2);
    assertThat(group.core.isSettled()).isFalse();
  }

  @Test
  void assignmentOfATopicThatIsNotWantedAnyMoreIsNotTaken() {
    TopicPartition u0 = new TopicPartition("u", 0);
    group.cluster.topic("u", 1);
    group.core.subscribe(List.of("u"));
    CompletableFuture<Step> next = group.core.next();
    group.coordinatorFound();
    group.joined(1, T0, T1);
    assertThat(next).isNotDone();
    assertThat(group.core.assignment()).isEmpty();
    group.joined(2, u0);
    assertThat(next).isCompletedWithValueMatching(step -> step instanceof Step.Assign);
    assertThat(group.core.assignment()).containsExactly(u0);
  }

  @Test
  void commitThatCannotBeWrittenFailsAtOnce() {
    group.join();
    group.located(17);
    OffsetAndMetadata large = new OffsetAndMetadata(20, "x".repeat(Short.MAX_VALUE + 1));
    CompletableFuture<?> commit = group.core.commit(Collections.singletonMap(T0, large), 60_000);
    group.cluster.run();
    assertFailed(commit, KafkaException.class);
    assertCommitIsMadeIn(1);
  }

  @Test
  void longReasonOfARebalanceIsCutShort() {
    group.join();
    group.located(17);
    group.core.rejoin("x".repeat(Short.MAX_VALUE + 1));
    group.step(Step.Revoke.class);
    group.core.next();
    group.core.revoked();
    JoinGroupRequest join = group.expect(JoinGroupRequest.class).body();
    assertThat(join.reason()).hasSize(255);
  }

  @Test
  void joinMayTakeAsLongAsAnyRequest() {
    ScriptedGroup patient = new ScriptedGroup(new RangeAssignor(), new ScriptedCluster(100_000));
    assertThat(patient.settings.maxPollIntervalMs()).isLessThan(90_000);
    patient.core.subscribe(List.of("t"));
    CompletableFuture<Step> next = patient.core.next();
    patient.coordinatorFound();
    Open join = patient.expect(JoinGroupRequest.class);
    patient.cluster.pass(90_000);
    assertThat(patient.isAsked()).isFalse();
    join.answer(patient.joinAnswer(1));
    patient.expect(SyncGroupRequest.class).answer(ScriptedGroup.syncAnswer(T0, T1));
    assertThat(next).isCompletedWithValueMatching(step -> step instanceof Step.Assign);
  }

  @Test
  void coordinatorThatDoesNotAnswerASyncInTimeIsLeft() {
    CompletableFuture<Step> next = firstJoin();
    group.expect(JoinGroupRequest.class).answer(group.joinAnswer(1));
    group.expect(SyncGroupRequest.class);
    group.cluster.pass(group.cluster.client.settings().requestTimeoutMs());
    group.cluster.open().removeIf(open -> open.<ApiMessage>body() instanceof HeartbeatRequest);
    group.coordinatorFound();
    group.joined(2, T0, T1);
    assertThat(next).isCompletedWithValueMatching(step -> step instanceof Step.Assign);
  }

  @Test
  void partitionsOfATopicThatIsNotWantedAnyMoreGoBeforeTheNextJoin() {
    ScriptedGroup cooperative = new ScriptedGroup(new CooperativeStickyAssignor());
    cooperative.cluster.topic("u", 1);
    cooperative.join();
    cooperative.located(17);
    cooperative.core.subscribe(List.of("u"));
    assertThat(cooperative.step(Step.Revoke.class).partitions()).containsExactly(T0, T1);
    CompletableFuture<Step> next = cooperative.core.next();
    cooperative.core.revoked();
    JoinGroupRequest join = cooperative.expect(JoinGroupRequest.class).body();
    byte[] wanted = join.protocols().get(0).metadata();
    assertThat(EmbeddedProtocol.decodeSubscription(wanted, null).ownedPartitions()).isEmpty();
    assertThat(next).isNotDone();
  }

  @Test
  void topicThatIsWantedAgainStaysWhenItsListenerHasNotHeard() {
    ScriptedGroup cooperative = new ScriptedGroup(new CooperativeStickyAssignor());
    cooperative.join();
    cooperative.located(17);
    cooperative.core.subscribe(List.of("u"));
    cooperative.core.takeBack(cooperative.step(Step.Revoke.class));
    cooperative.core.subscribe(List.of("t"));
    cooperative.core.next();
    cooperative.expect(JoinGroupRequest.class);
    assertThat(cooperative.core.assignment()).containsExactly(T0, T1);
  }
}
