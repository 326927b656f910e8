package io.classickafka.replica;

/**
 * What a fetch asks of one partition. Immutable.
 *
 * @param logStartOffset the follower's own first offset; negative from a consumer
 * @param currentLeaderEpoch the epoch the reader believes in; negative for none
 * @param lastFetchedEpoch the epoch of the last record the reader has; negative for none
 */
public record FetchTarget(
    long fetchOffset,
    long logStartOffset,
    int maxBytes,
    int currentLeaderEpoch,
    int lastFetchedEpoch) {}
