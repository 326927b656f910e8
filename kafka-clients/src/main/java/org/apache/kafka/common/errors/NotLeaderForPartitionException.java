package org.apache.kafka.common.errors;

/** Not leader for partition. */
public class NotLeaderForPartitionException extends InvalidMetadataException {

  private static final long serialVersionUID = 1L;

  public NotLeaderForPartitionException() {}

  public NotLeaderForPartitionException(String message) {
    super(message);
  }

  public NotLeaderForPartitionException(String message, Throwable cause) {
    super(message, cause);
  }

  public NotLeaderForPartitionException(Throwable cause) {
    super(cause);
  }
}
