package io.classickafka.client.producer;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The memory that records on their way may take ({@code buffer.memory}). Taken by application
 * threads, which wait in the order they came; given back by the loop, which never waits.
 */
final class MemoryBudget {

  private final long totalBytes;
  // A semaphore counts ints: from 1 GiB on it counts in larger units.
  private final long unitBytes;
  private final Semaphore units;
  // Threads that wait, or will in a moment: between saying so and waiting one may lose its core.
  private final AtomicInteger waiting = new AtomicInteger();

  MemoryBudget(long totalBytes) {
    this.totalBytes = totalBytes;
    this.unitBytes = (totalBytes >>> 30) + 1;
    this.units = new Semaphore((int) (totalBytes / unitBytes), true);
  }

  long totalBytes() {
    return totalBytes;
  }

  /** Takes memory if there is enough and nobody waits. */
  boolean tryTake(int bytes) {
    // Without a time even a fair semaphore would let this thread overtake those who wait.
    return !units.hasQueuedThreads() && units.tryAcquire(units(bytes));
  }

  /**
   * Waits for memory; false when there was none in time.
   *
   * @param onWaiting run before this waits, when {@link #isShort} is true already
   */
  boolean take(int bytes, long timeoutMs, Runnable onWaiting) throws InterruptedException {
    waiting.incrementAndGet();
    try {
      onWaiting.run();
      return units.tryAcquire(units(bytes), timeoutMs, TimeUnit.MILLISECONDS);
    } finally {
      waiting.decrementAndGet();
    }
  }

  /** Gives back what was taken for one record. */
  void giveBack(int bytes) {
    units.release(units(bytes));
  }

  /** Gives back what was taken for several records: the sum of the {@link #units} of each. */
  void giveBackUnits(int count) {
    units.release(count);
  }

  /** Whether a thread waits for memory. */
  boolean isShort() {
    return waiting.get() > 0;
  }

  long availableBytes() {
    return units.availablePermits() * unitBytes;
  }

  /** What one record of a size takes. Rounded up: the units of two are more than those of both. */
  int units(int bytes) {
    return (int) ((bytes + unitBytes - 1) / unitBytes);
  }
}
