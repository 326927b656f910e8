package org.apache.kafka.clients.consumer.internals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** An assignor that needs to know how many partitions each topic has, and nothing else. */
public abstract class AbstractPartitionAssignor implements ConsumerPartitionAssignor {

  /**
   * Decides for all members.
   *
   * @param partitionsPerTopic topics that are known, with their number of partitions
   * @param subscriptions by member id
   * @return the partitions of each member, by member id
   */
  public abstract Map<String, List<TopicPartition>> assign(
      Map<String, Integer> partitionsPerTopic, Map<String, Subscription> subscriptions);

  /** As above for assignors that look at the partitions themselves. */
  public Map<String, List<TopicPartition>> assignPartitions(
      Map<String, List<PartitionInfo>> partitionsPerTopic,
      Map<String, Subscription> subscriptions) {
    Map<String, Integer> counts = new TreeMap<>();
    partitionsPerTopic.forEach((topic, partitions) -> counts.put(topic, partitions.size()));
    return assign(counts, subscriptions);
  }

  @Override
  public GroupAssignment assign(Cluster metadata, GroupSubscription groupSubscription) {
    Map<String, Subscription> subscriptions = groupSubscription.groupSubscription();
    TreeSet<String> topics = new TreeSet<>();
    subscriptions.values().forEach(subscription -> topics.addAll(subscription.topics()));
    Map<String, List<PartitionInfo>> known = new TreeMap<>();
    for (String topic : topics) {
      List<PartitionInfo> partitions = metadata.partitionsForTopic(topic);
      if (!partitions.isEmpty()) {
        known.put(topic, new ArrayList<>(partitions));
      }
    }
    Map<String, Assignment> assignments = new LinkedHashMap<>();
    assignPartitions(known, subscriptions)
        .forEach((member, partitions) -> assignments.put(member, new Assignment(partitions)));
    return new GroupAssignment(assignments);
  }
}
