package org.apache.kafka.common.errors;

/** Transaction timeout above broker maximum. Error code INVALID_TRANSACTION_TIMEOUT. */
public class InvalidTxnTimeoutException extends ApiException {

  private static final long serialVersionUID = 1L;

  public InvalidTxnTimeoutException(String message) {
    super(message);
  }

  public InvalidTxnTimeoutException(String message, Throwable cause) {
    super(message, cause);
  }
}
