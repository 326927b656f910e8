package io.classickafka.log;

import io.classickafka.record.RecordValidator;

/**
 * What appends reuse from call to call: one per partition loop, so that a log costs no decoder of
 * its own. Owned by that loop.
 */
public final class AppendWorkspace implements AutoCloseable {

  private final RecordValidator validator = new RecordValidator();

  RecordValidator validator() {
    return validator;
  }

  /** Frees the decoders. */
  @Override
  public void close() {
    validator.close();
  }
}
