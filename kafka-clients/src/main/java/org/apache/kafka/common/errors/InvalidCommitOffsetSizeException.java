package org.apache.kafka.common.errors;

/** Commit value too large to store. Error code INVALID_COMMIT_OFFSET_SIZE. */
public class InvalidCommitOffsetSizeException extends ApiException {

  private static final long serialVersionUID = 1L;

  public InvalidCommitOffsetSizeException(String message) {
    super(message);
  }

  public InvalidCommitOffsetSizeException(String message, Throwable cause) {
    super(message, cause);
  }
}
