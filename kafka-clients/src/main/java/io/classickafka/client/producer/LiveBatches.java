package io.classickafka.client.producer;

import io.classickafka.seam.EventLoop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All batches without an outcome, oldest first: those who flush wait for them, and each has its
 * time ({@code delivery.timeout.ms}). State of the loop.
 */
final class LiveBatches {

  private final EventLoop loop;
  private final long deliveryTimeoutMs;
  private final Consumer<ProducerBatch> onExpired;
  private final Set<ProducerBatch> alive = new LinkedHashSet<>();
  private final ArrayDeque<Flush> flushes = new ArrayDeque<>();
  private EventLoop.@Nullable Scheduled timer;
  private long lastNumber;

  /** Somebody who waits for all batches up to a number. */
  private record Flush(long upTo, CompletableFuture<Void> done) {}

  LiveBatches(EventLoop loop, long deliveryTimeoutMs, Consumer<ProducerBatch> onExpired) {
    this.loop = loop;
    this.deliveryTimeoutMs = deliveryTimeoutMs;
    this.onExpired = onExpired;
  }

  long nextNumber() {
    return lastNumber + 1;
  }

  void add(ProducerBatch batch) {
    lastNumber = batch.number;
    alive.add(batch);
    if (timer == null) {
      arm(batch);
    }
  }

  void remove(ProducerBatch batch) {
    alive.remove(batch);
    ProducerBatch oldest = oldest();
    long settledUpTo = oldest == null ? Long.MAX_VALUE : oldest.number - 1;
    while (!flushes.isEmpty() && flushes.getFirst().upTo() <= settledUpTo) {
      flushes.removeFirst().done().complete(null);
    }
  }

  /** Puts what a batch was split into in its place. */
  void replace(ProducerBatch batch, List<ProducerBatch> parts) {
    List<ProducerBatch> all = all();
    alive.clear();
    for (ProducerBatch one : all) {
      if (one == batch) {
        alive.addAll(parts);
      } else {
        alive.add(one);
      }
    }
  }

  /** Done when every batch there is now has its outcome. */
  void flush(CompletableFuture<Void> done) {
    if (alive.isEmpty()) {
      done.complete(null);
    } else {
      flushes.addLast(new Flush(lastNumber, done));
    }
  }

  /** Whether somebody waits for a flush. */
  boolean isFlushing() {
    return !flushes.isEmpty();
  }

  boolean isEmpty() {
    return alive.isEmpty();
  }

  List<ProducerBatch> all() {
    return new ArrayList<>(alive);
  }

  private @Nullable ProducerBatch oldest() {
    return alive.isEmpty() ? null : alive.iterator().next();
  }

  // Batches are made in order and all have the same time: the oldest is the next to expire.
  private void arm(ProducerBatch oldest) {
    long leftMs = oldest.createdMs + deliveryTimeoutMs - loop.monotonicMs();
    timer = loop.schedule(Math.max(0, leftMs), this::expire);
  }

  private void expire() {
    timer = null;
    ProducerBatch oldest = oldest();
    while (oldest != null && loop.monotonicMs() - oldest.createdMs >= deliveryTimeoutMs) {
      try {
        onExpired.accept(oldest);
      } finally {
        // One that stayed would be the oldest for ever, and no flush would end.
        remove(oldest);
      }
      oldest = oldest();
    }
    if (oldest != null) {
      arm(oldest);
    }
  }

  void close() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}
