package io.classickafka.system;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a condition of another process, looking again a few times a second. */
final class Await {

  private static final long LOOK_AGAIN_MS = 50;

  private Await() {}

  /**
   * @param what completes the sentence "waited for ..."
   * @param state shown when the wait is given up
   */
  static void until(
      String what, Duration limit, BooleanSupplier condition, Supplier<String> state) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "waited " + limit.toSeconds() + " s for " + what + "\n" + state.get());
      }
      try {
        Thread.sleep(LOOK_AGAIN_MS);
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted while waiting for " + what, e);
      }
    }
  }
}
