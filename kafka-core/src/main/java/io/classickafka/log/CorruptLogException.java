package io.classickafka.log;

import java.io.IOException;

/**
 * What lies on the disk of one log cannot be what was written there. The log goes out of use, its
 * directory does not.
 */
final class CorruptLogException extends IOException {

  private static final long serialVersionUID = 1L;

  CorruptLogException(String message) {
    super(message);
  }
}
