package io.classickafka.replica;

/**
 * What ListOffsets asks of one partition. Immutable.
 *
 * @param consumer whether a consumer asks, who sees what is committed
 * @param anyReplica whether a replica that does not lead may answer
 * @param currentLeaderEpoch the epoch the caller believes in; -1 for none
 * @param timestampMs epoch milliseconds, or a special position of {@code TimestampOffset}
 * @param oldStyle whether segment starts are asked for, as in version 0
 * @param maxOffsets how many of them
 */
public record OffsetQuestion(
    boolean consumer,
    boolean anyReplica,
    boolean readCommitted,
    int currentLeaderEpoch,
    long timestampMs,
    boolean oldStyle,
    int maxOffsets) {}
