package org.apache.kafka.common.errors;

/** Log directory failed on disk. Error code KAFKA_STORAGE_ERROR. */
public class KafkaStorageException extends InvalidMetadataException {

  private static final long serialVersionUID = 1L;

  public KafkaStorageException() {}

  public KafkaStorageException(String message) {
    super(message);
  }

  public KafkaStorageException(String message, Throwable cause) {
    super(message, cause);
  }

  public KafkaStorageException(Throwable cause) {
    super(cause);
  }
}
