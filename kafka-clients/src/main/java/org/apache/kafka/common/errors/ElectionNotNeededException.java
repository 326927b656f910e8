package org.apache.kafka.common.errors;

/** Leader is already the right one. Error code ELECTION_NOT_NEEDED. */
public class ElectionNotNeededException extends InvalidMetadataException {

  private static final long serialVersionUID = 1L;

  public ElectionNotNeededException(String message) {
    super(message);
  }

  public ElectionNotNeededException(String message, Throwable cause) {
    super(message, cause);
  }
}
