package org.apache.kafka.common.errors;

import org.apache.kafka.common.TopicPartition;

/** A key or value could not be deserialized; seek past the offset to go on. */
public class RecordDeserializationException extends SerializationException {

  private static final long serialVersionUID = 1L;

  private final transient TopicPartition partition;
  private final long offset;

  public RecordDeserializationException(
      TopicPartition partition, long offset, String message, Throwable cause) {
    super(message, cause);
    this.partition = partition;
    this.offset = offset;
  }

  /** The partition of the record. */
  public TopicPartition topicPartition() {
    return partition;
  }

  /** The offset of the record. */
  public long offset() {
    return offset;
  }
}
