package org.apache.kafka.common.errors;

/** Skipped because others in batch failed. Error code OPERATION_NOT_ATTEMPTED. */
public class OperationNotAttemptedException extends ApiException {

  private static final long serialVersionUID = 1L;

  public OperationNotAttemptedException(String message) {
    super(message);
  }
}
