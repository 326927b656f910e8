package org.apache.kafka.common.errors;

import java.nio.ByteBuffer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * A key or value could not be deserialized; seek past the offset to go on. It has the record as it
 * was read, for those who put it elsewhere.
 */
public class RecordDeserializationException extends SerializationException {

  private static final long serialVersionUID = 2L;

  private final transient @Nullable DeserializationExceptionOrigin origin;
  private final transient TopicPartition partition;
  private final long offset;
  private final transient TimestampType timestampType;
  private final long timestamp;
  private final transient @Nullable ByteBuffer keyBuffer;
  private final transient @Nullable ByteBuffer valueBuffer;
  private final transient @Nullable Headers headers;

  /** What could not be deserialized. */
  public enum DeserializationExceptionOrigin {
    KEY,
    VALUE
  }

  /**
   * An exception without the record.
   *
   * @deprecated the record is of use to who catches it
   */
  @Deprecated
  public RecordDeserializationException(
      TopicPartition partition, long offset, String message, Throwable cause) {
    super(message, cause);
    this.origin = null;
    this.partition = partition;
    this.offset = offset;
    this.timestampType = TimestampType.NO_TIMESTAMP_TYPE;
    this.timestamp = -1;
    this.keyBuffer = null;
    this.valueBuffer = null;
    this.headers = null;
  }

  /** An exception with the record. */
  public RecordDeserializationException(
      DeserializationExceptionOrigin origin,
      TopicPartition partition,
      long offset,
      long timestamp,
      TimestampType timestampType,
      @Nullable ByteBuffer keyBuffer,
      @Nullable ByteBuffer valueBuffer,
      Headers headers,
      String message,
      Throwable cause) {
    super(message, cause);
    this.origin = origin;
    this.partition = partition;
    this.offset = offset;
    this.timestampType = timestampType;
    this.timestamp = timestamp;
    this.keyBuffer = keyBuffer;
    this.valueBuffer = valueBuffer;
    this.headers = headers;
  }

  /** What could not be deserialized; null where that was not said. */
  public @Nullable DeserializationExceptionOrigin origin() {
    return origin;
  }

  /** The partition of the record. */
  public TopicPartition topicPartition() {
    return partition;
  }

  /** The offset of the record. */
  public long offset() {
    return offset;
  }

  /** What the timestamp says. */
  public TimestampType timestampType() {
    return timestampType;
  }

  /** The timestamp of the record. */
  public long timestamp() {
    return timestamp;
  }

  /** The bytes of the key; null when it has none, or they were not given. */
  public @Nullable ByteBuffer keyBuffer() {
    return keyBuffer;
  }

  /** The bytes of the value; null when it has none, or they were not given. */
  public @Nullable ByteBuffer valueBuffer() {
    return valueBuffer;
  }

  /** The headers of the record; null when they were not given. */
  public @Nullable Headers headers() {
    return headers;
  }
}
