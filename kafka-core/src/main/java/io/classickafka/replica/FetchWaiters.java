package io.classickafka.replica;

import org.jspecify.annotations.Nullable;

/**
 * The readers parked at one partition, in the order they came. Adding and removing one costs the
 * same however many there are. Owned by the partition's loop.
 */
final class FetchWaiters {

  private @Nullable FetchWaiter first;
  private @Nullable FetchWaiter last;
  private int count;

  int count() {
    return count;
  }

  void arm(FetchWaiter waiter, long above) {
    waiter.armedAbove = above;
    waiter.list = this;
    waiter.previous = last;
    waiter.next = null;
    if (last == null) {
      first = waiter;
    } else {
      last.next = waiter;
    }
    last = waiter;
    count++;
  }

  /** Takes a waiter off whichever list it is on; no effect when it is on none. */
  static void disarm(FetchWaiter waiter) {
    FetchWaiters list = waiter.list;
    if (list != null) {
      list.unlink(waiter);
    }
  }

  private void unlink(FetchWaiter waiter) {
    FetchWaiter before = waiter.previous;
    FetchWaiter after = waiter.next;
    if (before == null) {
      first = after;
    } else {
      before.next = after;
    }
    if (after == null) {
      last = before;
    } else {
      after.previous = before;
    }
    waiter.previous = null;
    waiter.next = null;
    waiter.list = null;
    count--;
  }

  /**
   * Readable offsets moved: wakes whoever waits for less, and tells the others that something
   * changed.
   */
  void advance(long readable, long readableCommitted) {
    for (FetchWaiter waiter = first; waiter != null; ) {
      FetchWaiter following = waiter.next;
      if ((waiter.readCommitted ? readableCommitted : readable) > waiter.armedAbove) {
        unlink(waiter);
        waiter.onReady();
      } else {
        waiter.onChanged();
      }
      waiter = following;
    }
  }

  /** Tells everyone that something changed which is no reason to wake. */
  void changed() {
    for (FetchWaiter waiter = first; waiter != null; waiter = waiter.next) {
      waiter.onChanged();
    }
  }

  /** Wakes everyone: the partition is not what it was. */
  void wakeAll() {
    while (first != null) {
      FetchWaiter waiter = first;
      unlink(waiter);
      waiter.onReady();
    }
  }

  @Nullable FetchWaiter first() {
    return first;
  }
}
