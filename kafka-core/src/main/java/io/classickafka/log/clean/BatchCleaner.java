package io.classickafka.log.clean;

import io.classickafka.record.Compression;
import io.classickafka.record.ControlMarker;
import io.classickafka.record.LegacyMessageSet;
import io.classickafka.record.RecordBatch;
import io.classickafka.record.RecordBatchBuilder;
import io.classickafka.record.RecordCursor;
import io.classickafka.record.RecordFault;
import io.classickafka.record.TimestampType;
import io.classickafka.seam.ByteSlice;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides what of a batch survives a cleaning, and makes the smaller batch where it is not all or
 * nothing. Owned by one cleaning, which gives it every batch once and in order.
 */
public final class BatchCleaner implements AutoCloseable {

  /** What is to be written in place of a batch. */
  public enum Outcome {
    /** The batch's own bytes. */
    KEPT,
    /** Those of {@link #replacement}. */
    REPLACED,
    /** Nothing. */
    DROPPED
  }

  /**
   * What a pass goes by.
   *
   * @param keys last offset of each key below {@code mappedEnd}
   * @param mappedEnd records at and above it stay
   * @param nowMs wall clock of the pass
   * @param deleteRetentionMs how long a tombstone stays from when a pass first met it
   * @param producers whose last batch must not vanish, by id
   */
  public record Pass(
      KeyOffsets keys,
      long mappedEnd,
      long nowMs,
      long deleteRetentionMs,
      Map<Long, ActiveProducer> producers) {}

  private final Pass pass;
  private final TransactionCarry transactions;
  private final Consumer<AbortedTransaction> keptAborted;
  private final RecordCursor records;
  private final RecordBatchBuilder builder = new RecordBatchBuilder();
  private final LegacyMessageSet legacy = new LegacyMessageSet();
  private @Nullable ByteSlice replacement;

  // The batch under way.
  private boolean keepsLegacyTombstones;
  private boolean horizonPassed;
  private long seenRecords;

  /**
   * A cleaner for one pass.
   *
   * @param keptAborted told of the aborted transactions that the written index must name
   * @param limitBytes what a batch may decompress to
   */
  public BatchCleaner(Pass pass, Consumer<AbortedTransaction> keptAborted, long limitBytes) {
    this.pass = pass;
    this.keptAborted = keptAborted;
    this.transactions = new TransactionCarry();
    this.records = new RecordCursor(limitBytes);
  }

  /** Where the pass says what was aborted. */
  public TransactionCarry transactions() {
    return transactions;
  }

  /** Records met so far. */
  public long seenRecords() {
    return seenRecords;
  }

  /**
   * Takes the next batch.
   *
   * @param batch whole, its CRC checked
   * @param keepsLegacyTombstones whether tombstones of magic 0 and 1 stay, which know no horizon
   * @throws UncleanableException when its records cannot be read
   */
  public Outcome clean(RecordBatch batch, boolean keepsLegacyTombstones) {
    this.keepsLegacyTombstones = keepsLegacyTombstones;
    replacement = null;
    horizonPassed = batch.hasDeleteHorizon() && batch.deleteHorizonMs() <= pass.nowMs();
    if (batch.isControl()) {
      return cleanMarker(batch);
    }
    return transactions.onData(batch) ? empty(batch) : cleanData(batch);
  }

  /** The bytes that replace the batch. */
  public ByteSlice replacement() {
    ByteSlice made = replacement;
    if (made == null) {
      throw new IllegalStateException("the batch was not replaced");
    }
    return made;
  }

  private Outcome cleanMarker(RecordBatch batch) {
    ControlMarker marker = null;
    records.open(batch);
    if (records.next()) {
      seenRecords++;
      marker = ControlMarker.read(records);
    }
    check(batch);
    boolean needless = transactions.onMarker(batch, marker, keptAborted);
    if (batch.recordCount() == 0 || (needless && horizonPassed)) {
      return empty(batch);
    }
    return needless && !batch.hasDeleteHorizon() ? rewrite(batch, true) : Outcome.KEPT;
  }

