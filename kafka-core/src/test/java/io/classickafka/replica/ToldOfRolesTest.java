package io.classickafka.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.badinput.LogLines;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.seam.ByteSlice;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the log says of roles that are given, and of leaders that do not know of theirs. */
class ToldOfRolesTest {

  private static final TopicPartition ORDERS = new TopicPartition("orders", 0);
  private static final TopicPartition OTHER = new TopicPartition("other", 0);

  private ReplicaWorld world;

  @BeforeEach
  void open() {
    world = new ReplicaWorld();
  }

  @AfterEach
  void close() {
    world.close();
  }

  private static Replicas.Assignment of(TopicPartition name, LeaderState state) {
    return new Replicas.Assignment(name, state);
  }

  @Test
  void aCommandThatGivesNoRoleIsToldOfIfItIsRefused() {
    world.lead(ORDERS, 5, List.of(1));
    LeaderState elsewhere =
        new LeaderState(
            world.ids.get(ORDERS), 1, 2, 6, List.of(2), 6, List.of(2), List.of(), List.of(), false);
    try (LogLines lines = LogLines.open("roles taken")) {
      world.assignAll(List.of(of(ORDERS, elsewhere)));
      assertThat(lines.take())
          .containsExactly("INFO roles taken leads=0 follows=0 refused=1 stale=0 first=orders-0");
    }
  }

  @Test
  void whatIsKnownAlreadyIsNotRefused() {
    world.lead(ORDERS, 5, List.of(1));
    LeaderState known = world.state(ORDERS, 1, 4, List.of(1));
    try (LogLines lines = LogLines.open("roles taken")) {
      world.assignAll(List.of(of(ORDERS, known)));
      assertThat(lines.take()).isEmpty();
      world.assignAll(List.of(of(ORDERS, known), of(OTHER, world.state(OTHER, 1, 0, List.of(1)))));
      assertThat(lines.take())
          .containsExactly("INFO roles taken leads=1 follows=0 refused=0 stale=1 first=other-0");
    }
  }

  @Test
  void aLeaderThatRefusesForOneReasonAfterAnotherIsToldOfOnce() {
    world.assign(ORDERS, world.state(ORDERS, 2, 1, List.of(1, 2)));
    Partition partition = world.partition(ORDERS);
    Followership following = new Followership(partition, 2, 1, true);
    try (LogLines lines = LogLines.open("leader refuses follower")) {
      answer(following, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
      assertThat(lines.take()).isEmpty();
      for (int i = 0; i < 3; i++) {
        answer(following, ErrorCode.NOT_LEADER_OR_FOLLOWER);
        answer(following, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
      }
      assertThat(lines.take()).singleElement().asString().endsWith("NOT_LEADER_OR_FOLLOWER");
      answer(following, ErrorCode.NONE);
      answer(following, ErrorCode.NOT_LEADER_OR_FOLLOWER);
      assertThat(lines.take()).isEmpty();
      answer(following, ErrorCode.NOT_LEADER_OR_FOLLOWER);
      assertThat(lines.take()).hasSize(1);
    }
  }

  private void answer(Followership following, ErrorCode error) {
    world
        .partition(ORDERS)
        .loop()
        .execute(
            () -> following.onFetched(new FetchedPart(0, error, 0, 0, null, ByteSlice.empty())));
    world.simulation.runUntilIdle();
  }
}
