package io.classickafka.log;

import io.classickafka.log.AppendResult.RecordError;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.record.Compression;
import io.classickafka.record.Conversion;
import io.classickafka.record.RecordBatch;
import io.classickafka.record.RecordFault;
import io.classickafka.record.RecordRules;
import io.classickafka.record.RecordValidator;
import io.classickafka.record.TimestampType;
import io.classickafka.seam.ByteSlice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The checks and conversions between what a producer sent and what the leader appends. Of one loop,
 * and used for one append after the other; changes nothing but the bytes of a batch that is kept in
 * place: its timestamp fields are set.
 */
final class ProducedRecords {

  /**
   * One batch of magic 2, ready but for its offset and leader epoch; or why there is none.
   *
   * @param shared whether the batch is not what was sent, but lies in memory that the next
   *     conversion uses
   */
  record Outcome(
      @Nullable ByteSlice batch,
      boolean shared,
      AppendResult.@Nullable Rejected rejected,
      ConversionCost conversion) {

    private static Outcome refused(AppendResult.Rejected rejected) {
      return new Outcome(null, false, rejected, ConversionCost.NONE);
    }
  }

  private final AppendWorkspace workspace;
  private final RecordBatch batch = new RecordBatch();
  private LogConfig config = LogConfig.DEFAULTS;
  private RecordRules rules = LogConfig.DEFAULTS.recordRules();
  private long logStartOffset;
  private ConversionCost conversion = ConversionCost.NONE;
  private boolean converted;

  ProducedRecords(AppendWorkspace workspace) {
    this.workspace = workspace;
  }

  /** Goes on with what a log is given. Returns this. */
  ProducedRecords of(LogConfig config, RecordRules rules, long logStartOffset) {
    this.config = config;
    this.rules = rules;
    this.logStartOffset = logStartOffset;
    conversion = ConversionCost.NONE;
    converted = false;
    return this;
  }

  Outcome fromClient(ByteSlice records, long nowMs) {
    batch.wrap(records);
    ByteSlice checked = records;
    if (batch.hasWholeHeader() && batch.magic() < RecordBatch.MAGIC_2) {
      if (records.sizeBytes() > config.maxMessageBytes() && isTooLarge(records)) {
        return tooLarge();
      }
      long startNs = workspace.monotonicNs();
      Conversion converted =
          workspace
              .converter()
              .toMagic2(records, config.compression(), level(), config.timestampType());
      if (converted instanceof Conversion.Refused refused) {
        return refuse(refused.fault());
      }
      checked = taken((Conversion.Converted) converted, startNs);
    } else if (isTooLarge(records)) {
      return tooLarge();
    }
    RecordValidator validator = workspace.validator();
    RecordFault fault = validator.validateProduced(checked, rules, nowMs);
    if (fault != RecordFault.NONE) {
      return refuse(fault, validator);
    }
    return finish(checked, validator.maxTimestamp(), nowMs);
  }

  /** What a coordinator of this broker wrote is only checked for being whole. */
  Outcome fromCoordinator(ByteSlice records, long nowMs) {
    var batches = workspace.batches().over(records);
    if (!batches.next()) {
      return refuse(batches.fault() == RecordFault.NONE ? RecordFault.NO_BATCH : batches.fault());
    }
    if (batches.wholeBytes() < records.sizeBytes()) {
      return refuse(RecordFault.TRAILING_BYTES);
    }
    if (batches.batch().magic() < RecordBatch.MAGIC_2) {
      return refuse(RecordFault.OLD_MAGIC);
    }
    if (records.sizeBytes() > config.maxMessageBytes() && !batches.batch().isControl()) {
      return tooLarge();
    }
    if (!batches.batch().isValidCrc()) {
      return refuse(RecordFault.CRC);
    }
    return finish(records, batches.batch().maxTimestamp(), nowMs);
  }

  private Outcome finish(ByteSlice checked, long maxTimestampMs, long nowMs) {
    ByteSlice finished = checked;
    batch.wrap(checked);
    boolean recompressed = false;
    Compression target = config.compression();
    if (target != null && target != batch.compression() && !batch.isControl()) {
      long startNs = workspace.monotonicNs();
      Conversion converted = workspace.converter().recompress(batch, target, level());
      if (converted instanceof Conversion.Refused refused) {
        return refuse(refused.fault());
      }
      finished = taken((Conversion.Converted) converted, startNs);
      recompressed = true;
    }
    if (recompressed && finished.sizeBytes() > config.maxMessageBytes()) {
      return tooLarge();
    }
    batch.wrap(finished);
    if (config.timestampType() == TimestampType.LOG_APPEND_TIME) {
      batch.setMaxTimestamp(TimestampType.LOG_APPEND_TIME, nowMs);
    } else {
      batch.setMaxTimestamp(TimestampType.CREATE_TIME, maxTimestampMs);
    }
    return new Outcome(finished, converted, null, conversion);
  }

  private ByteSlice taken(Conversion.Converted result, long startNs) {
    ByteSlice bytes = result.bytes();
    converted = true;
    conversion =
        conversion.plus(
            new ConversionCost(
                result.records(), workspace.monotonicNs() - startNs, bytes.sizeBytes()));
    return bytes;
  }

  private int level() {
    return config.compression() == null ? 0 : config.compressionLevel();
  }

  /** Whether the first whole batch is above the limit. Base offset and frame come first. */
  private boolean isTooLarge(ByteSlice records) {
    return batch.hasWholeHeader()
        && (batch.magic() < RecordBatch.MAGIC_2 || batch.baseOffset() == 0)
        && batch.sizeBytes() <= records.sizeBytes()
        && batch.sizeBytes() > config.maxMessageBytes();
  }

  private Outcome tooLarge() {
    return Outcome.refused(
        AppendResult.Rejected.of(
            ErrorCode.MESSAGE_TOO_LARGE,
            "the batch is larger than max.message.bytes=" + config.maxMessageBytes(),
            logStartOffset));
  }

  private Outcome refuse(RecordFault fault) {
    return Outcome.refused(
        new AppendResult.Rejected(
            fault.errorCode(), fault.sentence(), logStartOffset, List.of(), fault));
  }

  private Outcome refuse(RecordFault fault, RecordValidator validator) {
    if (!fault.isOfSingleRecord()) {
      return refuse(fault);
    }
    List<RecordError> errors = new ArrayList<>(validator.refusedCount());
    for (int i = 0; i < validator.refusedCount(); i++) {
      errors.add(new RecordError(validator.refusedIndex(i), validator.refusedFault(i).sentence()));
    }
    String message =
        fault.errorCode() == ErrorCode.INVALID_TIMESTAMP
            ? "One or more records have been rejected due to invalid timestamp"
            : "One or more records have been rejected";
    return Outcome.refused(
        new AppendResult.Rejected(fault.errorCode(), message, logStartOffset, errors, fault));
  }
}
