package io.classickafka.log;

import java.io.IOException;
import java.nio.file.Path;

/**
 * What lies on the disk of one log cannot be what was written there. The log goes out of use, its
 * directory does not.
 */
final class CorruptLogException extends IOException {

  private static final long serialVersionUID = 1L;

  CorruptLogException(String message) {
    super(message);
  }

  /**
   * Damage at a place in a segment.
   *
   * @param offset the first that is damaged, or the segment's when that is not known
   */
  static CorruptLogException at(Path path, long position, long offset, String why) {
    return new CorruptLogException(
        "damaged path=" + path + " position=" + position + " offset=" + offset + ": " + why);
  }
}
