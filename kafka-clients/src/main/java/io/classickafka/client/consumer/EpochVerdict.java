package io.classickafka.client.consumer;

import io.classickafka.protocol.ErrorCode;

/** What a leader's answer to where an epoch ends means to a position with that epoch (KIP-320). */
enum EpochVerdict {
  /** The leader holds everything that was read. */
  HOLDS,
  /** What was read differs from the leader's log from the end of the epoch on: go there. */
  GO_TO_END,
  /** Where it begins to differ is not known: go where the policy says. */
  RESET,
  /** It differs, and there is no policy: the application must know. */
  TELL,
  /** No answer yet. */
  AGAIN,
  /** The topic may not be asked about. */
  FORBIDDEN;

  /**
   * The verdict on an answer.
   *
   * @param epoch the largest epoch of the leader's log up to the one asked for; -1 for none
   * @param end where that epoch ends; -1 when it is not known
   * @param policy whether {@code auto.offset.reset} says where to go
   */
  static EpochVerdict of(ErrorCode error, int epoch, long end, long position, boolean policy) {
    if (error == ErrorCode.TOPIC_AUTHORIZATION_FAILED) {
      return FORBIDDEN;
    }
    if (error != ErrorCode.NONE) {
      return AGAIN;
    }
    boolean known = epoch >= 0 && end >= 0;
    if (known && end >= position) {
      return HOLDS;
    }
    if (!policy) {
      return TELL;
    }
    return known ? GO_TO_END : RESET;
  }
}
