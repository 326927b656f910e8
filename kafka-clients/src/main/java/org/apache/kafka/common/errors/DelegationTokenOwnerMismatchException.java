package org.apache.kafka.common.errors;

/** Principal is neither owner nor renewer. Error code DELEGATION_TOKEN_OWNER_MISMATCH. */
public class DelegationTokenOwnerMismatchException extends ApiException {

  private static final long serialVersionUID = 1L;

  public DelegationTokenOwnerMismatchException(String message) {
    super(message);
  }

  public DelegationTokenOwnerMismatchException(String message, Throwable cause) {
    super(message, cause);
  }
}
