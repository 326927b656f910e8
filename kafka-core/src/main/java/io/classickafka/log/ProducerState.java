package io.classickafka.log;

import io.classickafka.protocol.ErrorCode;
import io.classickafka.record.ControlMarker;
import io.classickafka.record.RecordBatch;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a log knows of its idempotent and transactional producers: enough to recognise duplicates
 * and gaps, to fence old epochs, and to tell where the last stable offset is. Owned by the log.
 *
 * <p>Every change is a replay of a batch, so that leader, follower and recovery come to the same
 * state.
 */
final class ProducerState {

  /**
   * A transaction that ended.
   *
   * @param lastOffset offset of its marker
   */
  record Completed(long producerId, long firstOffset, long lastOffset, boolean aborted) {}

  /**
   * Whether a batch may be appended.
   *
   * @param duplicateOf the slot in the producer's entry of the batch this one repeats, or -1
   */
  record Verdict(ErrorCode error, String message, int duplicateOf) {
    static final Verdict ACCEPT = new Verdict(ErrorCode.NONE, "", -1);

    static Verdict refuse(ErrorCode error, String message) {
      return new Verdict(error, message, -1);
    }

    boolean isAccepted() {
      return error == ErrorCode.NONE && duplicateOf < 0;
    }
  }

  // Sorted, so that a snapshot has the same bytes whoever writes it.
  private final TreeMap<Long, ProducerEntry> producers = new TreeMap<>();

  /** Open transactions: first offset to producer id. */
  private final TreeMap<Long, Long> ongoing = new TreeMap<>();

  /** Ended transactions whose marker is not below the high watermark yet, by first offset. */
  private final TreeMap<Long, Completed> unreplicated = new TreeMap<>();

  void clear() {
    producers.clear();
    ongoing.clear();
    unreplicated.clear();
  }

  Collection<ProducerEntry> producers() {
    return producers.values();
  }

  @Nullable ProducerEntry producer(long producerId) {
    return producers.get(producerId);
  }

  boolean isEmpty() {
    return producers.isEmpty();
  }

  /** Adds an entry from a snapshot. */
  void restore(ProducerEntry entry) {
    producers.put(entry.producerId, entry);
    if (entry.hasTransaction()) {
      ongoing.put(entry.transactionFirstOffset, entry.producerId);
    }
  }

  /** When it was last heard of each producer. */
  Map<Long, Long> heardOf() {
    Map<Long, Long> heardOf = new TreeMap<>();
    producers.forEach((producerId, entry) -> heardOf.put(producerId, entry.heardOfMs));
    return heardOf;
  }

  /** Knows again when it was last heard of those that are left. */
  void remind(Map<Long, Long> heardOf) {
    for (ProducerEntry entry : producers.values()) {
      entry.heardOfMs = heardOf.getOrDefault(entry.producerId, entry.heardOfMs);
    }
  }

  /**
   * What a snapshot held is known again: forgets those that were silent for long, and hears of the
   * others.
   */
  void found(long nowMs, long expirationMs) {
    removeExpired(nowMs, expirationMs);
    producers.values().forEach(entry -> entry.heardOfMs = nowMs);
  }

  /** Fills up what a snapshot does not keep, from the state of the batches right before it. */
  void recall(ProducerState before) {
    for (ProducerEntry entry : producers.values()) {
      ProducerEntry recalled = before.producer(entry.producerId);
      if (recalled != null) {
        entry.recall(recalled);
      }
    }
  }

  /**
   * Decides whether the leader may append a batch that has a producer id.
   *
   * @param marker what a control batch says; null for a data batch
   */
  Verdict check(RecordBatch batch, @Nullable ControlMarker marker, Origin origin) {
    ProducerEntry entry = producers.get(batch.producerId());
    short epoch = batch.producerEpoch();
    if (entry == null) {
      return Verdict.ACCEPT;
    }
    if (origin == Origin.CLIENT && entry.epoch == epoch) {
      int slot = entry.find(batch.baseSequence(), batch.lastSequence());
      if (slot >= 0) {
        return new Verdict(ErrorCode.NONE, "", slot);
      }
    }
    if (epoch < entry.epoch) {
      return Verdict.refuse(
          ErrorCode.INVALID_PRODUCER_EPOCH,
          "producer epoch " + epoch + " is below " + entry.epoch + producer(entry));
    }
    if (marker != null) {
      return marker.coordinatorEpoch() < entry.coordinatorEpoch
          ? Verdict.refuse(
              ErrorCode.TRANSACTION_COORDINATOR_FENCED,
              "coordinator epoch is below " + entry.coordinatorEpoch + producer(entry))
          : Verdict.ACCEPT;
    }
    if (origin == Origin.CLIENT && !isInSequence(entry, epoch, batch.baseSequence())) {
      return Verdict.refuse(
          ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER,
          "sequence " + batch.baseSequence() + " after " + entry.lastSequence() + producer(entry));
    }
    if (entry.hasTransaction() && !batch.isTransactional()) {
      return Verdict.refuse(
          ErrorCode.INVALID_TXN_STATE,
          "the batch is not part of the transaction that is open" + producer(entry));
    }
    return Verdict.ACCEPT;
  }

