package org.apache.kafka.common.errors;

/** Generation does not match the group. Error code ILLEGAL_GENERATION. */
public class IllegalGenerationException extends ApiException {

  private static final long serialVersionUID = 1L;

  public IllegalGenerationException() {}

  public IllegalGenerationException(String message) {
    super(message);
  }

  public IllegalGenerationException(String message, Throwable cause) {
    super(message, cause);
  }

  public IllegalGenerationException(Throwable cause) {
    super(cause);
  }
}
