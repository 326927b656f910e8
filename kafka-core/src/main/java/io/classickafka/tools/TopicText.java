package io.classickafka.tools;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.PartitionReassignment;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.jspecify.annotations.Nullable;

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
   * @param moves moves of replicas that are under way
   */
  static List<String> of(
      TopicDescription topic,
      Config config,
      Collection<Integer> liveBrokers,
      View view,
      Map<TopicPartition, PartitionReassignment> moves) {
    List<ConfigEntry> overrides = new ArrayList<>();
    for (ConfigEntry entry : config.entries()) {
      if (!entry.isDefault()) {
        overrides.add(entry);
      }
    }
    List<String> lines = new ArrayList<>();
    if (view == View.ALL || (view == View.OVERRIDES && !overrides.isEmpty())) {
      lines.add(header(topic, overrides, moves));
    }
    int minIsr = minIsr(config);
    for (TopicPartitionInfo partition : topic.partitions()) {
      PartitionReassignment move =
          moves.get(new TopicPartition(topic.name(), partition.partition()));
      if (shows(view, partition, liveBrokers, minIsr, move)) {
        lines.add(partition(topic.name(), partition, move));
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
      View view,
      TopicPartitionInfo partition,
      Collection<Integer> liveBrokers,
      int minIsr,
      @Nullable PartitionReassignment move) {
    switch (view) {
      case ALL -> {
        return true;
      }
      case UNDER_REPLICATED -> {
        return partition.isr().size() < replicaCount(partition, move);
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

  /** Replicas that are still being added are not counted. */
  private static int replicaCount(
      TopicPartitionInfo partition, @Nullable PartitionReassignment move) {
    return move == null
        ? partition.replicas().size()
        : move.replicas().size() - move.addingReplicas().size();
  }

  private static String header(
      TopicDescription topic,
      List<ConfigEntry> overrides,
      Map<TopicPartition, PartitionReassignment> moves) {
    int replicas = 0;
    if (!topic.partitions().isEmpty()) {
      TopicPartitionInfo first = topic.partitions().get(0);
      replicas =
          replicaCount(first, moves.get(new TopicPartition(topic.name(), first.partition())));
    }
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

  private static String partition(
      String topic, TopicPartitionInfo partition, @Nullable PartitionReassignment move) {
    Node leader = partition.leader();
    List<String> fields = new ArrayList<>();
    fields.add("");
    fields.add("Topic: " + topic);
    fields.add("Partition: " + partition.partition());
    fields.add("Leader: " + (leader == null ? "none" : leader.idString()));
    fields.add("Replicas: " + ids(partition.replicas()));
    fields.add("Isr: " + ids(partition.isr()));
    if (move != null) {
      fields.add("Adding Replicas: " + joined(move.addingReplicas()));
      fields.add("Removing Replicas: " + joined(move.removingReplicas()));
    }
    // A cluster on ZooKeeper does not elect from these.
    fields.add("Elr: N/A");
    fields.add("LastKnownElr: N/A");
    return String.join("\t", fields);
  }

  private static String ids(List<Node> nodes) {
    return joined(nodes.stream().map(Node::id).toList());
  }

  private static String joined(List<Integer> ids) {
    return ids.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
