package org.apache.kafka.common.errors;

/** Unexpected server-side failure. Error code UNKNOWN_SERVER_ERROR. */
public class UnknownServerException extends ApiException {

  private static final long serialVersionUID = 1L;

  public UnknownServerException() {}

  public UnknownServerException(String message) {
    super(message);
  }

  public UnknownServerException(String message, Throwable cause) {
    super(message, cause);
  }

  public UnknownServerException(Throwable cause) {
    super(cause);
  }
}
