package io.classickafka.replica;

import java.util.ArrayList;
import java.util.List;

/** When the leader proposes to change the in-sync set. Pure functions. */
final class IsrRule {

  private IsrRule() {}

  /**
   * Whether a follower may be proposed as a member: it holds everything that is committed, and
   * everything from before this leader's epoch, by a fetch of the life that it lives now.
   *
   * @param epochStart the leader's log end when it became leader
   */
  static boolean mayJoin(
      IsrState isr, FollowerState follower, long highWatermark, long epochStart, LiveBrokers live) {
    return !isr.pending()
        && !isr.committed().contains(follower.id())
        && holdsEnough(follower, highWatermark, epochStart)
        && live.isAlive(follower.id());
  }

  /**
   * Whether a follower whose proposal got no answer that counts may be proposed again: it may have
   * died since, and come back with less. One that is gone may be where that is refused, which ends
   * the change.
   */
  static boolean mayBeProposedAgain(
      FollowerState follower,
      long highWatermark,
      long epochStart,
      LiveBrokers live,
      boolean deadRefused) {
    return live.isAlive(follower.id())
        ? holdsEnough(follower, highWatermark, epochStart)
        : deadRefused;
  }

  private static boolean holdsEnough(FollowerState follower, long highWatermark, long epochStart) {
    return follower.heard()
        && follower.logEndOffset() >= highWatermark
        && follower.logEndOffset() >= epochStart;
  }

  /**
   * The members that have lagged for too long, in the order of the set; none while a change is in
   * flight. A member that is no assigned replica any more counts as lagging; the leader never does.
   */
  static List<Integer> lagging(
      IsrState isr,
      int leaderId,
      List<FollowerState> followers,
      long leaderEnd,
      long nowMs,
      long lagMaxMs) {
    if (isr.pending()) {
      return List.of();
    }
    List<Integer> lagging = new ArrayList<>(0);
    for (int member : isr.committed()) {
      if (member != leaderId && !caughtUp(member, followers, leaderEnd, nowMs, lagMaxMs)) {
        lagging.add(member);
      }
    }
    return lagging;
  }

  private static boolean caughtUp(
      int member, List<FollowerState> followers, long leaderEnd, long nowMs, long lagMaxMs) {
    for (FollowerState follower : followers) {
      if (follower.id() == member) {
        return follower.caughtUp(leaderEnd, nowMs, lagMaxMs);
      }
    }
    return false;
  }
}
