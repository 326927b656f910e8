package org.apache.kafka.common.errors;

/** Stored message format too old. Error code UNSUPPORTED_FOR_MESSAGE_FORMAT. */
public class UnsupportedForMessageFormatException extends ApiException {

  private static final long serialVersionUID = 1L;

  public UnsupportedForMessageFormatException(String message) {
    super(message);
  }

  public UnsupportedForMessageFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
