package org.apache.kafka.common.errors;

/** Request malformed or contradictory. Error code INVALID_REQUEST. */
public class InvalidRequestException extends ApiException {

  private static final long serialVersionUID = 1L;

  public InvalidRequestException(String message) {
    super(message);
  }

  public InvalidRequestException(String message, Throwable cause) {
    super(message, cause);
  }
}
