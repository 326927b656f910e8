package org.apache.kafka.common.errors;

/** Topic or partition not known here. Error code UNKNOWN_TOPIC_OR_PARTITION. */
public class UnknownTopicOrPartitionException extends InvalidMetadataException {

  private static final long serialVersionUID = 1L;

  public UnknownTopicOrPartitionException() {}

  public UnknownTopicOrPartitionException(String message) {
    super(message);
  }

  public UnknownTopicOrPartitionException(String message, Throwable cause) {
    super(message, cause);
  }

  public UnknownTopicOrPartitionException(Throwable cause) {
    super(cause);
  }
}
