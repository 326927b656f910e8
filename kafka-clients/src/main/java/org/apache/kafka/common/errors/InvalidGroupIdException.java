package org.apache.kafka.common.errors;

/** Group id not valid. Error code INVALID_GROUP_ID. */
public class InvalidGroupIdException extends ApiException {

  private static final long serialVersionUID = 1L;

  public InvalidGroupIdException(String message) {
    super(message);
  }

  public InvalidGroupIdException(String message, Throwable cause) {
    super(message, cause);
  }
}
