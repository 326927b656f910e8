package io.classickafka.replica;

import io.classickafka.seam.EventLoop;
import java.util.ArrayDeque;

/**
 * How many logs are copied between directories at a time ({@code
 * num.replica.alter.log.dirs.threads}); the others wait in turn. State of the control loop; to be
 * called from any thread.
 */
final class MoveSlots {

  private final EventLoop control;
  private final int most;
  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
  private int used;

  MoveSlots(EventLoop control, int most) {
    this.control = control;
    this.most = most;
  }

  /**
   * Waits for a slot.
   *
   * @param granted called once, on the control loop; {@link #release} is due after that
   */
  void acquire(Runnable granted) {
    control.executeOrRun(
        () -> {
          if (used < most) {
            used++;
            granted.run();
          } else {
            waiting.add(granted);
          }
        });
  }

  /** A slot is free again. */
  void release() {
    control.executeOrRun(
        () -> {
          Runnable next = waiting.poll();
          if (next == null) {
            used--;
          } else {
            next.run();
          }
        });
  }
}
