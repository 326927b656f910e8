package org.apache.kafka.common.errors;

import java.util.Collections;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** A record is larger than is allowed. Error code MESSAGE_TOO_LARGE. */
public class RecordTooLargeException extends ApiException {

  private static final long serialVersionUID = 1L;

  private final transient Map<TopicPartition, Long> recordTooLargePartitions;

  public RecordTooLargeException() {
    this.recordTooLargePartitions = Collections.emptyMap();
  }

  public RecordTooLargeException(String message) {
    this(message, Collections.emptyMap());
  }

  public RecordTooLargeException(Throwable cause) {
    super(cause);
    this.recordTooLargePartitions = Collections.emptyMap();
  }

  public RecordTooLargeException(String message, Throwable cause) {
    super(message, cause);
    this.recordTooLargePartitions = Collections.emptyMap();
  }

  public RecordTooLargeException(
      String message, Map<TopicPartition, Long> recordTooLargePartitions) {
    super(message);
    this.recordTooLargePartitions = recordTooLargePartitions;
  }

  /** The offset of the record, by partition. */
  public Map<TopicPartition, Long> recordTooLargePartitions() {
    return recordTooLargePartitions;
  }
}
