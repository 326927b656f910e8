package io.classickafka.replica.fetcher;

import io.classickafka.replica.FetchKey;
import io.classickafka.replica.FollowStep;
import io.classickafka.replica.Followership;
import org.jspecify.annotations.Nullable;

/**
 * A partition as its fetcher sees it. State of the fetcher's loop.
 *
 * <pre>
 * AWAY, LATE --step--> FETCHING | ASKING | PAUSED | FAILED | ENDED
 * FETCHING, ASKING --answer--> AWAY     AWAY --time--> LATE
 * PAUSED --time--> AWAY                 any --stop--> GONE
 * FETCHING --rate used up--> HELD       HELD --time--> FETCHING
 * </pre>
 */
final class CopiedPartition {

  /** Where it stands. */
  enum Phase {
    /** With the partition's loop, which will say what to do next. */
    AWAY,
    /** Away for so long that the others go on without it. */
    LATE,
    /** {@link #want} is to be fetched, or being fetched. */
    FETCHING,
    /** {@link #want} is to be fetched when the rate of throttled copying allows it. */
    HELD,
    /** Something else is to be asked of the leader first. */
    ASKING,
    /** Waits before it asks again. */
    PAUSED,
    FAILED,
    /** Nothing more is wanted; it is about to be stopped. */
    ENDED,
    GONE
  }

  final Followership source;
  Phase phase = Phase.AWAY;

  /** What to fetch; null before the first. */
  FollowStep.@Nullable Fetch want;

  /** What is to be asked of the leader while {@link Phase#ASKING}. */
  @Nullable FollowStep question;

  /** How the leader's session names it; null while it does not know it. */
  @Nullable FetchKey key;

  /** Whether it is among those that the next fetch names. */
  boolean offered;

  /** The last pause, 0 after an answer that could be used. */
  long pauseMs;

  /** The leader's high watermark beyond the fetch offset, as of the last answer. Any thread. */
  volatile long lag;

  /** Whether it had everything committed when last answered; not before that. Any thread. */
  volatile boolean caughtUp;

  CopiedPartition(Followership source) {
    this.source = source;
  }
}
