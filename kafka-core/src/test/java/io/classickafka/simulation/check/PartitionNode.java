package io.classickafka.simulation.check;

import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * What a partition's node says after a write.
 *
 * @param leader -1 for none
 */
public record PartitionNode(
    TopicPartition partition,
    int leader,
    int leaderEpoch,
    List<Integer> isr,
    int controllerEpoch) {}
