package io.classickafka.replica;

import io.classickafka.metadata.PersistentSortedMap;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * The partitions of this broker, for every thread to look up. Readers take the present snapshot;
 * the control loop alone replaces it, and a change costs what changed.
 */
public final class PartitionRegistry {

  private volatile PersistentSortedMap<String, PersistentSortedMap<Integer, HostedPartition>>
      topics = PersistentSortedMap.empty();

  /** Whether and how a partition is hosted here. Any thread. */
  public HostedPartition find(String topic, int partition) {
    PersistentSortedMap<Integer, HostedPartition> partitions = topics.get(topic);
    HostedPartition hosted = partitions == null ? null : partitions.get(partition);
    return hosted == null ? HostedPartition.None.NONE : hosted;
  }

  /** Whether and how a partition is hosted here. Any thread. */
  public HostedPartition find(TopicPartition partition) {
    return find(partition.topic(), partition.partition());
  }

  /** The partitions that work, by topic and number. Any thread. */
  public List<Partition> online() {
    List<Partition> online = new ArrayList<>();
    topics.forEach(
        (topic, partitions) ->
            partitions.forEach(
                (number, hosted) -> {
                  if (hosted instanceof HostedPartition.Online here) {
                    online.add(here.partition());
                  }
                }));
    return online;
  }

  /** Whether any partition of a topic is hosted here. Any thread. */
  boolean hasTopic(String topic) {
    return topics.containsKey(topic);
  }

  /** How many replicas lie in failed directories. Any thread. */
  public int offlineCount() {
    int[] count = {0};
    topics.forEach(
        (topic, partitions) ->
            partitions.forEach(
                (number, hosted) -> count[0] += hosted == HostedPartition.Offline.OFFLINE ? 1 : 0));
    return count[0];
  }

  /** On the control loop. */
  void put(TopicPartition partition, HostedPartition hosted) {
    PersistentSortedMap<Integer, HostedPartition> partitions = topics.get(partition.topic());
    if (partitions == null) {
      partitions = PersistentSortedMap.empty();
    }
    topics = topics.with(partition.topic(), partitions.with(partition.partition(), hosted));
  }

  /** On the control loop. */
  void remove(TopicPartition partition) {
    PersistentSortedMap<Integer, HostedPartition> partitions = topics.get(partition.topic());
    if (partitions != null) {
      partitions = partitions.without(partition.partition());
      topics =
          partitions.isEmpty()
              ? topics.without(partition.topic())
              : topics.with(partition.topic(), partitions);
    }
  }
}
