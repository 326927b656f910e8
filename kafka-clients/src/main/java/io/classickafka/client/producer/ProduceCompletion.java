package io.classickafka.client.producer;

import io.classickafka.protocol.ErrorCode;

/** What is done with a batch after its answer. A pure rule. */
enum ProduceCompletion {
  /** It was appended, now or before. */
  SUCCEED,
  /** It is sent again. */
  REPEAT,
  /** It is sent again, to whoever leads the partition now. */
  REPEAT_ELSEWHERE,
  /** It is sent again under new sequence numbers: the broker has not appended it and never will. */
  REPEAT_ANEW,
  /** Its records are sent again in smaller batches. */
  SPLIT,
  /** It has failed. */
  FAIL;

  /**
   * The rule.
   *
   * @param idempotent whether the batch carries a sequence number
   * @param oldest whether no older batch of the partition is without an outcome
   * @param mayRepeat whether retries are left
   * @param maySplit whether the batch has more than one record
   */
  static ProduceCompletion of(
      ErrorCode error, boolean idempotent, boolean oldest, boolean mayRepeat, boolean maySplit) {
    switch (error) {
      case NONE, DUPLICATE_SEQUENCE_NUMBER -> {
        return SUCCEED;
      }
      case MESSAGE_TOO_LARGE -> {
        // No repetition: what is sent next was not sent before.
        return maySplit ? SPLIT : FAIL;
      }
      case OUT_OF_ORDER_SEQUENCE_NUMBER -> {
        if (!idempotent || !mayRepeat) {
          return FAIL;
        }
        // A batch behind one that failed is refused for the gap; it has its turn again.
        return oldest ? REPEAT_ANEW : REPEAT;
      }
      case UNKNOWN_PRODUCER_ID, INVALID_PRODUCER_EPOCH -> {
        return idempotent && mayRepeat ? REPEAT_ANEW : FAIL;
      }
      case NOT_LEADER_OR_FOLLOWER,
          LEADER_NOT_AVAILABLE,
          UNKNOWN_TOPIC_OR_PARTITION,
          UNKNOWN_TOPIC_ID,
          KAFKA_STORAGE_ERROR,
          REPLICA_NOT_AVAILABLE,
          FENCED_LEADER_EPOCH,
          NETWORK_EXCEPTION -> {
        return mayRepeat ? REPEAT_ELSEWHERE : FAIL;
      }
      default -> {
        return error.retriable() && mayRepeat ? REPEAT : FAIL;
      }
    }
  }
}
