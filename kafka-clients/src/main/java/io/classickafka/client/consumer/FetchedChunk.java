package io.classickafka.client.consumer;

import io.classickafka.protocol.message.FetchResponse.AbortedTransaction;
import io.classickafka.record.BatchCursor;
import io.classickafka.record.ControlMarker;
import io.classickafka.record.RecordBatch;
import io.classickafka.record.RecordCursor;
import io.classickafka.record.RecordFault;
import io.classickafka.seam.ByteSlice;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Records of one partition as they were fetched, read one by one. Held by the loop or lent to the
 * application's thread, never both.
 */
public final class FetchedChunk {

  // A batch is decompressed as a stream, so this bounds time, not memory.
  private static final long EXPANSION_LIMIT = Long.MAX_VALUE;

  private final TopicPartition partition;
  private final ByteSlice bytes;
  private final boolean readCommitted;
  private final boolean checkCrcs;
  private final ArrayDeque<AbortedTransaction> aborted = new ArrayDeque<>();
  private final Set<Long> abortedProducers = new LinkedHashSet<>();
  private final BatchCursor batches = new BatchCursor();
  private final RecordCursor record = new RecordCursor(EXPANSION_LIMIT);
  private boolean inBatch;
  private boolean finished;
  private boolean closed;
  private long nextOffset;
  private int lastEpoch = -1;

  /**
   * Records from an offset on.
   *
   * @param bytes whole batches, the last one perhaps cut off; takes over one count
   * @param aborted transactions whose records are not shown to those who read committed ones
   */
  FetchedChunk(
      TopicPartition partition,
      ByteSlice bytes,
      long fromOffset,
      List<AbortedTransaction> aborted,
      boolean readCommitted,
      boolean checkCrcs) {
    this.partition = partition;
    this.bytes = bytes;
    this.nextOffset = fromOffset;
    this.readCommitted = readCommitted;
    this.checkCrcs = checkCrcs;
    List<AbortedTransaction> sorted = new ArrayList<>(aborted);
    sorted.sort(Comparator.comparingLong(AbortedTransaction::firstOffset));
    this.aborted.addAll(sorted);
    batches.over(bytes);
  }

  public TopicPartition partition() {
    return partition;
  }

  /** The offset after the last record read. */
  public long nextOffset() {
    return nextOffset;
  }

  /** The leader epoch of the last record read, or -1. */
  public int lastEpoch() {
    return lastEpoch;
  }

  public boolean isFinished() {
    return finished;
  }

  /** The record that {@link #next} moved to. */
  public RecordCursor record() {
    return record;
  }

  /** The batch of that record. */
  public RecordBatch batch() {
    return batches.batch();
  }

  /**
   * Moves to the next record that the consumer sees.
   *
   * @throws KafkaException when what was fetched is damaged
   */
  public boolean next() {
    while (!finished) {
      if (inBatch && nextInBatch()) {
        return true;
      }
      nextBatch();
    }
    return false;
  }

  private boolean nextInBatch() {
    while (record.next()) {
      if (record.offset() >= nextOffset) {
        nextOffset = record.offset() + 1;
        lastEpoch = batches.batch().leaderEpoch();
        return true;
      }
    }
    if (record.fault() != RecordFault.NONE) {
      throw damaged(record.fault());
    }
    inBatch = false;
    // Compaction may have taken the batch's last records away.
    nextOffset = Math.max(nextOffset, batches.batch().lastOffset() + 1);
    return false;
  }

  private void nextBatch() {
    if (!batches.next()) {
      if (batches.fault() != RecordFault.NONE && batches.fault() != RecordFault.CUT_OFF) {
        throw damaged(batches.fault());
      }
      finished = true;
      return;
    }
    RecordBatch batch = batches.batch();
    if (checkCrcs && !batch.isValidCrc()) {
      throw damaged(RecordFault.CRC);
    }
    if (batch.magic() == RecordBatch.MAGIC_2) {
      if (batch.lastOffset() < nextOffset) {
        return;
      }
      if (isHidden(batch)) {
        nextOffset = batch.lastOffset() + 1;
        lastEpoch = batch.leaderEpoch();
        return;
      }
    }
    record.open(batch);
    inBatch = true;
  }

  // Markers are nobody's records; those of aborted transactions are for who reads uncommitted.
  private boolean isHidden(RecordBatch batch) {
    if (readCommitted) {
      while (!aborted.isEmpty() && aborted.getFirst().firstOffset() <= batch.lastOffset()) {
        abortedProducers.add(aborted.removeFirst().producerId());
      }
    }
    if (batch.isControl()) {
      record.open(batch);
      ControlMarker marker = record.next() ? ControlMarker.read(record) : null;
      if (marker != null && !marker.commit()) {
        abortedProducers.remove(batch.producerId());
      }
      record.finish();
      return true;
    }
    return readCommitted
        && batch.isTransactional()
        && abortedProducers.contains(batch.producerId());
  }

  private KafkaException damaged(RecordFault fault) {
    return new KafkaException(
        "what was fetched of "
            + partition
            + " is damaged at offset "
            + nextOffset
            + ": "
            + fault.sentence()
            + "; seek past it to go on");
  }

  /** Gives the memory back. */
  void close() {
    if (!closed) {
      closed = true;
      record.close();
      bytes.release();
    }
  }
}
