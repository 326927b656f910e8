package io.classickafka.replica;

import io.classickafka.log.EpochEndOffset;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.seam.ByteSlice;
import org.jspecify.annotations.Nullable;

/**
 * What a leader answered to a fetch, of one partition.
 *
 * @param fetchOffset the offset that was asked for
 * @param diverging where the leader's log parts from the follower's; null when it does not
 * @param records borrowed
 */
public record FetchedPart(
    long fetchOffset,
    ErrorCode error,
    long highWatermark,
    long logStartOffset,
    @Nullable EpochEndOffset diverging,
    ByteSlice records) {}
