package io.classickafka.client.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classickafka.client.cluster.ScriptedCluster.Open;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.FetchRequest;
import io.classickafka.protocol.message.ListOffsetsRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class FetchingTest extends ConsumerScript {

  /** Records 5 to 8, which a consumer at 5 is given. */
  private FetchedChunk lent5To8(ConsumerCore core) {
    expect(FetchRequest.class).answer(records(0, 5, 4));
    return chunk(step(core));
  }

  /** T0 goes, and comes back. */
  private static void goAndComeBack(ConsumerCore core) {
    core.unsubscribe();
    core.assign(List.of(T0));
  }

  private void answerOutOfRange() {
    expect(FetchRequest.class).answer(failed(0, ErrorCode.OFFSET_OUT_OF_RANGE));
    cluster.run();
  }

  /** The error that the next poll throws. */
  private RuntimeException told(ConsumerCore core) {
    Step step = step(core);
    assertThat(step).isInstanceOf(Step.Throw.class);
    return ((Step.Throw) step).error();
  }

  private void assertTopicRefused(ConsumerCore core) {
    assertThat(((TopicAuthorizationException) told(core)).unauthorizedTopics())
        .containsExactly("t");
  }

  private void assertLookedUpAndFetchedFrom(long offset) {
    expect(ListOffsetsRequest.class).answer(end(offset));
    assertThat(offsetAsked(expect(FetchRequest.class))).isEqualTo(offset);
  }

  /** A fetch from 5 on that is answered after a seek brings nothing. */
  private void assertDroppedWithASeek(ConsumerCore core, Open old) {
    core.seek(T0, 100, -1);
    old.answer(records(0, 5, 4));
    Open fresh = expect(FetchRequest.class);
    assertThat(offsetAsked(fresh)).isEqualTo(100);
    fresh.answer(records(0, 100, 1));
    assertThat(offsets(chunk(step(core)), 9)).containsExactly(100L);
  }

  @Test
  void positionIsWhatWasReadNotWhatWasFetched() {
    ConsumerCore core = coreAt(5, OffsetResetStrategy.EARLIEST);
    cluster.run();
    FetchedChunk chunk = lent5To8(core);
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
    ConsumerCore core = coreAt(5, OffsetResetStrategy.EARLIEST);
    expect(FetchRequest.class).answer(records(0, 5, 4));
    cluster.run();
    assertThat(cluster.open()).as("what was fetched comes first").isEmpty();
    assertThat(step(core)).isInstanceOf(Step.Read.class);
    assertThat(offsetAsked(expect(FetchRequest.class))).isEqualTo(9);
  }

  @Test
  void whatWasAskedForBeforeASeekIsDropped() {
    ConsumerCore core = coreAt(5, OffsetResetStrategy.EARLIEST);
    Open old = expect(FetchRequest.class);
    assertDroppedWithASeek(core, old);
  }

  @Test
  void whatWasAskedForBeforeAPartitionWentAndCameBackIsDropped() {
    ConsumerCore core = coreAt(5, OffsetResetStrategy.EARLIEST);
    Open old = expect(FetchRequest.class);
    goAndComeBack(core);
    assertDroppedWithASeek(core, old);
  }

  @Test
  void endAskedForBeforeAPartitionWentAndCameBackIsDropped() {
    ConsumerCore core = core(null, OffsetResetStrategy.EARLIEST);
    core.assign(List.of(T0));
    core.beginPoll();
    Open old = expect(ListOffsetsRequest.class);
    goAndComeBack(core);
    core.seekToEnd(List.of(T0), OffsetResetStrategy.LATEST);
    old.answer(end(0));
    cluster.run();
    assertThat(core.position(T0)).isNegative();
    assertLookedUpAndFetchedFrom(42);
  }

  @Test
  void recordThatCouldNotBeReadBeforeAPartitionWentAndCameBackMovesNothing() {
    ConsumerCore core = coreAt(5, OffsetResetStrategy.EARLIEST);
    FetchedChunk old = lent5To8(core);
    goAndComeBack(core);
    core.seek(T0, 100, -1);
    core.giveBack(List.of(new Returned(old, 5, new KafkaException("by the test"))));
    assertThat(core.position(T0)).isEqualTo(100);
  }

  @Test
  void pausedPartitionIsNeitherFetchedNorLent() {
    ConsumerCore core = coreAt(5, OffsetResetStrategy.EARLIEST);
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
    assertLookedUpAndFetchedFrom(42);
  }

  @Test
  void partitionWithoutLeaderHoldsUpNoOther() {
    cluster.leaderless.add(T1);
    ConsumerCore core = core(null, OffsetResetStrategy.EARLIEST);
    core.assign(List.of(T0, T1));
    core.beginPoll();
    expect(ListOffsetsRequest.class).answer(end(42));
    Open fetch = expect(FetchRequest.class);
    assertThat(offsetAsked(fetch)).isEqualTo(42);
    assertThat(core.position(T1)).isNegative();
    fetch.answer(records(0, 42, 1));
    cluster.leaderless.clear();
    expect(ListOffsetsRequest.class).answer(end(1, 7));
    cluster.run();
    assertThat(core.position(T1)).isEqualTo(7);
  }

  @Test
  void offsetOutOfRangeGoesWhereThePolicySays() {
    coreAt(5, OffsetResetStrategy.EARLIEST);
    answerOutOfRange();
    assertLookedUpAndFetchedFrom(30);
  }

  @Test
  void offsetOutOfRangeIsToldWhenThereIsNoPolicy() {
    ConsumerCore core = coreAt(5, OffsetResetStrategy.NONE);
    answerOutOfRange();
    assertThat(told(core))
        .isInstanceOf(org.apache.kafka.clients.consumer.OffsetOutOfRangeException.class);
  }

  @Test
  void whatASeekMendsIsNotTold() {
    ConsumerCore core = coreAt(5, OffsetResetStrategy.NONE);
    answerOutOfRange();
    cluster.pass(1_000);
    assertThat(cluster.open()).as("no fetch before the application has heard").isEmpty();
    core.seek(T0, 7, -1);
    expect(FetchRequest.class).answer(records(0, 7, 1));
    assertThat(offsets(chunk(step(core)), 9)).containsExactly(7L);
  }

  @Test
  void whatIsWrongIsToldAgainToWhoGoesOnAllTheSame() {
    ConsumerCore core = coreAt(5, OffsetResetStrategy.NONE);
    for (int i = 0; i < 2; i++) {
      answerOutOfRange();
      assertThat(step(core)).isInstanceOf(Step.Throw.class);
      core.beginPoll();
    }
  }

  @Test
  void errorGoesWithThePartition() {
    ConsumerCore core = coreAt(5, OffsetResetStrategy.NONE);
    answerOutOfRange();
    core.assign(List.of(T1));
    core.seek(T1, 7, -1);
    expect(FetchRequest.class).answer(records(1, 7, 1));
    assertThat(offsets(chunk(step(core)), 9)).containsExactly(7L);
  }

  @Test
  void partitionsThatBeginNowhereAreToldTogetherWithoutThoseThatWereSought() {
    TopicPartition t2 = new TopicPartition("t", 2);
    cluster.topic("t", 3);
    ConsumerCore core = core(null, OffsetResetStrategy.NONE);
    core.assign(List.of(T0, T1, t2));
    core.beginPoll();
    core.seek(T0, 5, -1);
    assertThat(((NoOffsetForPartitionException) told(core)).partitions())
        .containsExactlyInAnyOrder(T1, t2);
  }

  @Test
  void topicOfAFetchThatMayNotBeReadIsNamed() {
    ConsumerCore core = coreAt(5, OffsetResetStrategy.EARLIEST);
    expect(FetchRequest.class).answer(failed(0, ErrorCode.TOPIC_AUTHORIZATION_FAILED));
    assertTopicRefused(core);
  }

  @Test
  void damagedRecordsAreNothingToTryAgain() {
    ConsumerCore core = coreAt(5, OffsetResetStrategy.EARLIEST);
    expect(FetchRequest.class).answer(failed(0, ErrorCode.CORRUPT_MESSAGE));
    assertThat(told(core)).isExactlyInstanceOf(KafkaException.class).hasMessageContaining("5");
  }

  @Test
  void topicThatMayNotBeReadIsNamed() {
    cluster.refused.put("t", ErrorCode.TOPIC_AUTHORIZATION_FAILED);
    ConsumerCore core = coreAt(5, OffsetResetStrategy.EARLIEST);
    assertTopicRefused(core);
  }

  @Test
  void errorOfATopicGoesWhenItMayBeReadOrIsNotWantedAnyMore() {
    cluster.topic("u", 1);
    cluster.refused.put("t", ErrorCode.TOPIC_AUTHORIZATION_FAILED);
    ConsumerCore core = core(null, OffsetResetStrategy.EARLIEST);
    TopicPartition u0 = new TopicPartition("u", 0);
    core.assign(List.of(T0, u0));
    core.seek(T0, 5, -1);
    core.pause(List.of(u0), true);
    core.seek(u0, 5, -1);
    cluster.run();
    core.assign(List.of(u0));
    CompletableFuture<Step> next = core.next();
    cluster.pass(1_000);
    assertThat(next).as("not wanted any more").isNotDone();
    core.assign(List.of(T0, u0));
    core.seek(T0, 5, -1);
    assertThat(step(core)).isInstanceOf(Step.Throw.class);
    cluster.client.metadata().refreshSoon();
    cluster.pass(200);
    cluster.refused.clear();
    cluster.client.metadata().refreshSoon();
    expect(FetchRequest.class).answer(records(0, 5, 1));
    assertThat(step(core)).as("may be read").isInstanceOf(Step.Read.class);
  }

  @Test
  void offsetsThatWereNotFoundInTimeAreLookedUpAgainInTheSamePoll() {
    cluster.leaderless.add(T0);
    ConsumerCore core = core(null, OffsetResetStrategy.EARLIEST);
    core.assign(List.of(T0));
    CompletableFuture<Step> next = core.next();
    cluster.pass(63_000);
    assertThat(cluster.open()).isEmpty();
    cluster.leaderless.clear();
    assertLookedUpAndFetchedFrom(42);
    assertThat(next).isNotDone();
  }

  @Test
  void offsetsOfATopicThatMayNotBeReadFailAtOnce() {
    cluster.refused.put("t", ErrorCode.TOPIC_AUTHORIZATION_FAILED);
    ConsumerCore core = core(null, OffsetResetStrategy.EARLIEST);
    CompletableFuture<Map<TopicPartition, OffsetLookup.Found>> found =
        core.lookup(Map.of(T0, OffsetLookup.LATEST), 60_000);
    cluster.pass(500);
    assertThat(found).isCompletedExceptionally();
    assertThatThrownBy(found::join).hasCauseInstanceOf(TopicAuthorizationException.class);
  }

  @Test
  void topicThatWasOnlyAskedAboutIsNoConcernOfPoll() {
    cluster.topic("u", 1);
    cluster.refused.put("u", ErrorCode.TOPIC_AUTHORIZATION_FAILED);
    ConsumerCore core = coreAt(5, OffsetResetStrategy.EARLIEST);
    CompletableFuture<Map<TopicPartition, OffsetLookup.Found>> found =
        core.lookup(Map.of(new TopicPartition("u", 0), OffsetLookup.LATEST), 60_000);
    cluster.pass(500);
    assertThat(found).isCompletedExceptionally();
    expect(FetchRequest.class).answer(records(0, 5, 1));
    assertThat(step(core)).isInstanceOf(Step.Read.class);
  }

  @Test
  void offsetsOfATopicThatMayBeReadNowAreFound() {
    cluster.refused.put("t", ErrorCode.TOPIC_AUTHORIZATION_FAILED);
    ConsumerCore core = core(null, OffsetResetStrategy.EARLIEST);
    core.assign(List.of(T0));
    cluster.pass(1_000);
    cluster.refused.clear();
    CompletableFuture<Map<TopicPartition, OffsetLookup.Found>> found =
        core.lookup(Map.of(T0, OffsetLookup.LATEST), 60_000);
    expect(ListOffsetsRequest.class).answer(end(42));
    cluster.run();
    assertThat(found.join()).containsEntry(T0, new OffsetLookup.Found(42, -1, 3));
  }

  @Test
  void stepThatReachedNobodyIsThereForTheNextWhoAsks() {
    ConsumerCore core = coreAt(5, OffsetResetStrategy.EARLIEST);
    CompletableFuture<Step> gaveUp = core.next();
    assertThat(gaveUp.cancel(false)).isTrue();
    expect(FetchRequest.class).answer(records(0, 5, 4));
    Step late = step(core);
    core.takeBack(late);
    assertThat(offsets(chunk(step(core)), 9)).containsExactly(5L, 6L, 7L, 8L);
  }

  @Test
  void whatIsOutOfRangeBehindRecordsThatAreThereTakesNoneOfThemAway() {
    ConsumerCore core = coreAt(5, OffsetResetStrategy.EARLIEST);
    FetchedChunk chunk = lent5To8(core);
    answerOutOfRange();
    assertThat(offsets(chunk, 2)).containsExactly(5L, 6L);
    core.giveBack(chunk);
    cluster.pass(1_000);
    assertThat(cluster.open()).as("what was fetched comes first").isEmpty();
    chunk = chunk(step(core));
    assertThat(offsets(chunk, 9)).containsExactly(7L, 8L);
    core.giveBack(chunk);
    answerOutOfRange();
    assertLookedUpAndFetchedFrom(30);
  }
}
