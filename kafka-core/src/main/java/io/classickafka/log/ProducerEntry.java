package io.classickafka.log;

import io.classickafka.record.RecordBatch;

/**
 * What a log knows of one idempotent producer: its epoch, its last batches, and the transaction it
 * has open. Owned by the log.
 *
 * <p>Invariant: the batches are of {@link #epoch}, oldest first, and follow each other in sequence
 * unless they were replicated from a leader that forgot the producer in between.
 */
final class ProducerEntry {

  /** Batches of which duplicates are recognised. */
  static final int KEPT_BATCHES = 5;

  static final long NO_TRANSACTION = -1;

  final long producerId;
  short epoch = RecordBatch.NO_PRODUCER_EPOCH;
  int coordinatorEpoch = -1;
  long transactionFirstOffset = NO_TRANSACTION;

  /** Largest timestamp of the last batch, or of the last marker. */
  long lastTimestampMs = RecordBatch.NO_TIMESTAMP;

  /**
   * Wall clock when it was last heard of here: an append, or a start that found it. In no file:
   * there the timestamp of its records has to serve, which may be as old as their data. Neither a
   * move to another directory changes it nor a cut, not even one that takes what was heard.
   */
  long heardOfMs = RecordBatch.NO_TIMESTAMP;

  private final int[] lastSequences = new int[KEPT_BATCHES];
  private final long[] lastOffsets = new long[KEPT_BATCHES];
  private final int[] offsetDeltas = new int[KEPT_BATCHES];
  private final long[] timestamps = new long[KEPT_BATCHES];
  private int size;
  private int oldest;

  ProducerEntry(long producerId) {
    this.producerId = producerId;
  }

  /** Adds a batch, dropping the oldest of too many. */
  void addBatch(int lastSequence, long lastOffset, int offsetDelta, long timestampMs) {
    int slot = (oldest + size) % KEPT_BATCHES;
    if (size == KEPT_BATCHES) {
      oldest = (oldest + 1) % KEPT_BATCHES;
    } else {
      size++;
    }
    lastSequences[slot] = lastSequence;
    lastOffsets[slot] = lastOffset;
    offsetDeltas[slot] = offsetDelta;
    timestamps[slot] = timestampMs;
  }

  /** A new epoch begins: what the old one wrote can no longer be repeated. */
  void startEpoch(short newEpoch) {
    epoch = newEpoch;
    size = 0;
    oldest = 0;
  }

  /** Takes over the batches of an entry that ends with the same one, if it knows more. */
  void recall(ProducerEntry longer) {
    heardOfMs = Math.max(heardOfMs, longer.heardOfMs);
    boolean sameEnd =
        longer.epoch == epoch
            && longer.lastOffset() == lastOffset()
            && longer.lastSequence() == lastSequence();
    if (isEmpty() || !sameEnd || longer.size <= size) {
      return;
    }
    size = longer.size;
    oldest = longer.oldest;
    System.arraycopy(longer.lastSequences, 0, lastSequences, 0, KEPT_BATCHES);
    System.arraycopy(longer.lastOffsets, 0, lastOffsets, 0, KEPT_BATCHES);
    System.arraycopy(longer.offsetDeltas, 0, offsetDeltas, 0, KEPT_BATCHES);
    System.arraycopy(longer.timestamps, 0, timestamps, 0, KEPT_BATCHES);
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** The slot of the batch with exactly these sequences, or -1. */
  int find(int firstSequence, int lastSequence) {
    for (int i = 0; i < size; i++) {
      int slot = (oldest + i) % KEPT_BATCHES;
      if (lastSequences[slot] == lastSequence && firstSequence(slot) == firstSequence) {
        return slot;
      }
    }
    return -1;
  }

  private int firstSequence(int slot) {
    // Sequences wrap from 2^31-1 to 0.
    return (int) (((long) lastSequences[slot] - offsetDeltas[slot]) & Integer.MAX_VALUE);
  }

  long firstOffset(int slot) {
    return lastOffsets[slot] - offsetDeltas[slot];
  }

  long lastOffset(int slot) {
    return lastOffsets[slot];
  }

  long timestampMs(int slot) {
    return timestamps[slot];
  }

  private int newest() {
    return (oldest + size - 1) % KEPT_BATCHES;
  }

  /** Of the last batch; -1 when there is none. */
  int lastSequence() {
    return isEmpty() ? RecordBatch.NO_SEQUENCE : lastSequences[newest()];
  }

  /** Of the last batch; -1 when there is none. */
  long lastOffset() {
    return isEmpty() ? -1 : lastOffsets[newest()];
  }

  /** Of the last known batch that ends below an offset; -1 when there is none. */
  long lastOffsetBelow(long offset) {
    for (int i = size - 1; i >= 0; i--) {
      long last = lastOffsets[(oldest + i) % KEPT_BATCHES];
      if (last < offset) {
        return last;
      }
    }
    return -1;
  }

  /** Of the last batch; 0 when there is none. */
  int lastOffsetDelta() {
    return isEmpty() ? 0 : offsetDeltas[newest()];
  }

  boolean hasTransaction() {
    return transactionFirstOffset != NO_TRANSACTION;
  }

  /** Whether it was silent for long enough to be forgotten. */
  boolean isExpired(long nowMs, long expirationMs) {
    return !hasTransaction() && nowMs - Math.max(lastTimestampMs, heardOfMs) >= expirationMs;
  }
}
