package io.classickafka.simulation.check;

import java.util.List;

/**
 * One batch as it lies in a log.
 *
 * @param hash of all its bytes
 * @param values of its records in order, as text
 */
public record BatchState(
    long baseOffset, long lastOffset, int leaderEpoch, long hash, List<String> values) {}
