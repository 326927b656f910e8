package io.classickafka.replica;

import io.classickafka.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/** When a write with {@code acks=-1} may be acknowledged. Pure. */
final class AckRule {

  private AckRule() {}

  /** Whether a write may be appended at all. */
  static ErrorCode beforeAppend(boolean leads, boolean needsAll, int committedIsrSize, int minIsr) {
    if (!leads) {
      return ErrorCode.NOT_LEADER_OR_FOLLOWER;
    }
    return needsAll && committedIsrSize < minIsr ? ErrorCode.NOT_ENOUGH_REPLICAS : ErrorCode.NONE;
  }

  /**
   * What becomes of a write that was appended.
   *
   * @param leads whether the replica still leads in the epoch of the append
   * @param requiredOffset the end of the write, exclusive
   * @return the outcome, or null while it is open
   */
  static @Nullable ErrorCode afterAppend(
      boolean leads, long highWatermark, long requiredOffset, int maximalIsrSize, int minIsr) {
    if (!leads) {
      return ErrorCode.NOT_LEADER_OR_FOLLOWER;
    }
    if (highWatermark < requiredOffset) {
      return null;
    }
    return minIsr <= maximalIsrSize ? ErrorCode.NONE : ErrorCode.NOT_ENOUGH_REPLICAS_AFTER_APPEND;
  }
}
