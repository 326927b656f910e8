package org.apache.kafka.common.errors;

/** Partition reassignment already running. Error code REASSIGNMENT_IN_PROGRESS. */
public class ReassignmentInProgressException extends ApiException {

  private static final long serialVersionUID = 1L;

  public ReassignmentInProgressException(String message) {
    super(message);
  }

  public ReassignmentInProgressException(String message, Throwable cause) {
    super(message, cause);
  }
}
