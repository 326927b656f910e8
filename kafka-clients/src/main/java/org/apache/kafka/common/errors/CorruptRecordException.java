package org.apache.kafka.common.errors;

/** Bad CRC, size or missing key. Error code CORRUPT_MESSAGE. */
public class CorruptRecordException extends RetriableException {

  private static final long serialVersionUID = 1L;

  public CorruptRecordException() {}

  public CorruptRecordException(String message) {
    super(message);
  }

  public CorruptRecordException(String message, Throwable cause) {
    super(message, cause);
  }

  public CorruptRecordException(Throwable cause) {
    super(cause);
  }
}
