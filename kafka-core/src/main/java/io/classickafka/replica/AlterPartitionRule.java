package io.classickafka.replica;

import io.classickafka.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * What a leader does with the controller's answer to a proposed in-sync set, and with the stored
 * state where the answer leaves open what holds. Pure.
 *
 * <p>An expansion is never taken back on a guess: a replica that may be in the stored set must go
 * on to count for the high watermark. So a state that is stored unchanged, which may be an old view
 * of it, makes the leader ask again, and only a newer one, or a plain refusal, ends the change.
 */
final class AlterPartitionRule {

  private AlterPartitionRule() {}

  enum Step {
    /** Take over the set and partition epoch of the answer, or of the stored state. */
    APPLY,
    /** It is about a state that has been replaced meanwhile. */
    IGNORE,
    /** Go back to the last agreed set. */
    REVERT,
    /** Stay pending and read what is stored; a LeaderAndIsr may come first. */
    READ_STORED,
    /** Send the same proposal again. */
    RESEND
  }

  /**
   * The next step.
   *
   * @param stillPending whether the proposal asked about is the one in flight
   * @param leaderEpoch the answer's, {@code partitionEpoch} likewise; meaningful without error only
   */
  static Step onAnswer(
      boolean stillPending,
      ErrorCode error,
      int leaderEpoch,
      int currentLeaderEpoch,
      int partitionEpoch,
      int currentPartitionEpoch) {
    if (!stillPending) {
      return Step.IGNORE;
    }
    return switch (error) {
      case NONE ->
          leaderEpoch != currentLeaderEpoch || partitionEpoch < currentPartitionEpoch
              ? Step.IGNORE
              : Step.APPLY;
      case OPERATION_NOT_ATTEMPTED, INELIGIBLE_REPLICA -> Step.REVERT;
      case UNKNOWN_TOPIC_OR_PARTITION,
          UNKNOWN_TOPIC_ID,
          FENCED_LEADER_EPOCH,
          INVALID_UPDATE_VERSION,
          INVALID_REQUEST ->
          Step.READ_STORED;
      default -> Step.RESEND;
    };
  }

  /**
   * The next step, once the stored state was read.
   *
   * @param stillPending whether the change that it was read for is the one in flight
   * @param refused whether that change has got its answer; false when none came for long
   * @param stored null when it could not be read
   */
  static Step onStored(
      boolean stillPending,
      boolean refused,
      IsrChanges.@Nullable Stored stored,
      int self,
      int currentLeaderEpoch,
      int currentPartitionEpoch) {
    if (!stillPending) {
      return Step.IGNORE;
    }
    // Another leader or epoch: the controller tells, unless this is an old view.
    if (stored == null
        || stored.leader() != self
        || stored.leaderEpoch() != currentLeaderEpoch
        || stored.partitionEpoch() < currentPartitionEpoch) {
      return Step.READ_STORED;
    }
    if (stored.partitionEpoch() > currentPartitionEpoch) {
      return Step.APPLY;
    }
    return refused ? Step.RESEND : Step.READ_STORED;
  }
}
