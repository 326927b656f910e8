package io.classickafka.zk;

import io.classickafka.zk.Json.JsonText;
import org.jspecify.annotations.Nullable;

/** The timestamps that nodes hold as text and that nobody reads but people. */
final class Timestamps {
  private static final long UNREADABLE = -1;

  private Timestamps() {}

  /** Wall-clock milliseconds; -1 for anything else, which is no reason to refuse the node. */
  static long lenient(@Nullable Json value) {
    if (value instanceof JsonText text) {
      try {
        return Math.max(UNREADABLE, Long.parseLong(text.text()));
      } catch (NumberFormatException e) {
        return UNREADABLE;
      }
    }
    return UNREADABLE;
  }
}
