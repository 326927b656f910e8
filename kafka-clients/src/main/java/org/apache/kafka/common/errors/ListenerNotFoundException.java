package org.apache.kafka.common.errors;

/** Leader lacks a matching listener. Error code LISTENER_NOT_FOUND. */
public class ListenerNotFoundException extends InvalidMetadataException {

  private static final long serialVersionUID = 1L;

  public ListenerNotFoundException(String message) {
    super(message);
  }

  public ListenerNotFoundException(String message, Throwable cause) {
    super(message, cause);
  }
}
