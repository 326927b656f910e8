package org.apache.kafka.common.errors;

/** The connection was lost before the answer. */
public class DisconnectException extends RetriableException {

  private static final long serialVersionUID = 1L;

  /** The one without a message. */
  @SuppressWarnings("StaticAssignmentOfThrowable") // Part of the API that applications know.
  public static final DisconnectException INSTANCE = new DisconnectException();

  public DisconnectException() {}

  public DisconnectException(String message) {
    super(message);
  }

  public DisconnectException(String message, Throwable cause) {
    super(message, cause);
  }

  public DisconnectException(Throwable cause) {
    super(cause);
  }
}
