package io.classickafka.log;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * This broker failed in the middle of an append, so that a log's file, its end and what is known of
 * producers may say different things. The log goes out of use until it is opened again, its
 * directory does not.
 */
final class AppendFaultException extends IOException {

  private static final long serialVersionUID = 1L;

  AppendFaultException(@Nullable Throwable cause) {
    super("a fault of the broker in an append" + (cause == null ? "" : ": " + cause), cause);
  }
}
