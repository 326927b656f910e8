package org.apache.kafka.common.errors;

import org.apache.kafka.common.KafkaException;

/** The thread was interrupted while it waited; its interrupt flag is set again. */
public class InterruptException extends KafkaException {

  private static final long serialVersionUID = 1L;

  public InterruptException(InterruptedException cause) {
    super(cause);
    Thread.currentThread().interrupt();
  }

  public InterruptException(String message, InterruptedException cause) {
    super(message, cause);
    Thread.currentThread().interrupt();
  }

  public InterruptException(String message) {
    super(message, new InterruptedException());
    Thread.currentThread().interrupt();
  }
}
