package io.classickafka.simulation.check;

import io.classickafka.protocol.ErrorCode;
import org.apache.kafka.common.TopicPartition;

/**
 * A request that says which leader epoch its sender believes in, and its answer.
 *
 * @param sentEpoch what the sender believes
 * @param epochBefore the replica's epoch when the request was sent
 * @param epochAfter the replica's epoch when the answer arrived, in the same life
 */
public record FenceProbe(
    String request,
    TopicPartition partition,
    int broker,
    int sentEpoch,
    int epochBefore,
    int epochAfter,
    ErrorCode answer) {}
