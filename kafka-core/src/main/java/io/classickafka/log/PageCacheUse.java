package io.classickafka.log;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much this broker has put into the page cache, over all its logs: from that follows what is
 * most likely still in it. Any thread.
 *
 * <p>A guess that errs on the safe side, since nobody can ask the kernel without a memory map: the
 * budget is a small part of the memory, and what other processes do is not known here.
 */
final class PageCacheUse {

  private final AtomicLong bytes = new AtomicLong();
  private final long budgetBytes;

  /**
   * Of a broker that has used nothing.
   *
   * @param budgetBytes how much of what came last is taken to be in memory; 0 for nothing
   */
  PageCacheUse(long budgetBytes) {
    this.budgetBytes = budgetBytes;
  }

  /** Bytes were written, or read from where they may not have been in memory. */
  void add(long more) {
    bytes.addAndGet(more);
  }

  /** All bytes so far. */
  long bytes() {
    return bytes.get();
  }

  /** What came after this many bytes is most likely in memory. */
  long residentFrom() {
    return budgetBytes == 0 ? Long.MAX_VALUE : bytes.get() - budgetBytes;
  }
}
