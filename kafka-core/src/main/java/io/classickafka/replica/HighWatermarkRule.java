package io.classickafka.replica;

import java.util.List;

/** How far the leader's high watermark may go. A pure function; no allocation. */
final class HighWatermarkRule {

  private HighWatermarkRule() {}

  /**
   * The high watermark after something changed: the least durable offset over every replica that
   * is, or may be, in the in-sync set, and over those outside that are caught up and could join. It
   * stands still while the committed set is smaller than the minimum, and never falls.
   *
   * @param current the high watermark before
   * @param leaderDurable what the leader itself holds safely, which is what counts of it
   * @param leaderEnd the leader's log end, which is what a follower catches up with
   * @param minIsr {@code min.insync.replicas}, already limited to the number of replicas
   * @param followers every other assigned replica
   */
  static long advance(
      long current,
      long leaderDurable,
      long leaderEnd,
      IsrState isr,
      int minIsr,
      List<FollowerState> followers,
      LiveBrokers live,
      long nowMs,
      long lagMaxMs) {
    if (isr.committed().size() < minIsr) {
      return current;
    }
    long least = leaderDurable;
    for (int i = 0; i < followers.size(); i++) {
      FollowerState follower = followers.get(i);
      if (follower.logEndOffset() < least
          && (isr.maximal().contains(follower.id())
              || (follower.caughtUp(leaderEnd, nowMs, lagMaxMs) && live.isAlive(follower.id())))) {
        least = follower.logEndOffset();
      }
    }
    return Math.max(current, least);
  }
}
