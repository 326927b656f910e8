package io.classickafka.client.producer;

import io.classickafka.record.RecordBatch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The batches of one partition: those that wait, oldest first, and those in flight. Keeps their
 * order and their sequence numbers. State of the loop.
 */
final class PartitionQueue {

  /**
   * Batches of one producer that a broker recognises when they are repeated. The limit of requests
   * in flight is by connection, so a partition whose leader moved may have more without this one.
   */
  private static final int REMEMBERED_BATCHES = 5;

  final TopicPartition partition;
  private final boolean oneInFlight;
  private final ArrayDeque<ProducerBatch> waiting = new ArrayDeque<>();
  private final List<ProducerBatch> inFlight = new ArrayList<>();
  private @Nullable ProducerIdentity identity;
  private int nextSequence;

  /**
   * Whether a batch of the identity was acknowledged. Before, the leader knows nothing of it, and
   * takes any number for the first: a second batch would pass the first that failed.
   */
  private boolean introduced;

  private boolean startAnew;

  /**
   * A queue without batches.
   *
   * @param oneInFlight whether a batch may leave only when no other is in flight, wherever to: the
   *     order that {@code max.in.flight.requests.per.connection=1} promises must outlive a leader
   */
  PartitionQueue(TopicPartition partition, boolean oneInFlight) {
    this.partition = partition;
    this.oneInFlight = oneInFlight;
  }

  int waitingCount() {
    return waiting.size();
  }

  /** The batch that records are appended to; null when there is none. */
  @Nullable ProducerBatch last() {
    return waiting.peekLast();
  }

  void add(ProducerBatch batch) {
    waiting.addLast(batch);
  }

  /**
   * Whether the first batch should leave: it is full, was sent before, lingered long enough, or
   * everything must leave.
   */
  boolean isDue(long nowMs, long lingerMs, boolean everything) {
    ProducerBatch first = waiting.peekFirst();
    return first != null
        && nowMs >= first.notBeforeMs()
        && (everything
            || first.attempts() > 0
            || first.isFull()
            || waiting.size() > 1
            || nowMs - first.createdMs >= lingerMs);
  }

  /** Whether order allows to send the first batch now. */
  boolean mayTake() {
    ProducerBatch first = waiting.peekFirst();
    if (first == null) {
      return false;
    }
    if (inFlight.isEmpty()) {
      return true;
    }
    if (oneInFlight || first.attempts() > 0 || startAnew) {
      return false;
    }
    boolean sequenced = inFlight.get(0).isSequenced();
    boolean tooMany = inFlight.size() >= REMEMBERED_BATCHES || !introduced;
    return !(sequenced && tooMany) && !isRepeating();
  }

  // A loop, here and below, as each batch asks several times.
  private boolean isRepeating() {
    for (ProducerBatch batch : inFlight) {
      if (batch.attempts() > 1) {
        return true;
      }
    }
    return false;
  }

  int firstSizeBytes() {
    ProducerBatch first = waiting.peekFirst();
    return first == null ? 0 : first.sizeBytes();
  }

  /**
   * Takes the first batch to be sent.
   *
   * @param current the producer's identity; null when it is not idempotent
   */
  ProducerBatch take(@Nullable ProducerIdentity current) {
    ProducerBatch batch = waiting.removeFirst();
    if (current != null) {
      sequence(batch, current);
    }
    batch.countAttempt();
    inFlight.add(batch);
    return batch;
  }

  private void sequence(ProducerBatch batch, ProducerIdentity current) {
    if (startAnew) {
      // Nothing is in flight: mayTake saw to that.
      startAnew = false;
      identity = null;
      batch.dropSequence();
      waiting.forEach(ProducerBatch::dropSequence);
    }
    if (batch.isSequenced()) {
      return;
    }
    ProducerIdentity used = identity;
    if (used == null || (!used.equals(current) && isSettled())) {
      used = current;
      identity = current;
      nextSequence = 0;
      introduced = false;
    }
    batch.giveSequence(used, nextSequence);
    nextSequence = RecordBatch.sequencePlus(nextSequence, batch.recordCount());
  }

  // Numbers of a new identity begin when none of the old ones can come back any more.
  private boolean isSettled() {
    for (ProducerBatch batch : waiting) {
      if (batch.isSequenced()) {
        return false;
      }
    }
    return inFlight.isEmpty();
  }

  /** A batch came back, with whatever outcome. */
  void landed(ProducerBatch batch) {
    inFlight.remove(batch);
  }

  /** A batch was acknowledged. */
  void acknowledged(ProducerBatch batch) {
    introduced |= batch.identity() != null && batch.identity().equals(identity);
  }

  /** Puts a batch back where it was in the order, to be sent again after a pause. */
  void putBack(ProducerBatch batch, long notBeforeMs) {
    batch.pauseUntil(notBeforeMs);
    insert(batch);
  }

  /** Puts what a batch was split into where it was in the order, to be sent as if for once. */
  void putBack(List<ProducerBatch> parts) {
    parts.forEach(this::insert);
  }

  private void insert(ProducerBatch batch) {
    ArrayDeque<ProducerBatch> older = new ArrayDeque<>();
    while (!waiting.isEmpty() && waiting.getFirst().isBefore(batch)) {
      older.addLast(waiting.removeFirst());
    }
    waiting.addFirst(batch);
    while (!older.isEmpty()) {
      waiting.addFirst(older.removeLast());
    }
  }

  /** Whether no older batch of this partition is without an outcome. */
  boolean isOldest(ProducerBatch batch) {
    for (ProducerBatch other : inFlight) {
      if (!other.isDone() && other.isBefore(batch)) {
        return false;
      }
    }
    ProducerBatch first = waiting.peekFirst();
    return first == null || !first.isBefore(batch);
  }

  /** Gives new numbers to everything, once nothing is in flight. */
  void startAnew() {
    startAnew = true;
  }

  /** Takes out a batch that ran out of time; false when it is in flight. */
  boolean remove(ProducerBatch batch) {
    return waiting.remove(batch);
  }

  boolean isIdle() {
    return waiting.isEmpty() && inFlight.isEmpty();
  }
}
