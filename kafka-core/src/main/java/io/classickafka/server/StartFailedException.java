package io.classickafka.server;

import org.jspecify.annotations.Nullable;

/** The broker cannot start. The message is one line that tells a person what to do about it. */
public final class StartFailedException extends Exception {

  private static final long serialVersionUID = 1L;

  StartFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
