package org.apache.kafka.clients.consumer;

import java.util.Locale;

/** Where to begin when nothing was committed, or what was committed is gone. */
public enum OffsetResetStrategy {
  LATEST,
  EARLIEST,
  NONE;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
