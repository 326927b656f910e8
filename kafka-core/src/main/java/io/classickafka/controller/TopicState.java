package io.classickafka.controller;

import io.classickafka.metadata.PersistentSortedMap;
import io.classickafka.zk.PartitionAssignment;
import io.classickafka.zk.TopicAssignment;
import io.classickafka.zk.ZkUuid;
import java.util.List;
import org.apache.kafka.common.Uuid;

/**
 * A topic as the controller sees it.
 *
 * @param node what the topic's node says
 * @param nodeVersion the version of that node
 * @param bornZxid the transaction that made it; in one sequence with the registrations of brokers,
 *     so it tells whether a broker is there since before the topic was
 */
record TopicState(
    String name,
    TopicAssignment node,
    int nodeVersion,
    long bornZxid,
    PersistentSortedMap<Integer, PartitionControl> partitions) {

  /** Made by this controller, which tells everybody of it while it is one. */
  static final long BORN_HERE = -1;

  /** {@link Uuid#ZERO_UUID} as long as the topic has none. */
  Uuid id() {
    ZkUuid id = node.topicId();
    return id == null
        ? Uuid.ZERO_UUID
        : new Uuid(id.mostSignificantBits(), id.leastSignificantBits());
  }

  /** The replicas of the first partition; empty when the node has no usable one. */
  static List<Integer> firstReplicas(TopicAssignment node) {
    for (PartitionAssignment assignment : node.partitions().values()) {
      return assignment.replicas();
    }
    return List.of();
  }

  TopicState withPartition(int number, PartitionControl partition) {
    return new TopicState(name, node, nodeVersion, bornZxid, partitions.with(number, partition));
  }

  TopicState withNode(TopicAssignment changed, int version) {
    return new TopicState(name, changed, version, bornZxid, partitions);
  }
}
