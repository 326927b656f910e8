package io.classickafka.log;

import io.classickafka.protocol.ErrorCode;
import io.classickafka.record.RecordFault;
import java.util.List;

/** What became of an append. */
public sealed interface AppendResult {

  /**
   * The records are in the log.
   *
   * @param baseOffset offset of the first record
   * @param lastOffset offset of the last record, inclusive; below {@code baseOffset} when nothing
   *     was to be appended
   * @param logAppendTimeMs the time given by the leader, or -1 when records keep their own
   * @param logStartOffset first offset a client may read
   * @param duplicate the producer's batch was there already: nothing was appended, and the offsets
   *     are those of the first time
   * @param sizeBytes bytes appended
   * @param conversion what was spent on making other batches of those that came
   */
  record Appended(
      long baseOffset,
      long lastOffset,
      long logAppendTimeMs,
      long logStartOffset,
      boolean duplicate,
      int sizeBytes,
      ConversionCost conversion)
      implements AppendResult {

    /** The same after a conversion that was made before. */
    public Appended after(ConversionCost earlier) {
      return new Appended(
          baseOffset,
          lastOffset,
          logAppendTimeMs,
          logStartOffset,
          duplicate,
          sizeBytes,
          earlier.plus(conversion));
    }
  }

  /**
   * Nothing was appended.
   *
   * @param recordErrors the records at fault, when the fault lies in single records
   * @param fault what is wrong with the records; NONE when it is not they that are refused
   */
  record Rejected(
      ErrorCode error,
      String message,
      long logStartOffset,
      List<RecordError> recordErrors,
      RecordFault fault)
      implements AppendResult {

    public Rejected(
        ErrorCode error, String message, long logStartOffset, List<RecordError> recordErrors) {
      this(error, message, logStartOffset, recordErrors, RecordFault.NONE);
    }

    public Rejected {
      recordErrors = List.copyOf(recordErrors);
    }

    static Rejected of(ErrorCode error, String message, long logStartOffset) {
      return new Rejected(error, message, logStartOffset, List.of());
    }
  }

  /**
   * A record that its topic refuses.
   *
   * @param batchIndex position of the record in its batch, from 0
   */
  record RecordError(int batchIndex, String message) {}
}
