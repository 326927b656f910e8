package io.classickafka.client.admin;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Partitions as requests carry them: by topic. */
final class TopicPartitions {

  private TopicPartitions() {}

  /** The partitions' numbers by topic, in the order given. */
  static Map<String, List<Integer>> byTopic(Collection<TopicPartition> partitions) {
    Map<String, List<Integer>> byTopic = new LinkedHashMap<>();
    for (TopicPartition partition : partitions) {
      byTopic
          .computeIfAbsent(partition.topic(), topic -> new ArrayList<>())
          .add(partition.partition());
    }
    return byTopic;
  }
}
