package io.classickafka.replica;

import io.classickafka.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * The writes of one partition that wait for their replicas, by the offset they need, so that an
 * advance of the high watermark looks only at those it settles. Owned by the partition's loop.
 */
final class AckWaiters {

  private @Nullable AckWaiter first;
  private @Nullable AckWaiter last;
  private int count;

  int count() {
    return count;
  }

  /** Adds a write, behind those that need as much or less. */
  void add(AckWaiter waiter) {
    // All but the repetition of an earlier write belong at the end.
    AckWaiter before = last;
    while (before != null && before.requiredOffset > waiter.requiredOffset) {
      before = before.previous;
    }
    AckWaiter after = before == null ? first : before.next;
    waiter.previous = before;
    waiter.next = after;
    if (before == null) {
      first = waiter;
    } else {
      before.next = waiter;
    }
    if (after == null) {
      last = waiter;
    } else {
      after.previous = waiter;
    }
    count++;
  }

  /** Takes a write off the list: its time is over. */
  void remove(AckWaiter waiter) {
    AckWaiter before = waiter.previous;
    AckWaiter after = waiter.next;
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
    count--;
  }

  /** Settles every write at the head of the list that the high watermark has passed. */
  void settle(long highWatermark, ErrorCode outcome) {
    while (first != null && first.requiredOffset <= highWatermark) {
      AckWaiter waiter = first;
      remove(waiter);
      waiter.settle(outcome);
    }
  }

  /** Settles all of them with an error: the partition does not lead any more. */
  void failAll(ErrorCode error) {
    settle(Long.MAX_VALUE, error);
  }
}
