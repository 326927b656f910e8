package org.apache.kafka.common.errors;

/** Session timeout outside allowed range. Error code INVALID_SESSION_TIMEOUT. */
public class InvalidSessionTimeoutException extends ApiException {

  private static final long serialVersionUID = 1L;

  public InvalidSessionTimeoutException(String message) {
    super(message);
  }

  public InvalidSessionTimeoutException(String message, Throwable cause) {
    super(message, cause);
  }
}
