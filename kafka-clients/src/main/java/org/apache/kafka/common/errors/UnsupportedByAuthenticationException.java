package org.apache.kafka.common.errors;

/** Token request on unsuitable connection. Error code DELEGATION_TOKEN_REQUEST_NOT_ALLOWED. */
public class UnsupportedByAuthenticationException extends ApiException {

  private static final long serialVersionUID = 1L;

  public UnsupportedByAuthenticationException(String message) {
    super(message);
  }

  public UnsupportedByAuthenticationException(String message, Throwable cause) {
    super(message, cause);
  }
}
