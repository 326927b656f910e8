package io.classickafka.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/**
 * A leader under random writes, fetches of two followers, in-sync set changes that are answered
 * late, and elections. The seed is the number of the repetition.
 */
class ReplicationSimulationTest {

  private static final TopicPartition ORDERS = new TopicPartition("orders", 0);
  private static final int STEPS = 400;

  /** What a follower holds: everything below. */
  private final long[] held = new long[4];

  private record Write(long end, List<ErrorCode> outcome) {}

  @RepeatedTest(20)
  void nothingIsAcknowledgedThatAnInSyncReplicaLacks(RepetitionInfo repetition) {
    SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
    List<Write> writes = new ArrayList<>();
    try (ReplicaWorld world = new ReplicaWorld()) {
      Partition partition = world.lead(ORDERS, 0, List.of(1, 2, 3));
      long highest = 0;
      int epoch = 0;
      for (int step = 0; step < STEPS; step++) {
        switch (random.nextInt(8)) {
          case 0, 1 -> {
            List<ErrorCode> outcome = world.produce(partition, 1 + random.nextInt(3), 5_000);
            writes.add(new Write(partition.log().logEndOffset(), outcome));
          }
          case 2, 3, 4 -> fetch(world, partition, 2 + random.nextInt(2), random);
          case 5 -> world.simulation.advance(random.nextInt(20_000));
          case 6 -> {
            if (!world.unanswered.isEmpty()) {
              agreeOrRefuse(world, random);
            }
          }
          default -> {
            if (random.nextInt(10) == 0) {
              world.lead(ORDERS, ++epoch, partition.view().isr());
              world.proposals.clear();
              world.unanswered.clear();
            }
          }
        }
        long highWatermark = partition.log().highWatermark();
        assertThat(highWatermark).as("falls, step %d", step).isGreaterThanOrEqualTo(highest);
        highest = highWatermark;
        for (int member : partition.view().isr()) {
          if (member != ReplicaWorld.SELF) {
            assertThat(held[member]).as("step %d", step).isGreaterThanOrEqualTo(highWatermark);
          }
        }
        for (Write write : writes) {
          if (write.outcome().contains(ErrorCode.NONE)) {
            assertThat(write.end()).isLessThanOrEqualTo(highWatermark);
          }
          assertThat(write.outcome().size()).isLessThanOrEqualTo(1);
        }
      }
      world.simulation.advance(5_000);
      assertThat(writes).allSatisfy(write -> assertThat(write.outcome()).hasSize(1));
    }
  }

  /** A follower has taken some of what there is, and asks for what follows. */
  private void fetch(
      ReplicaWorld world, Partition partition, int follower, SplittableRandom random) {
    long missing = partition.log().logEndOffset() - held[follower];
    held[follower] += random.nextInt((int) missing + 1);
    world
        .followerFetch(follower, partition, held[follower])
        .entries()
        .forEach(entry -> entry.records().release());
  }

  private static void agreeOrRefuse(ReplicaWorld world, SplittableRandom random) {
    if (random.nextBoolean()) {
      world.agree();
    } else {
      world.unanswered.remove(0).accept(IsrChanges.Answer.refused(ErrorCode.INELIGIBLE_REPLICA));
      world.simulation.runUntilIdle();
    }
  }
}
