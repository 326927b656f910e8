package org.apache.kafka.clients.producer;

import org.apache.kafka.common.TopicPartition;

/** Where a record went that the broker acknowledged. */
public final class RecordMetadata {

  /** The partition of a record that failed before it was given one. */
  public static final int UNKNOWN_PARTITION = -1;

  private final TopicPartition topicPartition;
  private final long offset;
  private final long timestamp;
  private final int serializedKeySize;
  private final int serializedValueSize;

  /**
   * A record's place.
   *
   * @param baseOffset the first offset of its batch, -1 when the broker does not tell
   * @param batchIndex the record's index in the batch
   */
  public RecordMetadata(
      TopicPartition topicPartition,
      long baseOffset,
      int batchIndex,
      long timestamp,
      int serializedKeySize,
      int serializedValueSize) {
    this.topicPartition = topicPartition;
    this.offset = baseOffset == -1 ? -1 : baseOffset + batchIndex;
    this.timestamp = timestamp;
    this.serializedKeySize = serializedKeySize;
    this.serializedValueSize = serializedValueSize;
  }

  public boolean hasOffset() {
    return offset != -1;
  }

  /** The record's offset, -1 when the broker did not tell (acks=0). */
  public long offset() {
    return offset;
  }

  public boolean hasTimestamp() {
    return timestamp != -1;
  }

  /** The record's timestamp in the log, -1 when it is not known. */
  public long timestamp() {
    return timestamp;
  }

  /** Size of the key in bytes, -1 for a null key. */
  public int serializedKeySize() {
    return serializedKeySize;
  }

  /** Size of the value in bytes, -1 for a null value. */
  public int serializedValueSize() {
    return serializedValueSize;
  }

  public String topic() {
    return topicPartition.topic();
  }

  public int partition() {
    return topicPartition.partition();
  }

  /** {@code topic-partition@offset}. */
  @Override
  public String toString() {
    return topicPartition + "@" + offset;
  }
}
