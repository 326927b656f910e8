package io.classickafka.client.producer;

import io.classickafka.record.RecordBatch;
import io.classickafka.record.RecordBatchBuilder;
import io.classickafka.seam.ByteSlice;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Records of one partition that are sent, acknowledged and repeated together. State of the loop.
 * Open while it has a builder, then bytes, then done.
 */
final class ProducerBatch {

  final TopicPartition partition;

  /** Grows with each batch of a producer. The parts of one that was split keep its number. */
  final long number;

  final long createdMs;

  /** Where the first record stood in the batch that got the number: 0 but in parts. */
  private final int firstIndex;

  private @Nullable PendingRecord first;
  private @Nullable PendingRecord last;
  private int count;
  private @Nullable RecordBatchBuilder builder;
  private @Nullable ByteSlice bytes;
  private @Nullable ProducerIdentity identity;
  private int sequence = RecordBatch.NO_SEQUENCE;
  private int memoryUnits;
  private int attempts;
  private int unsent;
  private long notBeforeMs = Long.MIN_VALUE;
  private boolean full;
  private boolean done;

  /** What becomes a batch when one is split. */
  record Part(ByteSlice bytes, int recordCount, int memoryUnits) {}

  ProducerBatch(TopicPartition partition, long number, long createdMs, RecordBatchBuilder builder) {
    this.partition = partition;
    this.number = number;
    this.createdMs = createdMs;
    this.firstIndex = 0;
    this.builder = builder;
  }

  // Of a part: like any batch that is full and was never sent.
  private ProducerBatch(ProducerBatch whole, int recordsBefore, Part part) {
    this.partition = whole.partition;
    this.number = whole.number;
    this.createdMs = whole.createdMs;
    this.firstIndex = whole.firstIndex + recordsBefore;
    this.bytes = part.bytes();
    this.memoryUnits = part.memoryUnits();
    this.full = true;
    if (whole.identity != null) {
      giveSequence(whole.identity, RecordBatch.sequencePlus(whole.sequence, recordsBefore));
    }
  }

  /** Whether its records come before those of another batch of the same partition. */
  boolean isBefore(ProducerBatch other) {
    return number == other.number ? firstIndex < other.firstIndex : number < other.number;
  }

  /** Whether a record may be appended without the batch outgrowing a size. */
  boolean fits(PendingRecord record, int limitBytes) {
    RecordBatchBuilder open = builder;
    return open != null
        && !full
        && (count == 0 || open.uncompressedSizeBytes() + record.sizeBytes() <= limitBytes);
  }

  /**
   * Appends a record.
   *
   * @param units what it took of the memory budget
   */
  void append(PendingRecord record, int units) {
    RecordBatchBuilder open = builder;
    if (open == null) {
      throw new IllegalStateException("the batch is closed");
    }
    record.appendTo(open);
    memoryUnits += units;
    link(record);
  }

  private void link(PendingRecord record) {
    if (last == null) {
      first = record;
    } else {
      last.next = record;
    }
    last = record;
    count++;
  }

  /** Takes no more records. */
  void markFull() {
    full = true;
  }

  boolean isFull() {
    return full;
  }

  int sizeBytes() {
    if (bytes != null) {
      return bytes.sizeBytes();
    }
    return builder == null ? 0 : builder.uncompressedSizeBytes();
  }

  int recordCount() {
    return count;
  }

  /** What its records took of the memory budget. */
  int memoryUnits() {
    return memoryUnits;
  }

  /** How often it was given to a connection. */
  int attempts() {
    return attempts;
  }

  void countAttempt() {
    attempts++;
  }

  /** Counts an attempt with which nothing left: there was no connection. */
  void countUnsent() {
    unsent++;
  }

  /** How often it may have reached a broker: what {@code retries} limits. */
  int timesSent() {
    return attempts - unsent;
  }

  /** Has it wait before it is sent again, and what is behind it too, but nothing before it. */
  void pauseUntil(long timeMs) {
    notBeforeMs = timeMs;
  }

  long notBeforeMs() {
    return notBeforeMs;
  }

  boolean isDone() {
    return done;
  }

  boolean isSequenced() {
    return identity != null;
  }

  @Nullable ProducerIdentity identity() {
    return identity;
  }

  int sequence() {
    return sequence;
  }

  void giveSequence(ProducerIdentity producer, int first) {
    identity = producer;
    sequence = first;
    if (bytes != null) {
      new RecordBatch().wrap(bytes).setProducer(producer.id(), producer.epoch(), first);
    }
  }

  void dropSequence() {
    identity = null;
    sequence = RecordBatch.NO_SEQUENCE;
  }

  /** The finished bytes. The builder, if it still had one, is free again and returned. */
  @Nullable RecordBatchBuilder close() {
    RecordBatchBuilder open = builder;
    if (open == null) {
      return null;
    }
    if (open.recordCount() != count) {
      // An error in the midst of appending one: the loop went on, but these bytes are no batch.
      throw new IllegalStateException(
          "a batch of " + open.recordCount() + " records for " + count + " that were sent");
    }
    if (identity != null) {
      open.producer(identity.id(), identity.epoch(), sequence);
    }
    bytes = open.build();
    builder = null;
    return open;
  }

  /** Lets go of the builder, if it still has one: nothing is built of what will not be sent. */
  @Nullable RecordBatchBuilder discard() {
    RecordBatchBuilder open = builder;
    builder = null;
    return open;
  }

  ByteSlice bytes() {
    ByteSlice finished = bytes;
    if (finished == null) {
      throw new IllegalStateException("the batch is not closed");
    }
    return finished;
  }

  /**
   * Becomes several batches, which have its records, its time and the sequence numbers it had among
   * them. It is done then, and knows of nothing.
   *
   * @param parts in the order of the records, with all of them
   */
  List<ProducerBatch> become(List<Part> parts) {
    List<ProducerBatch> batches = new ArrayList<>(parts.size());
    int before = 0;
    for (Part part : parts) {
      batches.add(new ProducerBatch(this, before, part));
      before += part.recordCount();
    }
    // Nothing is made from here on, so that nothing can fail between two records.
    done = true;
    for (int i = 0; i < batches.size(); i++) {
      for (int taken = 0; taken < parts.get(i).recordCount(); taken++) {
        PendingRecord record = takeFirst();
        if (record != null) {
          batches.get(i).link(record);
        }
      }
    }
    return batches;
  }

  void succeed(long baseOffset, long appendTimeMs) {
    done = true;
    int index = 0;
    for (PendingRecord record = takeFirst(); record != null; record = takeFirst()) {
      record.succeed(partition, baseOffset, index++, appendTimeMs);
    }
  }

  void fail(Exception error) {
    done = true;
    for (PendingRecord record = takeFirst(); record != null; record = takeFirst()) {
      record.fail(error);
    }
  }

  // Unlinked: whoever keeps a record's future keeps no others with it.
  private @Nullable PendingRecord takeFirst() {
    PendingRecord record = first;
    if (record != null) {
      first = record.next;
      record.next = null;
    }
    return record;
  }
}
