package org.apache.kafka.common.errors;

/** Rejected by a configured policy. Error code POLICY_VIOLATION. */
public class PolicyViolationException extends ApiException {

  private static final long serialVersionUID = 1L;

  public PolicyViolationException(String message) {
    super(message);
  }

  public PolicyViolationException(String message, Throwable cause) {
    super(message, cause);
  }
}
