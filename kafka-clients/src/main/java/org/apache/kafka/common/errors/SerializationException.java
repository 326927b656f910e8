package org.apache.kafka.common.errors;

import org.apache.kafka.common.KafkaException;

/** Serialization. */
public class SerializationException extends KafkaException {

  private static final long serialVersionUID = 1L;

  public SerializationException() {}

  public SerializationException(String message) {
    super(message);
  }

  public SerializationException(String message, Throwable cause) {
    super(message, cause);
  }

  public SerializationException(Throwable cause) {
    super(cause);
  }
}
