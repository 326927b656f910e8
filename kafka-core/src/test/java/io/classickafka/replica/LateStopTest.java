package io.classickafka.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A topic that took a deleted one's name, and the request that deleted that one, once more. */
class LateStopTest {

  private static final TopicPartition ORDERS = new TopicPartition("orders", 0);
  private static final Uuid SECOND = new Uuid(2, 2);
  private static final long REGISTRATION = 7;

  private ReplicaWorld world;

  @BeforeEach
  void open() {
    world = new ReplicaWorld();
  }

  @AfterEach
  void close() {
    world.close();
  }

  /** The controller has it deleted. */
  private ErrorCode delete(long registration, @Nullable Uuid listed) {
    List<List<ErrorCode>> answers = new ArrayList<>();
    world.replicas.stop(
        List.of(new Replicas.Stop(ORDERS, ControlRule.EPOCH_DURING_DELETION, true)),
        new StopSender(registration, name -> listed),
        answers::add);
    world.simulation.runUntilIdle();
    assertThat(answers).hasSize(1);
    return answers.get(0).get(0);
  }

  private Partition makeAgain() {
    world.ids.put(ORDERS, SECOND);
    Partition again = world.leadAlone(ORDERS);
    world.append(again, 3, false);
    return again;
  }

  private void assertDeleted() {
    assertThat(world.replicas.registry().find(ORDERS)).isEqualTo(HostedPartition.None.NONE);
    assertThat(world.logDirs.log(ORDERS)).isNull();
  }

  @Test
  void deletesNothingOfTheTopicThatCameAfterIt() {
    world.leadAlone(ORDERS);
    assertThat(delete(REGISTRATION, null)).isEqualTo(ErrorCode.NONE);
    Partition again = makeAgain();
    assertThat(delete(REGISTRATION, SECOND)).isEqualTo(ErrorCode.FENCED_LEADER_EPOCH);
    assertThat(world.partition(ORDERS)).isSameAs(again);
    assertThat(again.log().isOffline()).isFalse();
    assertThat(world.append(again, 1, false)).isNotNull();
    assertThat(again.log().logEndOffset()).isEqualTo(4);
  }

  /** It is the controller that gave the deletion up, or somebody took the mark of it away. */
  @Test
  void aTopicWhoseLogWasDeletedHereDoesNotBeginAnewBecauseItIsCalledNew() {
    world.leadAlone(ORDERS);
    Uuid first = Objects.requireNonNull(world.ids.get(ORDERS));
    delete(REGISTRATION, null);
    // Nor when it never had an election.
    assertThat(lead(first, 0)).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
    assertThat(lead(first, 1)).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
    assertThat(world.logDirs.log(ORDERS)).isNull();
    // Another topic that took its name is new.
    assertThat(lead(SECOND, 1)).isEqualTo(ErrorCode.NONE);
  }

  @Test
  void aDeletionThatIsSentTwiceIsKnownAsThatOfItsTopic() {
    world.leadAlone(ORDERS);
    Uuid first = Objects.requireNonNull(world.ids.get(ORDERS));
    delete(REGISTRATION, null);
    assertThat(delete(REGISTRATION, null)).isEqualTo(ErrorCode.NONE);
    assertThat(lead(first, 0)).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR);
    assertThat(lead(SECOND, 1)).isEqualTo(ErrorCode.NONE);
  }

  private ErrorCode lead(Uuid topicId, int epoch) {
    LeaderState alone =
        new LeaderState(
            topicId,
            1,
            ReplicaWorld.SELF,
            epoch,
            List.of(ReplicaWorld.SELF),
            epoch,
            List.of(ReplicaWorld.SELF),
            List.of(),
            List.of(),
            true);
    return world.assign(ORDERS, alone);
  }

  @Test
  void theOwnDeletionOfThatTopicIsCarriedOut() {
    world.leadAlone(ORDERS);
    delete(REGISTRATION, null);
    makeAgain();
    // Brokers are told to forget a topic before it is deleted.
    assertThat(delete(REGISTRATION, null)).isEqualTo(ErrorCode.NONE);
    assertDeleted();
  }

  @Test
  void aDeletionIsCarriedOutWhereTheMetadataMayBeOfAFormerRegistration() {
    world.leadAlone(ORDERS);
    delete(REGISTRATION, null);
    makeAgain();
    assertThat(delete(REGISTRATION + 1, SECOND)).isEqualTo(ErrorCode.NONE);
    assertDeleted();
  }

  @Test
  void aFirstDeletionIsCarriedOutWhateverTheMetadataSays() {
    world.leadAlone(ORDERS);
    assertThat(delete(REGISTRATION, world.ids.get(ORDERS))).isEqualTo(ErrorCode.NONE);
    assertDeleted();
  }
}
