package org.apache.kafka.common.errors;

/** Credential violates the rules. Error code UNACCEPTABLE_CREDENTIAL. */
public class UnacceptableCredentialException extends ApiException {

  private static final long serialVersionUID = 1L;

  public UnacceptableCredentialException(String message) {
    super(message);
  }

  public UnacceptableCredentialException(String message, Throwable cause) {
    super(message, cause);
  }
}
