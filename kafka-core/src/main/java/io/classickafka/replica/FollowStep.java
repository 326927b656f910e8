package io.classickafka.replica;

/** What a follower wants of its leader next. Immutable. */
public sealed interface FollowStep {

  /**
   * Records from its end on.
   *
   * @param fetchOffset which acknowledges everything below
   * @param logStartOffset the follower's own first offset
   * @param lastFetchedEpoch the epoch of its last record, {@link Partition#NO_EPOCH} for none
   */
  record Fetch(long fetchOffset, long logStartOffset, int lastFetchedEpoch) implements FollowStep {}

  /** The end of an epoch in the leader's log, from a leader that does not tell with a fetch. */
  record AskEpochEnd(int epoch) implements FollowStep {}

  /** The leader's log end or log start: the follower's end lies outside of it. */
  enum AskBound implements FollowStep {
    LOG_END,
    LOG_START
  }

  /**
   * Nothing yet: what was appended is not durable, and a fetch would acknowledge it. The partition
   * says when it goes on.
   */
  enum Wait implements FollowStep {
    FOR_DISK
  }

  /** What the leader said cannot be used now: ask again after a pause. */
  enum Pause implements FollowStep {
    PAUSE
  }

  /** Nothing more, until the controller sends another state. */
  enum Halt implements FollowStep {
    /** The replica does not follow this leader in this epoch any more. */
    ENDED,
    /** The leader knows a newer epoch, of which the controller will tell. */
    FENCED,
    /** It does, but cannot go on. */
    FAILED
  }
}
