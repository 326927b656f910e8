package org.apache.kafka.common.errors;

/** Append larger than a log segment. Error code RECORD_LIST_TOO_LARGE. */
public class RecordBatchTooLargeException extends ApiException {

  private static final long serialVersionUID = 1L;

  public RecordBatchTooLargeException() {}

  public RecordBatchTooLargeException(String message) {
    super(message);
  }

  public RecordBatchTooLargeException(String message, Throwable cause) {
    super(message, cause);
  }

  public RecordBatchTooLargeException(Throwable cause) {
    super(cause);
  }
}
