package io.classickafka.log;

import org.jspecify.annotations.Nullable;

/** The log directories cannot be used; the message says to a person which and why. */
public final class LogDirException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  LogDirException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
