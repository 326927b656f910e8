package io.classickafka.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.log.TimestampOffset;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.simulation.SimulatedLoop;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a fetch costs its loops, and that none is forgotten. */
class FetchWakeUpTest {

  private static final TopicPartition ORDERS = new TopicPartition("orders", 0);
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

  private static FetchTerms follower(int id, long maxWaitMs) {
    return new FetchTerms(id, maxWaitMs, 1, ENOUGH, false, false, false, (byte) 2, true);
  }

  @Test
  void aFetchThatMovesTheHighWatermarkVisitsThePartitionOnce() {
    Partition partition = world.lead(ORDERS, 1, List.of(1, 2));
    SimulatedLoop loop = (SimulatedLoop) partition.loop();
    world.append(partition, 3, false);
    long before = loop.taskCount();
    List<FetchReply> parked =
        world.fetch(world.call(follower(2, 500), 0, 0, List.of(partition), 3));
    assertThat(partition.log().highWatermark()).isEqualTo(3);
    assertThat(parked).isEmpty();
    assertThat(loop.taskCount() - before).isEqualTo(1);
    world.simulation.advance(500);
    // The end of the wait tells the follower what it has just moved.
    assertThat(parked.get(0).entries().get(0).answer().highWatermark()).isEqualTo(3);
  }

  @Test
  void anAppendVisitsAParkedFollowerOnce() {
    Partition partition = world.lead(ORDERS, 1, List.of(1, 2));
    SimulatedLoop loop = (SimulatedLoop) partition.loop();
    List<FetchReply> parked =
        world.fetch(world.call(follower(2, 500), 0, 0, List.of(partition), 0));
    long partitionBefore = loop.taskCount();
    long networkBefore = world.network.taskCount();
    world.produce(partition, 1, 1_000);
    assertThat(parked).hasSize(1);
    parked.get(0).entries().forEach(entry -> entry.records().release());
    // The append and the look; the wake and what was seen.
    assertThat(loop.taskCount() - partitionBefore).isEqualTo(2);
    assertThat(world.network.taskCount() - networkBefore).isEqualTo(2);
  }

  @Test
  void aZeroTopicIdIsNoTopic() {
    FetchCall.Listed nameless =
        new FetchCall.Listed(FetchKey.byId(Uuid.ZERO_UUID, 0), ReplicaWorld.target(0));
    FetchCall call =
        new FetchCall(
            world.consumerTerms(0, 1, ENOUGH),
            0,
            -1,
            true,
            List.of(nameless),
            List.of(),
            new FetchCall.View() {
              @Override
              public @Nullable String topicName(Uuid topicId) {
                return null;
              }

              @Override
              public ErrorCode admits(String topic, int partition) {
                return ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
              }
            });
    assertThat(world.fetch(call).get(0).entries().get(0).answer().error())
        .isEqualTo(ErrorCode.UNKNOWN_TOPIC_ID);
  }

  @Test
  void aLogThatFailedAnswersNoQuestion() {
    Partition partition = world.leadAlone(ORDERS);
    world.append(partition, 3, false);
    world.logDirs.delete(ORDERS);
    for (long timestamp :
        new long[] {
          TimestampOffset.EARLIEST, TimestampOffset.LATEST, 1, TimestampOffset.MAX_TIMESTAMP
        }) {
      List<OffsetAnswer> answers = new ArrayList<>();
      partition.offsetFor(
          new OffsetQuestion(true, false, false, -1, timestamp, false, 1), answers::add);
      assertThat(answers.get(0).error()).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
    }
  }

  @Test
  void aSessionThatEndsDuringALookLeavesNoReaderBehind() {
    Partition partition = world.lead(ORDERS, 1, List.of(1));
    world.append(partition, 1, false);
    FetchReply first =
        world
            .fetch(world.call(world.consumerTerms(0, 1, ENOUGH), 0, 0, List.of(partition), 0))
            .get(0);
    first.entries().forEach(entry -> entry.records().release());
    FetchCall next =
        world.call(
            world.consumerTerms(60_000, 1, ENOUGH), first.sessionId(), 1, List.of(partition), 1);
    FetchCall end =
        world.call(
            world.consumerTerms(0, 1, ENOUGH),
            first.sessionId(),
            FetchCall.FINAL_EPOCH,
            List.of(),
            0);
    world.network.run(
        () -> {
          world.sessions.fetch(next, world.network, reply -> {});
          world.sessions.fetch(end, world.network, reply -> {});
        });
    assertThat(partition.waitingReaders()).isZero();
  }
}
