package org.apache.kafka.common.errors;

/** Token operation not allowed. Error code DELEGATION_TOKEN_AUTHORIZATION_FAILED. */
public class DelegationTokenAuthorizationException extends AuthorizationException {

  private static final long serialVersionUID = 1L;

  public DelegationTokenAuthorizationException(String message) {
    super(message);
  }

  public DelegationTokenAuthorizationException(String message, Throwable cause) {
    super(message, cause);
  }
}
