package io.classickafka.tools;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;

/** The lines that describe a topic. */
final class TopicText {

  /** What of a topic is shown. */
  enum View {
    /** A line for the topic, and one for each partition. */
    ALL,
    /** A line for the topic, when it has settings of its own. */
    OVERRIDES,
    /** Partitions with replicas outside the ISR. */
    UNDER_REPLICATED,
    /** Partitions whose leader is not there. */
    UNAVAILABLE,
    /** Partitions whose ISR is smaller than min.insync.replicas. */
    UNDER_MIN_ISR,
    /** Partitions whose ISR is as small as min.insync.replicas allows. */
    AT_MIN_ISR
  }

  private TopicText() {}

  /**
   * The lines of one topic.
   *
   * @param liveBrokers ids of the brokers that are up
   */
  static List<String> of(
      TopicDescription topic, Config config, Collection<Integer> liveBrokers, View view) {
    List<ConfigEntry> overrides = new ArrayList<>();
    for (ConfigEntry entry : config.entries()) {
      if (!entry.isDefault()) {
        overrides.add(entry);
      }
    }
    List<String> lines = new ArrayList<>();
    if (view == View.ALL || (view == View.OVERRIDES && !overrides.isEmpty())) {
      lines.add(header(topic, overrides));
    }
    int minIsr = minIsr(config);
    for (TopicPartitionInfo partition : topic.partitions()) {
      if (shows(view, partition, liveBrokers, minIsr)) {
        lines.add(partition(topic.name(), partition));
      }
    }
    return lines;
  }

  private static int minIsr(Config config) {
    ConfigEntry entry = config.get("min.insync.replicas");
    String value = entry == null ? null : entry.value();
    return value == null ? 1 : Integer.parseInt(value);
  }

  private static boolean shows(
      View view, TopicPartitionInfo partition, Collection<Integer> liveBrokers, int minIsr) {
    switch (view) {
      case ALL -> {
        return true;
      }
      case UNDER_REPLICATED -> {
        return partition.isr().size() < partition.replicas().size();
      }
      case UNAVAILABLE -> {
        Node leader = partition.leader();
        return leader == null || !liveBrokers.contains(leader.id());
      }
      case UNDER_MIN_ISR -> {
        return partition.isr().size() < minIsr;
      }
      case AT_MIN_ISR -> {
        return partition.isr().size() == minIsr;
      }
      default -> {
        return false;
      }
    }
  }

  private static String header(TopicDescription topic, List<ConfigEntry> overrides) {
    int replicas = topic.partitions().isEmpty() ? 0 : topic.partitions().get(0).replicas().size();
    String settings =
        overrides.stream()
            .map(entry -> entry.name() + "=" + entry.value())
            .collect(Collectors.joining(","));
    return String.join(
        "\t",
        "Topic: " + topic.name(),
        "TopicId: " + topic.topicId(),
        "PartitionCount: " + topic.partitions().size(),
        "ReplicationFactor: " + replicas,
        "Configs: " + settings);
  }

  private static String partition(String topic, TopicPartitionInfo partition) {
    Node leader = partition.leader();
    return String.join(
        "\t",
        "",
        "Topic: " + topic,
        "Partition: " + partition.partition(),
        "Leader: " + (leader == null ? "none" : leader.idString()),
        "Replicas: " + ids(partition.replicas()),
        "Isr: " + ids(partition.isr()),
        // A cluster on ZooKeeper does not elect from these.
        "Elr: N/A",
        "LastKnownElr: N/A");
  }

  private static String ids(List<Node> nodes) {
    return nodes.stream().map(Node::idString).collect(Collectors.joining(","));
  }
}
