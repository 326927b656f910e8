package io.classickafka.coordination;

/** What happened to the session. */
public sealed interface SessionEvent {

  /** The session's number, as {@link NodeStat#ephemeralOwner} shows it. */
  long sessionId();

  /**
   * The session is connected: for the first time when the id is new, or again.
   *
   * <p>With a new id no watch is armed and no ephemeral node exists yet.
   */
  record Connected(long sessionId) implements SessionEvent {}

  /** The connection is down; the session may come back, or end. */
  record Suspended(long sessionId) implements SessionEvent {}

  /** The session is over, its ephemeral nodes go. A {@link Connected} with a new id follows. */
  record Expired(long sessionId) implements SessionEvent {}
}
