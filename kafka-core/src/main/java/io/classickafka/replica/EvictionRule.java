package io.classickafka.replica;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which session gives way when the cache is full. Pure. */
final class EvictionRule {

  /** How long a session is safe from its likes. */
  static final long GRACE_MS = 120_000;

  private EvictionRule() {}

  /** A session that may have to give way. */
  interface Candidate {
    boolean fromFollower();

    int partitionCount();

    long createdMs();

    long lastUsedMs();
  }

  /**
   * The session that gives way to a newcomer, null when the newcomer has to go without.
   *
   * <p>First whichever has not been used for the longest time, if that is long enough. Then the
   * least valuable of those that may be evicted, if the newcomer is worth more: a follower more
   * than a consumer, then the larger. A session must be old enough to be evicted, except that a
   * follower may evict any consumer.
   */
  static <C extends Candidate> @Nullable C victim(
      List<C> sessions, boolean fromFollower, int partitionCount, long nowMs) {
    C idlest = null;
    C least = null;
    for (C session : sessions) {
      if (idlest == null || session.lastUsedMs() < idlest.lastUsedMs()) {
        idlest = session;
      }
      boolean old = nowMs - session.createdMs() > GRACE_MS;
      boolean mayGo = old || (fromFollower && !session.fromFollower());
      if (mayGo && (least == null || compare(session, least) < 0)) {
        least = session;
      }
    }
    if (idlest != null && nowMs - idlest.lastUsedMs() > GRACE_MS) {
      return idlest;
    }
    boolean worthMore =
        least != null
            && (fromFollower != least.fromFollower()
                ? fromFollower
                : partitionCount > least.partitionCount());
    return worthMore ? least : null;
  }

  private static int compare(Candidate one, Candidate other) {
    return one.fromFollower() != other.fromFollower()
        ? Boolean.compare(one.fromFollower(), other.fromFollower())
        : Integer.compare(one.partitionCount(), other.partitionCount());
  }
}
