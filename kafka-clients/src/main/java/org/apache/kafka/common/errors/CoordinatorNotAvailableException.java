package org.apache.kafka.common.errors;

/** The coordinator is not available yet. Error code COORDINATOR_NOT_AVAILABLE. */
public class CoordinatorNotAvailableException extends RetriableException {

  private static final long serialVersionUID = 1L;

  /** The one without a message. */
  @SuppressWarnings("StaticAssignmentOfThrowable") // Part of the API that applications know.
  public static final CoordinatorNotAvailableException INSTANCE =
      new CoordinatorNotAvailableException();

  private CoordinatorNotAvailableException() {}

  public CoordinatorNotAvailableException(String message) {
    super(message);
  }

  public CoordinatorNotAvailableException(String message, Throwable cause) {
    super(message, cause);
  }

  public CoordinatorNotAvailableException(Throwable cause) {
    super(cause);
  }
}
