package org.apache.kafka.common.errors;

/** Request leader epoch too old. Error code FENCED_LEADER_EPOCH. */
public class FencedLeaderEpochException extends InvalidMetadataException {

  private static final long serialVersionUID = 1L;

  public FencedLeaderEpochException(String message) {
    super(message);
  }

  public FencedLeaderEpochException(String message, Throwable cause) {
    super(message, cause);
  }
}
