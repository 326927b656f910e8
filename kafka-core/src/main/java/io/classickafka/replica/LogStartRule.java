package io.classickafka.replica;

import io.classickafka.protocol.ErrorCode;

/** How far a log's start may move: never beyond what is committed, never back. Pure. */
final class LogStartRule {

  private LogStartRule() {}

  /**
   * Whether a client may have the records below an offset deleted.
   *
   * @param deletes whether the topic's policy is to delete at all
   */
  static ErrorCode deletion(boolean deletes, long target, long highWatermark) {
    if (!deletes) {
      return ErrorCode.POLICY_VIOLATION;
    }
    return target < 0 || target > highWatermark ? ErrorCode.OFFSET_OUT_OF_RANGE : ErrorCode.NONE;
  }

  /** Whether a follower takes over its leader's log start now. */
  static boolean follows(long leaderStart, long logStart, long highWatermark) {
    return leaderStart > logStart && leaderStart <= highWatermark;
  }
}
