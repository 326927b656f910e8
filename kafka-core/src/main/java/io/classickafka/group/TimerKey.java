package io.classickafka.group;

/**
 * Names a timer. Setting one that runs replaces it.
 *
 * @param memberId empty for a timer of the whole group
 */
public record TimerKey(Kind kind, String group, String memberId) {

  /** What the timer is for. */
  public enum Kind {
    /** A member that is silent for so long has gone. */
    SESSION,
    /** Someone who was given a member id and does not come back with it. */
    PENDING,
    /** The end of waiting for members to join. */
    REBALANCE,
    /** The end of waiting for members to sync. */
    SYNC
  }

  static TimerKey session(Group group, Member member) {
    return new TimerKey(Kind.SESSION, group.id, member.id);
  }

  static TimerKey pending(Group group, String memberId) {
    return new TimerKey(Kind.PENDING, group.id, memberId);
  }

  static TimerKey rebalance(Group group) {
    return new TimerKey(Kind.REBALANCE, group.id, "");
  }

  static TimerKey sync(Group group) {
    return new TimerKey(Kind.SYNC, group.id, "");
  }
}
