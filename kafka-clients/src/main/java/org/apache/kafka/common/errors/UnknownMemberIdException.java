package org.apache.kafka.common.errors;

/** Member id not in the group. Error code UNKNOWN_MEMBER_ID. */
public class UnknownMemberIdException extends ApiException {

  private static final long serialVersionUID = 1L;

  public UnknownMemberIdException() {}

  public UnknownMemberIdException(String message) {
    super(message);
  }

  public UnknownMemberIdException(String message, Throwable cause) {
    super(message, cause);
  }

  public UnknownMemberIdException(Throwable cause) {
    super(cause);
  }
}
