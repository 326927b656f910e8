package io.classickafka.replica;

import io.classickafka.protocol.ErrorCode;

/** What a leader does with the controller's answer to a proposed in-sync set. Pure. */
final class AlterPartitionRule {

  private AlterPartitionRule() {}

  enum Step {
    /** Take over the set and partition epoch of the answer. */
    APPLY,
    /** The answer is about a state that has been replaced meanwhile. */
    IGNORE,
    /** Go back to the last agreed set. */
    REVERT,
    /** Stay pending until a LeaderAndIsr says what holds. */
    AWAIT_CONTROLLER,
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
          Step.AWAIT_CONTROLLER;
      default -> Step.RESEND;
    };
  }
}
