package io.classickafka.log;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What puts only a log out of use, and what an operator does about it. */
final class LogRemedy {

  private static final String DAMAGED =
      "stop the broker; if another replica is in sync, delete this partition's directory and it is"
          + " copied anew; if not, restore it, or give up what is lost as docs/storage.md says";

  private static final String FAULT =
      "restart the broker, which checks the end of the log and goes on with it; report the fault";

  private LogRemedy() {}

  /** Null when it is not the log that failed, but its directory. */
  static @Nullable String of(IOException cause) {
    if (cause instanceof AppendFaultException) {
      return FAULT;
    }
    boolean damaged =
        cause instanceof CorruptLogException || cause instanceof MalformedFileException;
    return damaged ? DAMAGED : null;
  }
}
