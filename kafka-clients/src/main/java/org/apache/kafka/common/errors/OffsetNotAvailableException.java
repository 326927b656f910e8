package org.apache.kafka.common.errors;

/** New leader not caught up yet. Error code OFFSET_NOT_AVAILABLE. */
public class OffsetNotAvailableException extends RetriableException {

  private static final long serialVersionUID = 1L;

  public OffsetNotAvailableException(String message) {
    super(message);
  }
}
