package org.apache.kafka.common.errors;

/** Coordinator still loading its partition. Error code COORDINATOR_LOAD_IN_PROGRESS. */
public class CoordinatorLoadInProgressException extends RetriableException {

  private static final long serialVersionUID = 1L;

  public CoordinatorLoadInProgressException(String message) {
    super(message);
  }

  public CoordinatorLoadInProgressException(String message, Throwable cause) {
    super(message, cause);
  }
}
