package org.apache.kafka.common.errors;

/** Offset outside the available range. Error code OFFSET_OUT_OF_RANGE. */
public class OffsetOutOfRangeException extends InvalidOffsetException {

  private static final long serialVersionUID = 1L;

  public OffsetOutOfRangeException(String message) {
    super(message);
  }

  public OffsetOutOfRangeException(String message, Throwable cause) {
    super(message, cause);
  }
}
