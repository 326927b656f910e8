package io.classickafka.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** A long poll whose connection closes. */
class AbandonedFetchTest {

  private static final TopicPartition ORDERS = new TopicPartition("orders", 0);

  @Test
  void itEndsAtOnceAndLeavesNoWaiterBehind() {
    try (ReplicaWorld world = new ReplicaWorld()) {
      Partition partition = world.leadAlone(ORDERS);
      FetchEnd end = new FetchEnd();
      List<FetchReply> replies = new ArrayList<>();
      FetchCall call =
          world.call(world.consumerTerms(600_000, 1, 1_000), 0, -1, List.of(partition), 0);
      world.network.run(() -> world.sessions.fetch(call, world.network, end, replies::add));
      world.simulation.runUntilIdle();
      assertThat(replies).isEmpty();
      assertThat(partition.waitingReaders()).isEqualTo(1);
      end.now();
      world.simulation.runUntilIdle();
      assertThat(replies).hasSize(1);
      assertThat(partition.waitingReaders()).isZero();
    }
  }

  @Test
  void itEndsAtOnceAlsoWhenTheConnectionWasGoneBeforeItBegan() {
    try (ReplicaWorld world = new ReplicaWorld()) {
      Partition partition = world.leadAlone(ORDERS);
      FetchEnd end = new FetchEnd();
      end.now();
      List<FetchReply> replies = new ArrayList<>();
      FetchCall call =
          world.call(world.consumerTerms(600_000, 1, 1_000), 0, -1, List.of(partition), 0);
      world.network.run(() -> world.sessions.fetch(call, world.network, end, replies::add));
      world.simulation.runUntilIdle();
      assertThat(replies).hasSize(1);
    }
  }
}
