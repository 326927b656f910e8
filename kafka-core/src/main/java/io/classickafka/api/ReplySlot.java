package io.classickafka.api;

import io.classickafka.seam.Payload;
import java.util.List;

/**
 * The place of one reply in the order of its connection. From any thread; exactly one of its
 * methods is called, once.
 */
public interface ReplySlot {

  /**
   * Sends a whole frame, its size in front, once the replies before it are sent. Takes over the
   * counts of the payloads.
   *
   * @param throttleMs for how long the connection is not to be read; 0 for none
   * @param onSent told once the last byte was given to the operating system; not told when the
   *     connection closes first
   */
  void send(List<Payload> frame, int throttleMs, OnSent onSent);

  /** There is no reply; those behind it need not wait. */
  void sendNothing(int throttleMs);

  /**
   * Closes the connection once the replies before this one are sent.
   *
   * @param api name of the API that was asked for, for the log; empty if unknown
   */
  void close(String reason, String api);

  /** Is told, on the connection's loop, that a reply has left. */
  @FunctionalInterface
  interface OnSent {

    /**
     * The reply has left.
     *
     * @param turnNs when the replies before it had been sent, and it was: monotonic
     * @param sentNs when its last byte was given to the operating system: monotonic
     */
    void onSent(long turnNs, long sentNs);
  }

  /**
   * Says what software the client on the connection is. On the connection's loop.
   *
   * @param name empty when it is not known, like {@code version}
   */
  default void clientIs(String name, String version) {}

  /**
   * Runs a task when the connection closes before the reply is given: nobody waits for it any more.
   * On the connection's loop.
   */
  default void onDropped(Runnable task) {}

  /**
   * Runs a task when, before the reply is given, another request arrives behind this one, or the
   * connection is to close once all are answered. On the connection's loop.
   */
  default void onHurried(Runnable task) {}
}
