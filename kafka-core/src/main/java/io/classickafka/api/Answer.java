package io.classickafka.api;

import io.classickafka.protocol.ApiMessage;

/**
 * Where the answer to one request goes. From any thread; exactly one of its methods is called, once
 * ({@link RequestContext} sees to it).
 */
public interface Answer {

  /** Sends a response. Takes over the counts of the payloads in it. */
  void respond(RequestContext context, ApiMessage response);

  /** The request gets no response; those behind it may get theirs. */
  void respondNothing(RequestContext context);

  /** Closes the connection instead of answering. */
  void closeConnection(RequestContext context, String reason);

  /** Says what software asks. On the connection's loop, before the answer. */
  default void clientIs(String name, String version) {}

  /** Runs a task on the connection's loop when nobody waits for the answer any more. */
  default void onDropped(Runnable task) {}

  /** Runs a task on the connection's loop when the answer is not worth waiting for any more. */
  default void onHurried(Runnable task) {}
}
