package org.apache.kafka.common.errors;

/** Controller epoch is outdated. Error code STALE_CONTROLLER_EPOCH. */
public class ControllerMovedException extends ApiException {

  private static final long serialVersionUID = 1L;

  public ControllerMovedException(String message) {
    super(message);
  }

  public ControllerMovedException(String message, Throwable cause) {
    super(message, cause);
  }
}
