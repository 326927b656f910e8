package org.apache.kafka.common.errors;

/** Offset now lives in remote storage. Error code OFFSET_MOVED_TO_TIERED_STORAGE. */
public class OffsetMovedToTieredStorageException extends ApiException {

  private static final long serialVersionUID = 1L;

  public OffsetMovedToTieredStorageException(String message) {
    super(message);
  }

  public OffsetMovedToTieredStorageException(String message, Throwable cause) {
    super(message, cause);
  }
}
