package org.apache.kafka.common.errors;

/** Named log directory does not exist. Error code LOG_DIR_NOT_FOUND. */
public class LogDirNotFoundException extends ApiException {

  private static final long serialVersionUID = 1L;

  public LogDirNotFoundException(String message) {
    super(message);
  }

  public LogDirNotFoundException(String message, Throwable cause) {
    super(message, cause);
  }

  public LogDirNotFoundException(Throwable cause) {
    super(cause);
  }
}
