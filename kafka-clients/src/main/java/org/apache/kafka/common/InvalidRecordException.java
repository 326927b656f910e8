package org.apache.kafka.common;

import org.apache.kafka.common.errors.ApiException;

/** A record was refused by the broker's checks. Error code INVALID_RECORD. */
public class InvalidRecordException extends ApiException {

  private static final long serialVersionUID = 1L;

  public InvalidRecordException(String message) {
    super(message);
  }

  public InvalidRecordException(String message, Throwable cause) {
    super(message, cause);
  }
}
