package org.apache.kafka.common.errors;

/** Operation did not finish in time. Error code REQUEST_TIMED_OUT. */
public class TimeoutException extends RetriableException {

  private static final long serialVersionUID = 1L;

  public TimeoutException() {}

  public TimeoutException(String message) {
    super(message);
  }

  public TimeoutException(String message, Throwable cause) {
    super(message, cause);
  }

  public TimeoutException(Throwable cause) {
    super(cause);
  }
}
