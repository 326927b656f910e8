package io.classickafka.replica;

import io.classickafka.protocol.ErrorCode;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** Where leaders propose changes of their in-sync sets. From any thread. */
public interface IsrChanges {

  /**
   * Proposes a change. A partition proposes its next one only after the answer.
   *
   * @param onAnswer called once, on any thread
   */
  void propose(Proposal proposal, Consumer<Answer> onAnswer);

  /**
   * Reads which state of a partition is stored, for a leader whose proposal has an answer that
   * leaves that open.
   *
   * @param onStored called once, on any thread; with null when it cannot be told now
   */
  void read(TopicPartition partition, Consumer<@Nullable Stored> onStored);

  /** Whether a proposal is refused that adds a replica whose broker is gone. */
  default boolean refusesTheDead() {
    return true;
  }

  /** A partition's state as it is stored, maybe some time ago; {@code partitionEpoch} tells. */
  record Stored(int leader, int leaderEpoch, int partitionEpoch, List<Integer> isr) {}

  /**
   * A set that a leader wants.
   *
   * @param controllerEpoch of the controller that made it the leader
   * @param topicId zero when the topic has none
   * @param brokerEpochs for each of {@code isr} the incarnation that the leader saw fetching,
   *     {@link FetchTerms#NO_REPLICA_EPOCH} where it does not know
   * @param partitionEpoch the version of the state that the change starts from
   */
  record Proposal(
      TopicPartition partition,
      Uuid topicId,
      int controllerEpoch,
      int leaderEpoch,
      List<Integer> isr,
      List<Long> brokerEpochs,
      int partitionEpoch) {}

  /**
   * What the controller made of it.
   *
   * @param leaderEpoch the agreed state, meaningful without error only; likewise the others
   */
  record Answer(ErrorCode error, int leaderEpoch, int partitionEpoch, List<Integer> isr) {

    /** A refusal. */
    public static Answer refused(ErrorCode error) {
      return new Answer(error, -1, -1, List.of());
    }
  }
}
