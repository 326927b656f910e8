package io.classickafka.log.clean;

import io.classickafka.record.ControlMarker;
import io.classickafka.record.RecordBatch;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a walk over a log knows of the transactions that it is inside of: carried from batch to
 * batch and from segment to segment, for a transaction may begin in one and end in another. Owned
 * by one cleaning.
 *
 * <p>The walk gives each batch once, in the order of offsets, and the aborted transactions that
 * begin at or below a batch before that batch.
 */
public final class TransactionCarry {

  /** Nothing is done with the aborted transactions that stay. */
  public static final Consumer<AbortedTransaction> NOWHERE = transaction -> {};

  private static final class Open {
    private final AbortedTransaction transaction;
    private boolean seen;

    Open(AbortedTransaction transaction) {
      this.transaction = transaction;
    }
  }

  /** Aborted transactions that the walk has not reached, by first offset. */
  private final TreeMap<Long, AbortedTransaction> ahead = new TreeMap<>();

  /** Aborted transactions whose marker is still to come, by producer. */
  private final TreeMap<Long, Open> aborted = new TreeMap<>();

  /** Producers with a batch of a transaction that will be committed. */
  private final Set<Long> committed = new HashSet<>();

  /** Tells of an aborted transaction that begins at or above where the walk is, or spans it. */
  public void add(AbortedTransaction transaction) {
    ahead.put(transaction.firstOffset(), transaction);
  }

  /** Takes a data batch; true when it belongs to a transaction that was aborted. */
  public boolean onData(RecordBatch batch) {
    reach(batch.lastOffset());
    if (!batch.isTransactional()) {
      return false;
    }
    Open open = aborted.get(batch.producerId());
    if (open == null) {
      committed.add(batch.producerId());
      return false;
    }
    open.seen = true;
    return true;
  }

  /**
   * Takes a control batch; true when the walk met no batch of the transaction it ends, so that
   * nobody needs the marker any more.
   *
   * @param marker what it says; null when it is no transaction marker
   * @param kept told of an aborted transaction that the index still has to name
   */
  public boolean onMarker(
      RecordBatch batch, @Nullable ControlMarker marker, Consumer<AbortedTransaction> kept) {
    reach(batch.lastOffset());
    if (marker == null) {
      // Emptied before, or of a kind that only newer brokers know.
      return batch.recordCount() == 0;
    }
    if (marker.commit()) {
      return !committed.remove(batch.producerId());
    }
    Open open = aborted.remove(batch.producerId());
    if (open == null || !open.seen) {
      return true;
    }
    kept.accept(open.transaction);
    return false;
  }

  private void reach(long offset) {
    while (!ahead.isEmpty() && ahead.firstKey() <= offset) {
      AbortedTransaction begun = ahead.pollFirstEntry().getValue();
      aborted.putIfAbsent(begun.producerId(), new Open(begun));
    }
  }
}
