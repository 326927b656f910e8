package io.classickafka.coordination;

import io.classickafka.seam.EventLoop;

/**
 * One session after another with the coordination service, shared by everything in a broker.
 *
 * <p>{@link #on} may be called from any thread.
 */
public interface Coordination {

  /** A view of the session whose answers, watches and session events arrive on {@code loop}. */
  CoordinationClient on(EventLoop loop);

  /**
   * Ends the session, so that its ephemeral nodes vanish at once. What is still unanswered gets
   * {@link Status#SESSION_EXPIRED}. May block for a moment; not for event loops.
   */
  void close();
}
