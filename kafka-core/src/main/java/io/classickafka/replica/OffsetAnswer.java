package io.classickafka.replica;

import io.classickafka.log.TimestampOffset;
import io.classickafka.protocol.ErrorCode;
import java.util.List;

/**
 * The answer to a question about offsets. Immutable.
 *
 * @param timestampMs {@link #UNKNOWN} where there is none; likewise the others
 * @param oldStyleOffsets segment starts, descending; only for who asked for them
 */
public record OffsetAnswer(
    ErrorCode error, long timestampMs, long offset, int leaderEpoch, List<Long> oldStyleOffsets) {

  /** Nothing known, on the wire too. */
  public static final int UNKNOWN = -1;

  static final OffsetAnswer NOTHING = failed(ErrorCode.NONE);

  /** An answer that is only an error. */
  public static OffsetAnswer failed(ErrorCode error) {
    return new OffsetAnswer(error, UNKNOWN, UNKNOWN, UNKNOWN, List.of());
  }

  static OffsetAnswer found(TimestampOffset found) {
    return new OffsetAnswer(
        ErrorCode.NONE, found.timestampMs(), found.offset(), found.leaderEpoch(), List.of());
  }

  static OffsetAnswer oldStyle(List<Long> offsets) {
    return new OffsetAnswer(ErrorCode.NONE, UNKNOWN, UNKNOWN, UNKNOWN, offsets);
  }
}
