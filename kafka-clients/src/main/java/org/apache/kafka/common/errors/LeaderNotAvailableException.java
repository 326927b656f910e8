package org.apache.kafka.common.errors;

/** Partition has no leader now. Error code LEADER_NOT_AVAILABLE. */
public class LeaderNotAvailableException extends InvalidMetadataException {

  private static final long serialVersionUID = 1L;

  public LeaderNotAvailableException(String message) {
    super(message);
  }

  public LeaderNotAvailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
