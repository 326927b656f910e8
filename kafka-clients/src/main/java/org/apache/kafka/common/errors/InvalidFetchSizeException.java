package org.apache.kafka.common.errors;

/** Fetch size not acceptable. Error code INVALID_FETCH_SIZE. */
public class InvalidFetchSizeException extends ApiException {

  private static final long serialVersionUID = 1L;

  public InvalidFetchSizeException(String message) {
    super(message);
  }

  public InvalidFetchSizeException(String message, Throwable cause) {
    super(message, cause);
  }
}
