package org.apache.kafka.common.errors;

/** No reassignment to cancel or list. Error code NO_REASSIGNMENT_IN_PROGRESS. */
public class NoReassignmentInProgressException extends ApiException {

  private static final long serialVersionUID = 1L;

  public NoReassignmentInProgressException(String message) {
    super(message);
  }

  public NoReassignmentInProgressException(String message, Throwable cause) {
    super(message, cause);
  }
}
