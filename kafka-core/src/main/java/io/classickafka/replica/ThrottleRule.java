package io.classickafka.replica;

/**
 * What is held back while the rate of throttled copying is used up (KIP-73). Whoever is in sync
 * never is: a throttle must not shrink an in-sync set. Pure functions.
 */
public final class ThrottleRule {

  private ThrottleRule() {}

  /**
   * Whether a leader sends a follower no records now.
   *
   * @param listed whether the partition is throttled on the leader
   * @param inSync whether the follower is in the committed in-sync set
   * @param exceeded whether the leader's rate is used up
   */
  static boolean leaderHolds(boolean listed, boolean inSync, boolean exceeded) {
    return listed && !inSync && exceeded;
  }

  /**
   * Whether a follower leaves a partition out of its fetches now.
   *
   * @param listed whether the partition is throttled on the follower
   * @param caughtUp whether it held everything committed when last answered; false before that
   * @param exceeded whether the follower's rate is used up
   */
  public static boolean followerHolds(boolean listed, boolean caughtUp, boolean exceeded) {
    return listed && !caughtUp && exceeded;
  }
}
