package org.apache.kafka.common.errors;

/** The client's metadata is out of date: it refreshes it and tries again. */
public abstract class InvalidMetadataException extends RetriableException {

  private static final long serialVersionUID = 1L;

  protected InvalidMetadataException() {}

  protected InvalidMetadataException(String message) {
    super(message);
  }

  protected InvalidMetadataException(String message, Throwable cause) {
    super(message, cause);
  }

  protected InvalidMetadataException(Throwable cause) {
    super(cause);
  }
}
