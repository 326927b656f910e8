package org.apache.kafka.common.errors;

/** Instance id taken over by another. Error code FENCED_INSTANCE_ID. */
public class FencedInstanceIdException extends ApiException {

  private static final long serialVersionUID = 1L;

  public FencedInstanceIdException(String message) {
    super(message);
  }

  public FencedInstanceIdException(String message, Throwable cause) {
    super(message, cause);
  }
}
