package org.apache.kafka.common.errors;

/** Partition count not valid. Error code INVALID_PARTITIONS. */
public class InvalidPartitionsException extends ApiException {

  private static final long serialVersionUID = 1L;

  public InvalidPartitionsException(String message) {
    super(message);
  }

  public InvalidPartitionsException(String message, Throwable cause) {
    super(message, cause);
  }
}
