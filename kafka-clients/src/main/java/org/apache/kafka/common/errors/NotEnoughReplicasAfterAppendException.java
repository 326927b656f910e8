package org.apache.kafka.common.errors;

/** In-sync replicas fell below after write. Error code NOT_ENOUGH_REPLICAS_AFTER_APPEND. */
public class NotEnoughReplicasAfterAppendException extends RetriableException {

  private static final long serialVersionUID = 1L;

  public NotEnoughReplicasAfterAppendException(String message) {
    super(message);
  }
}