  private static String producer(ProducerEntry entry) {
    return " producerId=" + entry.producerId;
  }

  private static boolean isInSequence(ProducerEntry entry, short epoch, int firstSequence) {
    if (entry.epoch == RecordBatch.NO_PRODUCER_EPOCH) {
      return true;
    }
    if (entry.epoch != epoch) {
      return firstSequence == 0;
    }
    int last = entry.lastSequence();
    return firstSequence == last + 1L || (firstSequence == 0 && last == Integer.MAX_VALUE);
  }

  /**
   * Takes in a batch that is in the log now.
   *
   * @param marker what a control batch says; null for a data batch
   * @param nowMs wall clock
   * @return the transaction that it ended, or null
   */
  @Nullable Completed apply(RecordBatch batch, @Nullable ControlMarker marker, long nowMs) {
    long producerId = batch.producerId();
    ProducerEntry entry = producers.computeIfAbsent(producerId, ProducerEntry::new);
    if (entry.epoch != batch.producerEpoch()) {
      entry.startEpoch(batch.producerEpoch());
    }
    entry.lastTimestampMs = batch.maxTimestamp();
    entry.heardOfMs = nowMs;
    if (batch.isControl()) {
      return marker == null ? null : endTransaction(entry, batch.baseOffset(), marker);
    }
    entry.addBatch(
        batch.lastSequence(), batch.lastOffset(), batch.lastOffsetDelta(), batch.maxTimestamp());
    if (batch.isTransactional() && !entry.hasTransaction()) {
      entry.transactionFirstOffset = batch.baseOffset();
      ongoing.put(batch.baseOffset(), producerId);
    }
    return null;
  }

  private @Nullable Completed endTransaction(
      ProducerEntry entry, long markerOffset, ControlMarker marker) {
    entry.coordinatorEpoch = marker.coordinatorEpoch();
    if (!entry.hasTransaction()) {
      return null;
    }
    Completed completed =
        new Completed(
            entry.producerId, entry.transactionFirstOffset, markerOffset, !marker.commit());
    entry.transactionFirstOffset = ProducerEntry.NO_TRANSACTION;
    ongoing.remove(completed.firstOffset());
    unreplicated.put(completed.firstOffset(), completed);
    return completed;
  }

  /** The last stable offset as of an aborted transaction: what its index entry carries. */
  long lastStableOffsetAfter(Completed completed) {
    return ongoing.isEmpty() ? completed.lastOffset() + 1 : ongoing.firstKey();
  }

  /** Transactions that ended below the high watermark no longer hold back anybody. */
  void onHighWatermark(long highWatermark) {
    Iterator<Completed> completed = unreplicated.values().iterator();
    while (completed.hasNext()) {
      if (completed.next().lastOffset() < highWatermark) {
        completed.remove();
      }
    }
  }

  /** First offset that is not decided below the high watermark; Long.MAX_VALUE for none. */
  long firstUnstableOffset() {
    long first = ongoing.isEmpty() ? Long.MAX_VALUE : ongoing.firstKey();
    return unreplicated.isEmpty() ? first : Math.min(first, unreplicated.firstKey());
  }

  /** Forgets producers that were silent for long. Open transactions keep theirs. */
  int removeExpired(long nowMs, long expirationMs) {
    int before = producers.size();
    producers.values().removeIf(entry -> entry.isExpired(nowMs, expirationMs));
    return before - producers.size();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<Long, ProducerEntry> producer : producers.entrySet()) {
      ProducerEntry entry = producer.getValue();
      text.append(text.length() == 0 ? "" : " ")
          .append(producer.getKey())
          .append(":epoch=")
          .append(entry.epoch)
          .append(",last=")
          .append(entry.lastSequence())
          .append('@')
          .append(entry.lastOffset())
          .append(entry.hasTransaction() ? ",txn=" + entry.transactionFirstOffset : "");
    }
    return text.toString();
  }
}