  private Outcome cleanData(RecordBatch batch) {
    int count = 0;
    int kept = 0;
    boolean tombstones = false;
    records.open(batch);
    while (records.next()) {
      count++;
      if (survives(batch)) {
        kept++;
        tombstones |= !records.hasValue();
      }
    }
    check(batch);
    seenRecords += count;
    if (kept == 0) {
      return empty(batch);
    }
    boolean newHorizon =
        tombstones && batch.magic() == RecordBatch.MAGIC_2 && !batch.hasDeleteHorizon();
    return kept == count && !newHorizon ? Outcome.KEPT : rewrite(batch, newHorizon);
  }

  private boolean survives(RecordBatch batch) {
    if (records.offset() >= pass.mappedEnd()) {
      return true;
    }
    ByteBuffer key = records.key();
    if (key == null || records.offset() < pass.keys().get(key)) {
      return false;
    }
    return records.hasValue()
        || (batch.magic() < RecordBatch.MAGIC_2 ? keepsLegacyTombstones : !horizonPassed);
  }

  private void check(RecordBatch batch) {
    RecordFault fault = records.fault();
    if (fault != RecordFault.NONE) {
      records.finish();
      throw new UncleanableException(
          "batch at offset " + batch.baseOffset() + ": " + fault.sentence());
    }
  }

  /** Nothing of the batch is left; its header stays if it says what a producer did last. */
  private Outcome empty(RecordBatch batch) {
    records.finish();
    if (!batch.hasProducerId() || !isLastOfProducer(batch)) {
      return Outcome.DROPPED;
    }
    if (batch.recordCount() == 0) {
      return Outcome.KEPT;
    }
    replacement = RecordBatchBuilder.emptied(batch);
    return Outcome.REPLACED;
  }

  private boolean isLastOfProducer(RecordBatch batch) {
    ActiveProducer producer = pass.producers().get(batch.producerId());
    if (producer == null) {
      return false;
    }
    return producer.lastDataOffset() >= 0
        ? producer.lastDataOffset() == batch.lastOffset()
            || producer.lastCleanedOffset() == batch.lastOffset()
        : batch.isControl() && producer.epoch() == batch.producerEpoch();
  }

  private Outcome rewrite(RecordBatch batch, boolean newHorizon) {
    replacement =
        batch.magic() < RecordBatch.MAGIC_2 ? rewriteOld(batch) : rewriteNew(batch, newHorizon);
    records.finish();
    return Outcome.REPLACED;
  }

  private static Compression codec(RecordBatch batch) {
    Compression codec = batch.compression();
    if (codec == null) {
      throw new UncleanableException("batch at offset " + batch.baseOffset() + ": unknown codec");
    }
    return codec;
  }

  private ByteSlice rewriteNew(RecordBatch batch, boolean newHorizon) {
    builder
        .open(codec(batch))
        .baseOffset(batch.baseOffset())
        .leaderEpoch(batch.leaderEpoch())
        .producer(batch.producerId(), batch.producerEpoch(), batch.baseSequence())
        .transactional(batch.isTransactional())
        .control(batch.isControl());
    if (batch.timestampType() == TimestampType.LOG_APPEND_TIME) {
      builder.logAppendTime(batch.maxTimestamp());
    }
    if (newHorizon) {
      builder.deleteHorizonMs(pass.nowMs() + pass.deleteRetentionMs());
    } else if (batch.hasDeleteHorizon()) {
      builder.deleteHorizonMs(batch.deleteHorizonMs());
    }
    records.open(batch);
    while (records.next()) {
      if (batch.isControl() || survives(batch)) {
        builder.append(records);
      }
    }
    check(batch);
    return builder.lastOffset(batch.lastOffset()).build();
  }

  private ByteSlice rewriteOld(RecordBatch batch) {
    legacy.open(batch.magic(), codec(batch));
    if (batch.timestampType() == TimestampType.LOG_APPEND_TIME) {
      legacy.logAppendTime(batch.maxTimestamp());
    }
    records.open(batch);
    while (records.next()) {
      if (survives(batch)) {
        legacy.append(records.offset(), records.timestamp(), records.key(), records.value());
      }
    }
    check(batch);
    return legacy.build();
  }

  @Override
  public void close() {
    records.close();
    builder.close();
    legacy.close();
  }
}
