package io.classickafka.seam;

import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * One thread that owns state: it runs tasks in the order they were given, one at a time.
 *
 * <p>Code on a loop never blocks: not on another loop, not on a future, not on ZooKeeper, and it
 * does not sleep. {@link #execute} and {@link #schedule} may be called from any thread; everything
 * else is for code that runs on the loop.
 */
public interface EventLoop extends Executor {

  /** The role and number of the loop, such as {@code partition-loop-0}; also its thread's name. */
  String name();

  /** Monotonic time in nanoseconds from an arbitrary origin. For timers, sessions and lags. */
  long monotonicNs();

  /** Monotonic time in milliseconds, from the same origin as {@link #monotonicNs}. */
  default long monotonicMs() {
    return monotonicNs() / 1_000_000;
  }

  /** Wall time in epoch milliseconds. Only for record timestamps, retention and log lines. */
  long wallClockMs();

  /** The loop's source of randomness; seeded in simulation. */
  RandomGenerator random();

  /**
   * Appends a task to the loop's queue. Tasks given by one thread run in the order given.
   *
   * @throws java.util.concurrent.RejectedExecutionException when the loop has been shut down
   */
  @Override
  void execute(Runnable task);

  /**
   * Runs a task on this loop once {@code delayMs} milliseconds of monotonic time have passed.
   *
   * @param delayMs zero or more
   */
  Scheduled schedule(long delayMs, Runnable task);

  /**
   * Whether tasks wait behind the one that runs, as of a moment ago. What is given to {@link
   * #execute} now runs after these. A loop that does not know says no.
   */
  default boolean hasQueued() {
    return false;
  }

  /** Whether the calling thread is this loop's. */
  boolean inLoop();

  /** Runs the task now when called on the loop, else appends it to the queue. */
  default void executeOrRun(Runnable task) {
    if (inLoop()) {
      task.run();
    } else {
      execute(task);
    }
  }

  /** A timer that has not fired yet. */
  interface Scheduled {
    /** Forgets the task. No effect once it ran. Call on the loop the timer belongs to. */
    void cancel();
  }
}
