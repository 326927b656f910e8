package org.apache.kafka.common.errors;

/** Fetch session epoch out of step. Error code INVALID_FETCH_SESSION_EPOCH. */
public class InvalidFetchSessionEpochException extends RetriableException {

  private static final long serialVersionUID = 1L;

  public InvalidFetchSessionEpochException() {}

  public InvalidFetchSessionEpochException(String message) {
    super(message);
  }
}
