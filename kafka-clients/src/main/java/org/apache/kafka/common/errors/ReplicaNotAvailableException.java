package org.apache.kafka.common.errors;

/** Requested replica not available. Error code REPLICA_NOT_AVAILABLE. */
public class ReplicaNotAvailableException extends InvalidMetadataException {

  private static final long serialVersionUID = 1L;

  public ReplicaNotAvailableException(String message) {
    super(message);
  }

  public ReplicaNotAvailableException(String message, Throwable cause) {
    super(message, cause);
  }

  public ReplicaNotAvailableException(Throwable cause) {
    super(cause);
  }
}
