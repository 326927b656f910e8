package org.apache.kafka.common.errors;

import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** A broker answered with an error. Carries no stack trace: the cause is at the broker. */
public class ApiException extends KafkaException {

  private static final long serialVersionUID = 1L;

  public ApiException() {}

  public ApiException(@Nullable String message) {
    super(message);
  }

  public ApiException(@Nullable String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  public ApiException(@Nullable Throwable cause) {
    super(cause);
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
