package org.apache.kafka.common.errors;

/** This broker is not the coordinator. Error code NOT_COORDINATOR. */
public class NotCoordinatorException extends RetriableException {

  private static final long serialVersionUID = 1L;

  public NotCoordinatorException(String message) {
    super(message);
  }

  public NotCoordinatorException(String message, Throwable cause) {
    super(message, cause);
  }
}
