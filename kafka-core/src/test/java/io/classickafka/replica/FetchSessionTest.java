package io.classickafka.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classickafka.badinput.FailingLog;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.simulation.SimulatedLoop;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.logging.log4j.core.appender.AppenderLoggingException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions of KIP-227, and waiting for data. */
class FetchSessionTest {

  private static final int ENOUGH = 1 << 20;

  private ReplicaWorld world;

  @BeforeEach
  void open() {
    world = new ReplicaWorld();
  }

  @AfterEach
  void close() {
    world.close();
  }

  private List<Partition> lead(int count) {
    List<Partition> partitions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      partitions.add(world.leadAlone(new TopicPartition("orders" + i, 0)));
    }
    return partitions;
  }

  private FetchReply openSession(List<Partition> partitions) {
    return world.fetch(world.call(world.consumerTerms(0, 1, ENOUGH), 0, 0, partitions, 0)).get(0);
  }

  private FetchCall next(FetchReply before, int epoch, long maxWaitMs) {
    return world.call(
        world.consumerTerms(maxWaitMs, 1, ENOUGH), before.sessionId(), epoch, List.of(), 0);
  }

  @Test
  void theFirstAnswerNamesEveryPartitionAndLaterOnesOnlyNews() {
    List<Partition> partitions = lead(3);
    FetchReply first = openSession(partitions);
    assertThat(first.sessionId()).isPositive();
    assertThat(first.entries()).hasSize(3);
    world.append(partitions.get(1), 2, false);
    List<FetchReply> second = world.fetch(next(first, 1, 0));
    assertThat(second.get(0).entries())
        .extracting(FetchReply.Entry::key)
        .containsExactly(world.key(partitions.get(1)));
    second.get(0).entries().forEach(entry -> entry.records().release());
  }

  @Test
  void aParkedFetchIsWokenByAnAppendAndByNothingElse() {
    List<Partition> partitions = lead(2);
    FetchReply first = openSession(partitions);
    List<FetchReply> parked = world.fetch(next(first, 1, 500));
    world.simulation.advance(200);
    assertThat(parked).isEmpty();
    world.append(partitions.get(0), 1, false);
    assertThat(parked).hasSize(1);
    assertThat(parked.get(0).entries()).hasSize(1);
    parked.get(0).entries().forEach(entry -> entry.records().release());
  }

  @Test
  void aParkedFetchEndsWithNothingWhenItsTimeIsOver() {
    FetchReply first = openSession(lead(2));
    List<FetchReply> parked = world.fetch(next(first, 1, 500));
    world.simulation.advance(499);
    assertThat(parked).isEmpty();
    world.simulation.advance(1);
    assertThat(parked).hasSize(1);
    assertThat(parked.get(0).entries()).isEmpty();
    assertThat(parked.get(0).sessionId()).isEqualTo(first.sessionId());
  }

  private static FetchTerms choosing(ReplicaChoice choice) {
    return new FetchTerms(
        FetchTerms.CONSUMER,
        500,
        1,
        ENOUGH,
        false,
        false,
        true,
        (byte) 2,
        true,
        FetchTerms.NO_REPLICA_EPOCH,
        true,
        choice,
        0);
  }

  @Test
  void anErrorInOnePartitionIsAnsweredAndTheSessionGoesOn() {
    List<Partition> partitions = lead(2);
    FetchReply first = openSession(partitions);
    world.append(partitions.get(0), 1, false);
    FetchTerms terms =
        choosing(
            (leader, candidates) -> {
              throw new OutOfMemoryError("planted");
            });
    List<FetchReply> failed =
        world.fetch(world.call(terms, first.sessionId(), 1, List.of(partitions.get(1)), 0));
    assertThat(failed).hasSize(1);
    assertThat(failed.get(0).entries())
        .isNotEmpty()
        .allSatisfy(
            entry -> assertThat(entry.answer().error()).isEqualTo(ErrorCode.UNKNOWN_SERVER_ERROR));
    List<FetchReply> again = world.fetch(next(first, 2, 0));
    assertThat(again.get(0).entries())
        .allSatisfy(entry -> assertThat(entry.answer().error()).isEqualTo(ErrorCode.NONE))
        .extracting(FetchReply.Entry::key)
        .contains(world.key(partitions.get(0)));
    again.get(0).entries().forEach(entry -> entry.records().release());
  }

  /** As a connection does that takes its next request when an answer has made room. */
  @Test
  void aFetchThatComesWithAnAnswerIsBehindTheOneThatWaited() {
    FetchReply first = openSession(lead(2));
    List<Integer> answered = new ArrayList<>();
    world.network.run(
        () -> {
          fetch(
              next(first, 1, 500),
              () -> {
                answered.add(1);
                fetch(next(first, 3, 500), () -> answered.add(3));
              });
          fetch(next(first, 2, 500), () -> answered.add(2));
        });
    world.simulation.advance(500);
    assertThat(answered).containsExactly(1, 2, 3);
  }

  private void fetch(FetchCall call, Runnable onReply) {
    world.sessions.fetch(call, world.network, new FetchEnd(), reply -> onReply.run());
  }

  /** A view of the topics that cannot be had from some moment on. */
  private static FetchCall failing(FetchCall call, boolean[] noMemory) {
    FetchCall.View view =
        new FetchCall.View() {
          @Override
          public @Nullable String topicName(Uuid topicId) {
            if (noMemory[0]) {
              throw new OutOfMemoryError("planted");
            }
            return call.view().topicName(topicId);
          }

          @Override
          public ErrorCode admits(String topic, int partition) {
            return call.view().admits(topic, partition);
          }
        };
    return new FetchCall(
        call.terms(),
        call.sessionId(),
        call.sessionEpoch(),
        call.usesTopicIds(),
        call.listed(),
        call.forgotten(),
        view);
  }

  private void assertTheSessionIsOver(FetchReply first, List<FetchReply> failed) {
    assertThat(failed).containsExactly(FetchReply.failed(ErrorCode.UNKNOWN_SERVER_ERROR));
    assertThat(world.sessions.sessionCount()).isZero();
    assertThat(world.fetch(next(first, 2, 0)))
        .containsExactly(FetchReply.failed(ErrorCode.FETCH_SESSION_ID_NOT_FOUND));
  }

  @Test
  void aFetchThatFailsAsItBeginsIsAnsweredAndTheReaderBeginsAnew() {
    List<Partition> partitions = lead(2);
    FetchReply first = openSession(partitions);
    world.append(partitions.get(0), 1, false);
    List<FetchReply> failed = world.fetch(failing(next(first, 1, 500), new boolean[] {true}));
    assertTheSessionIsOver(first, failed);
    FetchReply again = openSession(partitions);
    assertThat(again.sessionId()).isPositive();
    assertThat(again.entries()).hasSize(2);
    again.entries().forEach(entry -> entry.records().release());
  }

  /** Its other partitions are looked at meanwhile: what they answer is given back, too. */
  @Test
  void aFetchFromALoopThatTakesNoWorkIsAnswered() {
    List<Partition> partitions = lead(2);
    partitions.forEach(partition -> world.append(partition, 1, false));
    assertThat(partitions.get(0).loop()).isNotSameAs(partitions.get(1).loop());
    for (SimulatedLoop loop : world.partitionLoops) {
      loop.setClosed(true);
      List<FetchReply> replies =
          world.fetch(world.call(world.consumerTerms(0, 1, ENOUGH), 0, 0, partitions, 0));
      assertThat(replies).containsExactly(FetchReply.failed(ErrorCode.UNKNOWN_SERVER_ERROR));
      assertThat(world.sessions.sessionCount()).isZero();
      loop.setClosed(false);
    }
  }

  /** A partition that was not asked would not be looked at again, as nothing wakes it. */
  @Test
  void aFetchThatCannotLogWhatItMetAtAPartitionIsAnsweredAndTheReaderBeginsAnew() {
    List<Partition> partitions = lead(2);
    FetchReply first = openSession(partitions);
    world.append(partitions.get(0), 1, false);
    boolean[] noMemory = {true};
    FetchTerms terms =
        choosing(
            (leader, candidates) -> {
              if (noMemory[0]) {
                noMemory[0] = false;
                throw new OutOfMemoryError("planted");
              }
              return leader;
            });
    FetchCall call = world.call(terms, first.sessionId(), 1, List.of(partitions.get(1)), 0);
    List<FetchReply> failed = new ArrayList<>();
    FailingLog.during(
        () ->
            assertThatThrownBy(
                    () ->
                        world.network.run(
                            () ->
                                world.sessions.fetch(
                                    call, world.network, new FetchEnd(), failed::add)))
                .isInstanceOf(AppenderLoggingException.class));
    world.simulation.runUntilIdle();
    assertTheSessionIsOver(first, failed);
  }

  @Test
  void aFetchThatFailsAsItIsWokenGivesBackWhatItHas() {
    List<Partition> partitions = lead(2);
    FetchReply first = openSession(partitions);
    world.append(partitions.get(0), 1, false);
    boolean[] noMemory = {false};
    FetchCall waiting =
        world.call(world.consumerTerms(500, 10_000, ENOUGH), first.sessionId(), 1, List.of(), 0);
    List<FetchReply> parked = world.fetch(failing(waiting, noMemory));
    assertThat(parked).isEmpty();
    noMemory[0] = true;
    world.append(partitions.get(1), 1, false);
    world.simulation.advance(500);
    assertTheSessionIsOver(first, parked);
  }

  private static FetchTerms idleFollower(long idleWaitMs) {
    return new FetchTerms(2, 500, 1, ENOUGH, false, false, false, (byte) 2, true)
        .idling(idleWaitMs);
  }

  private Partition leadForOthers() {
    TopicPartition name = new TopicPartition("followed", 0);
    return world.lead(name, 1, List.of(1, 2));
  }

  private List<FetchReply> idleAfterAnAnswer(Partition partition) {
    FetchTerms terms = idleFollower(5_000);
    List<FetchReply> first = world.fetch(world.call(terms, 0, 0, List.of(partition), 0));
    world.simulation.advance(500);
    return world.fetch(world.call(terms, first.get(0).sessionId(), 1, List.of(), 0));
  }

  @Test
  void aFollowerThatAllowsItWaitsOnWhileThereIsNothingToSay() {
    world.sessions.allowIdling(4_000);
    List<FetchReply> idling = idleAfterAnAnswer(leadForOthers());
    world.simulation.advance(3_999);
    assertThat(idling).isEmpty();
    world.simulation.advance(1);
    assertThat(idling.get(0).entries()).isEmpty();
  }

  @Test
  void anAppendEndsAnIdleWaitAtOnce() {
    world.sessions.allowIdling(5_000);
    Partition partition = leadForOthers();
    List<FetchReply> idling = idleAfterAnAnswer(partition);
    world.simulation.advance(2_000);
    assertThat(idling).isEmpty();
    world.append(partition, 1, false);
    assertThat(idling).hasSize(1);
    FetchReply.Entry told = idling.get(0).entries().get(0);
    assertThat(told.records().sizeBytes()).isPositive();
    told.records().release();
  }

  @Test
  void whatIsNoReasonToWakeEndsAnIdleWaitAndNoOther() {
    world.sessions.allowIdling(5_000);
    Partition partition = leadForOthers();
    world.append(partition, 1, false);
    FetchTerms terms = idleFollower(5_000);
    List<FetchReply> first = world.fetch(world.call(terms, 0, 0, List.of(partition), 1));
    world.simulation.advance(500);
    List<FetchReply> idling =
        world.fetch(world.call(terms, first.get(0).sessionId(), 1, List.of(), 0));
    world.simulation.advance(100);
    partition.loop().execute(() -> partition.advanceLogStart(1));
    world.simulation.runUntilIdle();
    assertThat(idling).isEmpty();
    world.simulation.advance(400);
    assertThat(idling.get(0).entries().get(0).answer().logStartOffset()).isEqualTo(1);
    List<FetchReply> next =
        world.fetch(world.call(terms, first.get(0).sessionId(), 2, List.of(), 0));
    world.simulation.advance(3_000);
    assertThat(next).isEmpty();
    partition.loop().execute(partition::onIsrChecked);
    world.simulation.runUntilIdle();
    assertThat(next).hasSize(1);
  }

  @Test
  void aFetchOfLongAgoSaysNothingNewOfAFollowerButItsNextDoes() {
    world.sessions.allowIdling(5_000);
    Partition partition = leadForOthers();
    FetchTerms terms = idleFollower(5_000);
    List<FetchReply> first = world.fetch(world.call(terms, 0, 0, List.of(partition), 0));
    world.simulation.advance(500);
    List<FetchReply> idling =
        world.fetch(world.call(terms, first.get(0).sessionId(), 1, List.of(), 0));
    world.simulation.advance(3_000);
    FollowerState before = partition.leadership().followers().get(0);
    partition.loop().execute(partition::onIsrChecked);
    world.simulation.runUntilIdle();
    assertThat(idling).hasSize(1);
    assertThat(partition.leadership().followers().get(0)).isEqualTo(before);
    world.fetch(world.call(terms, first.get(0).sessionId(), 2, List.of(), 0));
    assertThat(partition.leadership().followers().get(0)).isNotEqualTo(before);
  }

  @Test
  void aFetchWaitsForItsMinimumOfBytes() {
    Partition partition = lead(1).get(0);
    int batch = ReplicaWorld.batch(1).sizeBytes();
    FetchCall call =
        world.call(
            world.consumerTerms(500, batch + 1, ENOUGH),
            0,
            FetchCall.FINAL_EPOCH,
            List.of(partition),
            0);
    List<FetchReply> parked = world.fetch(call);
    world.append(partition, 1, false);
    assertThat(parked).isEmpty();
    world.append(partition, 1, false);
    assertThat(parked).hasSize(1);
    assertThat(parked.get(0).entries().get(0).records().sizeBytes()).isEqualTo(2 * batch);
    parked.get(0).entries().forEach(entry -> entry.records().release());
    assertThat(partition.waitingReaders()).isZero();
  }

  @Test
  void losingLeadershipEndsTheWaitWithTheError() {
    TopicPartition name = new TopicPartition("moving", 0);
    Partition partition = world.lead(name, 1, List.of(1, 2, 3));
    FetchTerms leaderOnly =
        new FetchTerms(FetchTerms.CONSUMER, 500, 1, ENOUGH, false, false, false, (byte) 2, true);
    List<FetchReply> parked = world.fetch(world.call(leaderOnly, 0, -1, List.of(partition), 0));
    assertThat(parked).isEmpty();
    world.assign(name, world.state(name, 2, 2, List.of(2, 3)));
    assertThat(parked).hasSize(1);
    assertThat(parked.get(0).entries().get(0).answer().error())
        .isEqualTo(ErrorCode.NOT_LEADER_OR_FOLLOWER);
  }

  @Test
  void servedPartitionsMoveBehindTheOthers() {
    List<Partition> partitions = lead(2);
    FetchReply first = openSession(partitions);
    int batch = 0;
    for (Partition partition : partitions) {
      world.append(partition, 5, false);
      batch = ReplicaWorld.batch(5).sizeBytes();
    }
    FetchTerms oneBatch = world.consumerTerms(0, 1, batch);
    FetchCall second = world.call(oneBatch, first.sessionId(), 1, List.of(), 0);
    FetchReply.Entry served = onlyEntryWithRecords(world.fetch(second).get(0));
    assertThat(served.key()).isEqualTo(world.key(partitions.get(0)));
    FetchCall third = world.call(oneBatch, first.sessionId(), 2, List.of(), 0);
    FetchReply.Entry servedNext = onlyEntryWithRecords(world.fetch(third).get(0));
    assertThat(servedNext.key()).isEqualTo(world.key(partitions.get(1)));
  }

  private static FetchReply.Entry onlyEntryWithRecords(FetchReply reply) {
    List<FetchReply.Entry> entries = new ArrayList<>(reply.entries());
    entries.removeIf(entry -> entry.records().sizeBytes() == 0);
    assertThat(entries).hasSize(1);
    entries.get(0).records().release();
    return entries.get(0);
  }

  @Test
  void sessionsAreCheckedByIdEpochAndNaming() {
    FetchReply first = openSession(lead(1));
    FetchTerms terms = world.consumerTerms(0, 1, ENOUGH);
    assertThat(error(world.call(terms, 0, 1, List.of(), 0)))
        .isEqualTo(ErrorCode.FETCH_SESSION_ID_NOT_FOUND);
    assertThat(error(world.call(terms, first.sessionId() % 1_000_000 + 1, 1, List.of(), 0)))
        .isEqualTo(ErrorCode.FETCH_SESSION_ID_NOT_FOUND);
    assertThat(error(world.call(terms, first.sessionId(), 2, List.of(), 0)))
        .isEqualTo(ErrorCode.INVALID_FETCH_SESSION_EPOCH);
    FetchCall byName =
        new FetchCall(
            terms, first.sessionId(), 1, false, List.of(), List.of(), world.new AllVisible());
    assertThat(error(byName)).isEqualTo(ErrorCode.FETCH_SESSION_TOPIC_ID_ERROR);
    assertThat(error(world.call(terms, first.sessionId(), 1, List.of(), 0)))
        .isEqualTo(ErrorCode.NONE);
  }

  private ErrorCode error(FetchCall call) {
    return world.fetch(call).get(0).error();
  }

  @Test
  void aSessionWhosePartitionsAreForgottenIsOver() {
    List<Partition> partitions = lead(1);
    FetchReply first = openSession(partitions);
    FetchCall forget =
        new FetchCall(
            world.consumerTerms(500, 1, ENOUGH),
            first.sessionId(),
            1,
            true,
            List.of(),
            List.of(world.key(partitions.get(0))),
            world.new AllVisible());
    assertThat(world.fetch(forget).get(0).sessionId()).isZero();
    assertThat(error(next(first, 2, 0))).isEqualTo(ErrorCode.FETCH_SESSION_ID_NOT_FOUND);
    assertThat(partitions.get(0).waitingReaders()).isZero();
    assertThat(world.sessions.sessionCount()).isZero();
  }

  @Test
  void anEndedSessionLeavesNoReaderBehind() {
    List<Partition> partitions = lead(2);
    FetchReply first = openSession(partitions);
    assertThat(partitions.get(0).waitingReaders()).isOne();
    FetchCall end =
        world.call(
            world.consumerTerms(0, 1, ENOUGH),
            first.sessionId(),
            FetchCall.FINAL_EPOCH,
            List.of(),
            0);
    world.fetch(end);
    world.simulation.runUntilIdle();
    assertThat(partitions).extracting(Partition::waitingReaders).containsOnly(0);
  }

  @Test
  void aFailingPartitionIsNamedInEveryAnswer() {
    List<Partition> partitions = lead(2);
    FetchCall outOfRange =
        world.call(world.consumerTerms(0, 1, ENOUGH), 0, 0, partitions.subList(0, 1), 99);
    FetchReply first = world.fetch(outOfRange).get(0);
    for (int epoch = 1; epoch <= 2; epoch++) {
      FetchReply reply = world.fetch(next(first, epoch, 500)).get(0);
      assertThat(reply.entries().get(0).answer().error()).isEqualTo(ErrorCode.OFFSET_OUT_OF_RANGE);
    }
  }

  @Test
  void aFollowerOfAnIdlePartitionShowsItsLifeThroughItsSession() {
    TopicPartition name = new TopicPartition("idle", 0);
    Partition partition = world.lead(name, 1, List.of(1, 2));
    FetchTerms follower = new FetchTerms(2, 500, 1, ENOUGH, false, false, false, (byte) 2, true);
    FetchReply first =
        world.fetch(world.call(withoutWaiting(follower), 0, 0, List.of(partition), 0)).get(0);
    for (int epoch = 1; epoch <= 200; epoch++) {
      world.fetch(world.call(follower, first.sessionId(), epoch, List.of(), 0));
      world.simulation.advance(500);
    }
    // A hundred idle seconds; then a record. The follower has its time to fetch it.
    world.append(partition, 1, false);
    world.simulation.advance(ReplicaWorld.LAG_MAX_MS / 2 + 1_000);
    assertThat(world.proposals).isEmpty();
  }

  private static FetchTerms withoutWaiting(FetchTerms terms) {
    return new FetchTerms(terms.replicaId(), 0, 1, ENOUGH, false, false, false, (byte) 2, true);
  }

  @Test
  void aFullCacheLeavesNewcomersWithoutSession() {
    FetchSessions one = new FetchSessions(world.replicas.registry(), List.of(world.network), 1);
    List<Partition> partitions = lead(1);
    List<FetchReply> replies = new ArrayList<>();
    FetchCall call = world.call(world.consumerTerms(0, 1, ENOUGH), 0, 0, partitions, 0);
    world.network.run(() -> one.fetch(call, world.network, replies::add));
    world.network.run(() -> one.fetch(call, world.network, replies::add));
    assertThat(replies.get(0).sessionId()).isPositive();
    assertThat(replies.get(1).sessionId()).isZero();
    assertThat(one.sessionCount()).isOne();
  }
}
