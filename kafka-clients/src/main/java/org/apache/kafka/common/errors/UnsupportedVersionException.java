package org.apache.kafka.common.errors;

/** The peer does not serve the version, or the version lacks what was asked. */
public class UnsupportedVersionException extends ApiException {

  private static final long serialVersionUID = 1L;

  public UnsupportedVersionException(String message) {
    super(message);
  }

  public UnsupportedVersionException(String message, Throwable cause) {
    super(message, cause);
  }
}
