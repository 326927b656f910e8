package io.classickafka.replica;

import io.classickafka.protocol.ErrorCode;

/**
 * How a deletion of records ended.
 *
 * @param lowWatermark the first offset that any live replica still holds; {@link #UNKNOWN} with an
 *     error
 */
public record DeletionOutcome(ErrorCode error, long lowWatermark) {

  /** No low watermark. */
  public static final long UNKNOWN = -1;

  /** Records were not deleted everywhere, for this reason. */
  public static DeletionOutcome failed(ErrorCode error) {
    return new DeletionOutcome(error, UNKNOWN);
  }
}
