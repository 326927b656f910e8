package org.apache.kafka.common.errors;

/** Rejoin with the assigned member id. Error code MEMBER_ID_REQUIRED. */
public class MemberIdRequiredException extends ApiException {

  private static final long serialVersionUID = 1L;

  public MemberIdRequiredException(String message) {
    super(message);
  }

  public MemberIdRequiredException(String message, Throwable cause) {
    super(message, cause);
  }
}
