package io.classickafka.controller;

/**
 * A partition's state as it stands in its node.
 *
 * @param writtenZxid the transaction that wrote it; in one sequence with the registrations of
 *     brokers, so it tells whether a broker has registered since
 */
record StoredState(PartitionLeadership leadership, long writtenZxid) {}
