package io.classickafka.client.producer;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The memory that records on their way may take ({@code buffer.memory}). Taken by application
 * threads, which wait in the order they came; given back by the loop, which never waits.
 */
final class MemoryBudget {

  private final long totalBytes;
  // A semaphore counts ints: above 1 GB it counts in larger units.
  private final int unitBytes;
  private final Semaphore units;

  MemoryBudget(long totalBytes) {
    this.totalBytes = totalBytes;
    this.unitBytes = (int) (totalBytes >>> 30) + 1;
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

  /** Waits for memory; false when there was none in time. */
  boolean take(int bytes, long timeoutMs) throws InterruptedException {
    return units.tryAcquire(units(bytes), timeoutMs, TimeUnit.MILLISECONDS);
  }

  void giveBack(int bytes) {
    units.release(units(bytes));
  }

  /** Whether a thread waits for memory. */
  boolean isShort() {
    return units.hasQueuedThreads();
  }

  long availableBytes() {
    return (long) units.availablePermits() * unitBytes;
  }

  private int units(int bytes) {
    return (int) (((long) bytes + unitBytes - 1) / unitBytes);
  }
}
