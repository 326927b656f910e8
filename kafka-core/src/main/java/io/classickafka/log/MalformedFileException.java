package io.classickafka.log;

import java.io.IOException;
import java.nio.file.Path;

/** A file that was read without error and does not say what it should. */
final class MalformedFileException extends IOException {

  private static final long serialVersionUID = 1L;

  MalformedFileException(Path path, String reason) {
    super(path + ": " + reason);
  }
}
