package io.classickafka.replica;

import io.classickafka.log.EpochEndOffset;
import io.classickafka.protocol.ErrorCode;

/** What a follower makes of its leader's answers. Pure functions. */
final class FollowRule {

  private FollowRule() {}

  /** What to do about the error of one partition in the answer to a fetch. */
  enum Reaction {
    TAKE,
    /** Find out which of the leader's bounds lies beyond the follower's end. */
    ASK_BOUNDS,
    PAUSE,
    /** A newer epoch exists, and whoever knows it will say so: asking again tells nothing. */
    AWAIT_CONTROLLER
  }

  static Reaction onError(ErrorCode error) {
    return switch (error) {
      case NONE -> Reaction.TAKE;
      case OFFSET_OUT_OF_RANGE -> Reaction.ASK_BOUNDS;
      case FENCED_LEADER_EPOCH -> Reaction.AWAIT_CONTROLLER;
      default -> Reaction.PAUSE;
    };
  }

  /**
   * Where to cut a log that may have parted from its leader's. The high watermark plays no part:
   * what lies below it may be all that is left of it anywhere.
   *
   * @param leader the largest epoch the leader has that is not above the one asked for, and its end
   *     in the leader's log
   * @param own the same for {@code leader}'s epoch in this log
   * @param ownEnd this log's end
   * @return the offset from which on everything goes, never above {@code ownEnd}. When this log
   *     does not have the leader's epoch, that is not the last word: the next question is about the
   *     latest epoch left.
   */
  static long truncationOffset(EpochEndOffset leader, EpochEndOffset own, long ownEnd) {
    if (own.isKnown() && own.leaderEpoch() != leader.leaderEpoch()) {
      return Math.min(own.endOffset(), ownEnd);
    }
    long end = Math.min(leader.endOffset(), ownEnd);
    return own.isKnown() ? Math.min(own.endOffset(), end) : end;
  }

  /**
   * What follows when the offset was out of range and the leader's end is known: the follower is
   * ahead of it, or behind its start.
   */
  static boolean isAhead(long ownEnd, long leaderEnd) {
    return leaderEnd < ownEnd;
  }
}
