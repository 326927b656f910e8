package org.apache.kafka.common.errors;

/** Retriable. */
public abstract class RetriableException extends ApiException {

  private static final long serialVersionUID = 1L;

  protected RetriableException() {}

  protected RetriableException(String message) {
    super(message);
  }

  protected RetriableException(String message, Throwable cause) {
    super(message, cause);
  }

  protected RetriableException(Throwable cause) {
    super(cause);
  }
}
