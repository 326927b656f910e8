package org.apache.kafka.common.errors;

/** Transaction state forbids the operation. Error code INVALID_TXN_STATE. */
public class InvalidTxnStateException extends ApiException {

  private static final long serialVersionUID = 1L;

  public InvalidTxnStateException(String message) {
    super(message);
  }
}
