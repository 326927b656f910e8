package io.classickafka.replica;

import org.jspecify.annotations.Nullable;

/**
 * One reader's place in the list of a partition that has nothing for it. The partition calls it on
 * the partition's loop when that changes; the links belong to that loop.
 */
abstract class FetchWaiter {

  @Nullable FetchWaiter previous;
  @Nullable FetchWaiter next;
  @Nullable FetchWaiters list;

  /** Woken when the offset it may read up to passes this. */
  long armedAbove;

  /** Whether it reads up to the last stable offset instead of the high watermark. */
  boolean readCommitted;

  /** The follower it reads for, or a negative number. */
  int replicaId;

  /** There may be something to read, or an error: look again. The waiter is off the list. */
  abstract void onReady();

  /** The high watermark or log start moved; tell it with the next answer, don't wake for it. */
  abstract void onChanged();

  /** When its session or request was last heard of, in monotonic milliseconds. */
  abstract long lastContactMs();
}
