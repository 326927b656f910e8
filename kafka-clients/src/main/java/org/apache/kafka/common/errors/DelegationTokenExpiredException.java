package org.apache.kafka.common.errors;

/** Delegation token has expired. Error code DELEGATION_TOKEN_EXPIRED. */
public class DelegationTokenExpiredException extends ApiException {

  private static final long serialVersionUID = 1L;

  public DelegationTokenExpiredException(String message) {
    super(message);
  }

  public DelegationTokenExpiredException(String message, Throwable cause) {
    super(message, cause);
  }
}
