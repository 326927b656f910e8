package org.apache.kafka.common.errors;

/** Transaction must be aborted, then usable. Error code TRANSACTION_ABORTABLE. */
public class TransactionAbortableException extends ApiException {

  private static final long serialVersionUID = 1L;

  public TransactionAbortableException(String message) {
    super(message);
  }
}
