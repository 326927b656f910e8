package org.apache.kafka.common.errors;

/** Marker sent by an old coordinator. Error code TRANSACTION_COORDINATOR_FENCED. */
public class TransactionCoordinatorFencedException extends ApiException {

  private static final long serialVersionUID = 1L;

  public TransactionCoordinatorFencedException(String message) {
    super(message);
  }

  public TransactionCoordinatorFencedException(String message, Throwable cause) {
    super(message, cause);
  }
}
