package org.apache.kafka.common.errors;

/** Preferred leader cannot take over. Error code PREFERRED_LEADER_NOT_AVAILABLE. */
public class PreferredLeaderNotAvailableException extends InvalidMetadataException {

  private static final long serialVersionUID = 1L;

  public PreferredLeaderNotAvailableException(String message) {
    super(message);
  }

  public PreferredLeaderNotAvailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
