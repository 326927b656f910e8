package io.classickafka.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.log.AppendResult;
import io.classickafka.log.LogConfig;
import io.classickafka.log.TimestampOffset;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.quota.ReplicationQuota;
import io.classickafka.quota.ThrottledReplicas;
import io.classickafka.simulation.MemoryDisk;
import io.classickafka.simulation.SimulatedLoop;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Readers far behind the end of a log, on a disk that takes its time. */
class ColdReadTest {

  private static final TopicPartition OLD = new TopicPartition("old", 0);
  private static final TopicPartition BUSY = new TopicPartition("busy", 0);
  private static final long RECORD_MS = 1_700_000_000_000L;
  private static final int ENOUGH = 1 << 20;

  private ReplicaWorld world;
  private Partition old;
  private Partition busy;

  /** Nothing is known to lie in memory of what was written before a start. */
  @BeforeEach
  void openLogsWrittenBefore() {
    MemoryDisk disk = new MemoryDisk();
    try (ReplicaWorld before = new ReplicaWorld(disk)) {
      before.append(before.leadAlone(OLD), 3, false);
    }
    world = new ReplicaWorld(disk);
    old = world.leadAlone(OLD);
    busy = world.leadAlone(BUSY);
    world.append(busy, 2, false);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private List<FetchReply> fetch(long maxWaitMs, int sessionEpoch) {
    return world.fetch(
        world.call(
            world.consumerTerms(maxWaitMs, 1, ENOUGH), 0, sessionEpoch, List.of(old, busy), 0));
  }

  private static int bytes(FetchReply reply, Partition partition) {
    int total = 0;
    for (FetchReply.Entry entry : reply.entries()) {
      if (entry.answer().leaderEpoch() >= 0 && entry.key().topicId().hashCode() != 0) {
        total += isOf(entry, partition) ? entry.records().sizeBytes() : 0;
      }
    }
    return total;
  }

  private static boolean isOf(FetchReply.Entry entry, Partition partition) {
    return entry.key().topicId().getLeastSignificantBits() == partition.name().hashCode();
  }

  private static void release(FetchReply reply) {
    reply.entries().forEach(entry -> entry.records().release());
  }

  @Test
  void recordsFarBackComeWithTheSameAnswer() {
    List<FetchReply> replies = fetch(0, -1);
    world.simulation.runUntilIdle();
    assertThat(replies).hasSize(1);
    assertThat(bytes(replies.get(0), old)).isPositive();
    assertThat(bytes(replies.get(0), busy)).isPositive();
    release(replies.get(0));
  }

  @Test
  void aDiskThatStallsHoldsUpNeitherWritesNorReadersOfTheTail() {
    world.holdBackground();
    List<FetchReply> stalled = fetch(0, -1);
    world.simulation.runUntilIdle();
    assertThat(stalled).as("waits for the disk").isEmpty();
    assertThat(world.append(old, 1, false)).isInstanceOf(AppendResult.Appended.class);
    assertThat(world.append(busy, 1, false)).isInstanceOf(AppendResult.Appended.class);
    List<FetchReply> tail =
        world.fetch(world.call(world.consumerTerms(0, 1, ENOUGH), 0, -1, List.of(old, busy), 3));
    world.simulation.runUntilIdle();
    assertThat(bytes(tail.get(0), old)).as("what was just written").isPositive();
    release(tail.get(0));
    world.simulation.advance(500);
    assertThat(stalled).as("goes without what the disk owes").hasSize(1);
    assertThat(bytes(stalled.get(0), old)).isZero();
    assertThat(bytes(stalled.get(0), busy)).isPositive();
    release(stalled.get(0));
    world.letBackgroundGo();
    world.simulation.runUntilIdle();
  }

  @Test
  void aSessionHasWithItsNextFetchWhatCameTooLate() {
    world.holdBackground();
    List<FetchReply> first = fetch(0, 0);
    world.simulation.advance(600);
    assertThat(bytes(first.get(0), old)).isZero();
    release(first.get(0));
    world.letBackgroundGo();
    world.simulation.runUntilIdle();
    FetchCall next =
        world.call(
            world.consumerTerms(1_000, 1, ENOUGH), first.get(0).sessionId(), 1, List.of(), 0);
    List<FetchReply> second = world.fetch(next);
    world.simulation.runUntilIdle();
    assertThat(bytes(second.get(0), old)).isPositive();
    release(second.get(0));
  }

  @Test
  void anIdleFetchWaitsForTheDiskNoLongerThanAnother() {
    world.sessions.allowIdling(5_000);
    world.settings =
        new PartitionSettings(
            LogConfig.DEFAULTS,
            1,
            true,
            false,
            ThrottledReplicas.of(List.of("0:1"), ReplicaWorld.SELF),
            ThrottledReplicas.NONE);
    world.replicas.configure(OLD.topic());
    world.quotas.leader().limit(1);
    world.quotas.leader().count(1 << 20);
    world.lead(OLD, 1, List.of(1));
    FetchTerms terms =
        new FetchTerms(2, 200, 1, ENOUGH, false, false, false, (byte) 2, true).idling(5_000);
    List<FetchReply> held = world.fetch(world.call(terms, 0, 0, List.of(old), 0));
    world.simulation.advance(200);
    List<FetchReply> idling =
        world.fetch(world.call(terms, held.get(0).sessionId(), 1, List.of(), 0));
    world.simulation.advance(250);
    assertThat(idling).isEmpty();
    world.holdBackground();
    world.quotas.leader().limit(ReplicationQuota.UNLIMITED);
    world.simulation.advance(249);
    assertThat(idling).as("waits for the disk").isEmpty();
    world.simulation.advance(1);
    assertThat(idling).as("goes without what the disk owes").hasSize(1);
    assertThat(bytes(idling.get(0), old)).isZero();
    world.letBackgroundGo();
    world.simulation.runUntilIdle();
    List<FetchReply> next =
        world.fetch(world.call(terms, held.get(0).sessionId(), 2, List.of(), 0));
    world.simulation.runUntilIdle();
    assertThat(bytes(next.get(0), old)).isPositive();
    release(next.get(0));
  }

  @Test
  void whatIsReadForAPartitionThatWentAwayIsGivenBack() {
    world.holdBackground();
    List<FetchReply> replies = fetch(5_000, -1);
    world.simulation.runUntilIdle();
    List<List<ErrorCode>> stopped = new ArrayList<>();
    world.replicas.stop(
        List.of(new Replicas.Stop(OLD, ControlRule.EPOCH_DURING_DELETION, true)),
        ReplicaWorld.CONTROLLER,
        stopped::add);
    world.simulation.runUntilIdle();
    world.letBackgroundGo();
    world.simulation.runUntilIdle();
    assertThat(replies).hasSize(1);
    assertThat(bytes(replies.get(0), old)).isZero();
    release(replies.get(0));
  }

  /** The fetch behind it waits for the disk, too, at the same place. */
  @Test
  void whatIsReadForAFetchThatFailedIsNotTakenByTheNext() {
    FetchCall opening = world.call(world.consumerTerms(0, 1, ENOUGH), 0, 0, List.of(old), 3);
    FetchReply opened = world.fetch(opening).get(0);
    world.holdBackground();
    assertThat(busy.loop()).isNotSameAs(old.loop());
    ((SimulatedLoop) busy.loop()).setClosed(true);
    List<FetchReply> failed = new ArrayList<>();
    List<FetchReply> next = new ArrayList<>();
    world.network.run(
        () -> {
          fetchNext(opened, 1, List.of(old, busy), failed);
          fetchNext(opened, 2, List.of(old), next);
        });
    ((SimulatedLoop) busy.loop()).setClosed(false);
    assertThat(failed).containsExactly(FetchReply.failed(ErrorCode.UNKNOWN_SERVER_ERROR));
    assertThat(next).as("waits for the disk").isEmpty();
    world.letBackgroundGo();
    world.simulation.runUntilIdle();
    assertThat(next).hasSize(1);
    assertThat(bytes(next.get(0), old)).isPositive();
    release(next.get(0));
  }

  private void fetchNext(
      FetchReply opened, int epoch, List<Partition> partitions, List<FetchReply> replies) {
    FetchCall call =
        world.call(world.consumerTerms(5_000, 1, ENOUGH), opened.sessionId(), epoch, partitions, 0);
    world.sessions.fetch(call, world.network, new FetchEnd(), replies::add);
  }

  @Test
  void lookUpsByTimeWaitForTheDiskAloneAndSeeWhatWasCommittedWhenAsked() {
    world.holdBackground();
    List<OffsetAnswer> byTime = new ArrayList<>();
    List<OffsetAnswer> latest = new ArrayList<>();
    old.loop().execute(() -> ask(old, RECORD_MS, byTime));
    old.loop().execute(() -> ask(old, RECORD_MS + 1, byTime));
    old.loop().execute(() -> ask(old, TimestampOffset.LATEST, latest));
    world.simulation.runUntilIdle();
    assertThat(byTime).isEmpty();
    assertThat(latest.get(0).offset()).isEqualTo(3);
    world.letBackgroundGo();
    world.simulation.runUntilIdle();
    assertThat(byTime.get(0).offset()).isZero();
    assertThat(byTime.get(1).offset()).isEqualTo(OffsetAnswer.UNKNOWN);
  }

  private static void ask(Partition partition, long timestampMs, List<OffsetAnswer> answers) {
    partition.offsetFor(
        new OffsetQuestion(true, false, false, -1, timestampMs, false, 1), answers::add);
  }
}
