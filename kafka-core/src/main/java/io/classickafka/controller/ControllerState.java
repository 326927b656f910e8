package io.classickafka.controller;

import io.classickafka.metadata.PersistentSortedMap;
import io.classickafka.zk.ZkTopicPartition;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * Everything the acting controller knows. Immutable; a decision makes the next one, which shares
 * all that did not change.
 *
 * @param brokerId this broker
 * @param epoch of this controller
 * @param epochVersion of {@code /controller_epoch}: every write checks it
 * @param brokers the registered ones
 * @param stopping registered brokers that are in a controlled shutdown; they are led nothing new
 * @param topicNames the name for each topic id
 * @param namesByMetric topic names by what they are called in metrics, where '.' and '_' are one
 * @param hosted the partitions of which each broker has a replica, registered or not
 * @param deletions topics to be deleted, by name
 * @param creations topics whose creation is under way, by name
 * @param requests what has been asked and is not answered yet
 * @param offline replicas that lie in failed log directories, by registered broker
 * @param index partitions of which something is not as it should be
 * @param nodeWrites changes of assignments on their way into topic nodes, by topic
 * @param legacyMoves what the node of the legacy tool still asks for
 */
record ControllerState(
    int brokerId,
    int epoch,
    int epochVersion,
    PersistentSortedMap<Integer, BrokerState> brokers,
    PersistentSortedMap<Integer, Long> stopping,
    PersistentSortedMap<String, TopicState> topics,
    PersistentSortedMap<Uuid, String> topicNames,
    PersistentSortedMap<String, String> namesByMetric,
    PersistentSortedMap<Integer, PersistentSortedMap<ZkTopicPartition, Boolean>> hosted,
    PersistentSortedMap<String, TopicDeletion> deletions,
    PersistentSortedMap<String, WriteTicket.CreateTopic> creations,
    PersistentSortedMap<Long, OpenRequest> requests,
    PersistentSortedMap<Integer, PersistentSortedMap<ZkTopicPartition, Boolean>> offline,
    PartitionIndex index,
    PersistentSortedMap<String, TopicNodeWrite> nodeWrites,
    PersistentSortedMap<ZkTopicPartition, List<Integer>> legacyMoves) {

  static ControllerState empty(int brokerId, int epoch, int epochVersion) {
    return new ControllerState(
        brokerId,
        epoch,
        epochVersion,
        PersistentSortedMap.empty(),
        PersistentSortedMap.empty(),
        PersistentSortedMap.empty(),
        PersistentSortedMap.empty(),
        PersistentSortedMap.empty(),
        PersistentSortedMap.empty(),
        PersistentSortedMap.empty(),
        PersistentSortedMap.empty(),
        PersistentSortedMap.empty(),
        PersistentSortedMap.empty(),
        PartitionIndex.EMPTY,
        PersistentSortedMap.empty(),
        PersistentSortedMap.empty());
  }

  @Nullable PartitionControl partition(ZkTopicPartition id) {
    TopicState topic = topics.get(id.topic());
    return topic == null ? null : topic.partitions().get(id.partition());
  }
}
