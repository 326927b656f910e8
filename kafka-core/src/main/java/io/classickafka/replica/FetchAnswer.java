package io.classickafka.replica;

import io.classickafka.log.ConversionCost;
import io.classickafka.log.EpochEndOffset;
import io.classickafka.log.ReadResult.AbortedTransaction;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.Payload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one partition has for a fetch, all of the same moment. Holds one count of its records.
 *
 * @param highWatermark -1 with most errors; {@code lastStableOffset} and {@code logStartOffset}
 *     likewise
 * @param diverging where the reader's log parts from this one; null when it does not
 * @param aborted the aborted transactions among the records; null unless read-committed
 * @param preferredReplica the broker to read from instead, {@link #HERE} for this one
 * @param conversion what was spent on an older format
 * @param leaderId the leader known here, {@link Partition#NO_LEADER} for none
 */
public record FetchAnswer(
    ErrorCode error,
    long highWatermark,
    long lastStableOffset,
    long logStartOffset,
    @Nullable EpochEndOffset diverging,
    @Nullable List<AbortedTransaction> aborted,
    Payload records,
    int preferredReplica,
    ConversionCost conversion,
    int leaderId,
    int leaderEpoch) {

  /** An offset that an answer does not tell. */
  public static final long UNKNOWN = -1;

  /** No other broker is to be read from. */
  public static final int HERE = -1;

  /** An answer that is only an error. */
  public static FetchAnswer failed(ErrorCode error, int leaderId, int leaderEpoch) {
    return new FetchAnswer(
        error,
        UNKNOWN,
        UNKNOWN,
        UNKNOWN,
        null,
        null,
        ByteSlice.empty(),
        HERE,
        ConversionCost.NONE,
        leaderId,
        leaderEpoch);
  }

  /** An answer that is only an error, of a partition that knows no leader. */
  public static FetchAnswer failed(ErrorCode error) {
    return failed(error, Partition.NO_LEADER, Partition.NO_EPOCH);
  }

  FetchAnswer after(ConversionCost cost) {
    return new FetchAnswer(
        error,
        highWatermark,
        lastStableOffset,
        logStartOffset,
        diverging,
        aborted,
        records,
        preferredReplica,
        cost,
        leaderId,
        leaderEpoch);
  }

  /** Whether the reader must learn of this at once, records or not. */
  boolean urgent() {
    return error != ErrorCode.NONE || diverging != null || preferredReplica != HERE;
  }

  int sizeBytes() {
    return records.sizeBytes();
  }
}
