package io.classickafka.log;

import io.classickafka.record.BatchCursor;
import io.classickafka.record.MessageSetConverter;
import io.classickafka.record.RecordRules;
import io.classickafka.record.RecordValidator;
import java.util.function.LongSupplier;

/**
 * What appends reuse from call to call: one per partition loop, so that a log costs no decoder of
 * its own. Owned by that loop.
 */
public final class AppendWorkspace implements AutoCloseable {

  /** Decompressed bytes of one batch above which it is not converted. */
  private static final long CONVERSION_LIMIT_BYTES = 512L << 20;

  private final RecordValidator validator = new RecordValidator();
  private final MessageSetConverter converter = new MessageSetConverter(CONVERSION_LIMIT_BYTES);
  private final BatchCursor batches = new BatchCursor();
  private final ProducedRecords produced = new ProducedRecords(this);
  private final UnwrittenBatches unwritten = new UnwrittenBatches();
  private final AppendGroup group = new AppendGroup();
  private final LongSupplier monotonicNs;

  /**
   * For one loop.
   *
   * @param monotonicNs the clock that conversions are timed by
   */
  public AppendWorkspace(LongSupplier monotonicNs) {
    this.monotonicNs = monotonicNs;
  }

  long monotonicNs() {
    return monotonicNs.getAsLong();
  }

  RecordValidator validator() {
    return validator;
  }

  MessageSetConverter converter() {
    return converter;
  }

  /** What checks and converts, made ready for what one log is given now. */
  ProducedRecords produced(LogConfig config, RecordRules rules, long logStartOffset) {
    return produced.of(config, rules, logStartOffset);
  }

  BatchCursor batches() {
    return batches;
  }

  /** Empty between appends. */
  UnwrittenBatches unwritten() {
    return unwritten;
  }

  /** Appends that are made together; to be cleared by whoever filled it. */
  public AppendGroup group() {
    return group;
  }

  /** Frees the decoders. */
  @Override
  public void close() {
    validator.close();
    converter.close();
  }
}
