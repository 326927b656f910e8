package org.apache.kafka.common;

import org.jspecify.annotations.Nullable;

/** The root of everything a client throws that is about Kafka. */
public class KafkaException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public KafkaException() {}

  public KafkaException(@Nullable String message) {
    super(message);
  }

  public KafkaException(@Nullable String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  public KafkaException(@Nullable Throwable cause) {
    super(cause);
  }
}
