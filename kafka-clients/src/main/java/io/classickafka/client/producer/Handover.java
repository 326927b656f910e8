package io.classickafka.client.producer;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Records between the threads that send and the loop, linked by themselves: newest first while they
 * come in, oldest first when they are taken. Thread-safe.
 */
final class Handover {

  private final AtomicReference<@Nullable PendingRecord> newest = new AtomicReference<>();

  /** Adds a record behind all others. */
  void add(PendingRecord record) {
    PendingRecord before;
    do {
      before = newest.get();
      record.next = before;
    } while (!newest.compareAndSet(before, record));
  }

  boolean isEmpty() {
    return newest.get() == null;
  }

  /** Takes all there are: the oldest, from which the others follow. Null when there is none. */
  @Nullable PendingRecord takeAll() {
    PendingRecord rest = newest.getAndSet(null);
    PendingRecord oldest = null;
    while (rest != null) {
      PendingRecord before = rest.next;
      rest.next = oldest;
      oldest = rest;
      rest = before;
    }
    return oldest;
  }
}
