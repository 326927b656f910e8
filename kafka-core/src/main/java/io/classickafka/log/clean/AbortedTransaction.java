package io.classickafka.log.clean;

/**
 * An entry of an index of aborted transactions.
 *
 * @param firstOffset of its first batch
 * @param lastOffset of its marker
 * @param lastStableOffset as of the abort
 */
public record AbortedTransaction(
    long producerId, long firstOffset, long lastOffset, long lastStableOffset) {}
