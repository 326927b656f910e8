package org.apache.kafka.common.errors;

/** In-sync replicas below the minimum. Error code NOT_ENOUGH_REPLICAS. */
public class NotEnoughReplicasException extends RetriableException {

  private static final long serialVersionUID = 1L;

  public NotEnoughReplicasException() {}

  public NotEnoughReplicasException(String message) {
    super(message);
  }

  public NotEnoughReplicasException(String message, Throwable cause) {
    super(message, cause);
  }

  public NotEnoughReplicasException(Throwable cause) {
    super(cause);
  }
}
