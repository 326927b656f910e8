package org.apache.kafka.common.errors;

/** Record timestamp outside allowed range. Error code INVALID_TIMESTAMP. */
public class InvalidTimestampException extends ApiException {

  private static final long serialVersionUID = 1L;

  public InvalidTimestampException(String message) {
    super(message);
  }

  public InvalidTimestampException(String message, Throwable cause) {
    super(message, cause);
  }
}
