package org.apache.kafka.common.errors;

/** Transaction aborted. */
public class TransactionAbortedException extends ApiException {

  private static final long serialVersionUID = 1L;

  public TransactionAbortedException() {}

  public TransactionAbortedException(String message) {
    super(message);
  }

  public TransactionAbortedException(String message, Throwable cause) {
    super(message, cause);
  }
}
