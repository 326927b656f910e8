package io.classickafka.coordination;

import java.util.Set;

/**
 * Whose ephemeral node it is that stands where ours should. The answer to a creation may be lost,
 * and a session may end without the service having noticed, so only the owner tells. Pure.
 */
public enum NodeOwner {
  /** This session made it, whatever answer there was. */
  THIS_SESSION,
  /** A former session of this process made it, which the service has not yet ended. */
  FORMER_SESSION,
  /** Another process, or this one's predecessor. */
  ANOTHER;

  /**
   * Whose it is.
   *
   * @param owner the session that owns it
   * @param session the present one
   * @param formerSessions those that this process had before
   */
  public static NodeOwner of(long owner, long session, Set<Long> formerSessions) {
    if (owner == session) {
      return THIS_SESSION;
    }
    return formerSessions.contains(owner) ? FORMER_SESSION : ANOTHER;
  }
}
