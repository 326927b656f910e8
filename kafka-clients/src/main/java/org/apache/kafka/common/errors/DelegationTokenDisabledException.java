package org.apache.kafka.common.errors;

/** Delegation tokens are turned off. Error code DELEGATION_TOKEN_AUTH_DISABLED. */
public class DelegationTokenDisabledException extends ApiException {

  private static final long serialVersionUID = 1L;

  public DelegationTokenDisabledException(String message) {
    super(message);
  }

  public DelegationTokenDisabledException(String message, Throwable cause) {
    super(message, cause);
  }
}
