package org.apache.kafka.common.errors;

/** Acks is not -1, 0 or 1. Error code INVALID_REQUIRED_ACKS. */
public class InvalidRequiredAcksException extends ApiException {

  private static final long serialVersionUID = 1L;

  public InvalidRequiredAcksException(String message) {
    super(message);
  }
}
