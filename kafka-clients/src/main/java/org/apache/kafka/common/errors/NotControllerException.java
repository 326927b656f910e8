package org.apache.kafka.common.errors;

/** This broker is not the controller. Error code NOT_CONTROLLER. */
public class NotControllerException extends RetriableException {

  private static final long serialVersionUID = 1L;

  public NotControllerException(String message) {
    super(message);
  }

  public NotControllerException(String message, Throwable cause) {
    super(message, cause);
  }
}
