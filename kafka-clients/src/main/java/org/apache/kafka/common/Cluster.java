package org.apache.kafka.common;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The cluster as a client last saw it: nodes, topics and partitions. Immutable. */
public final class Cluster {

  private static final Cluster EMPTY =
      new Cluster(
          null,
          Collections.emptyList(),
          Collections.emptyList(),
          Collections.emptySet(),
          Collections.emptySet());

  private final @Nullable String clusterId;
  private final List<Node> nodes;
  private final Map<Integer, Node> nodesById = new LinkedHashMap<>();
  private final Map<TopicPartition, PartitionInfo> partitions = new LinkedHashMap<>();
  private final Map<String, List<PartitionInfo>> byTopic = new LinkedHashMap<>();
  private final Map<String, List<PartitionInfo>> availableByTopic = new LinkedHashMap<>();
  private final Map<Integer, List<PartitionInfo>> byLeader = new LinkedHashMap<>();
  private final Set<String> unauthorizedTopics;
  private final Set<String> invalidTopics;
  private final Set<String> internalTopics;
  private final @Nullable Node controller;
  private final Map<String, Uuid> topicIds;
  private final Map<Uuid, String> topicNames = new LinkedHashMap<>();

  public Cluster(
      @Nullable String clusterId,
      Collection<Node> nodes,
      Collection<PartitionInfo> partitions,
      Set<String> unauthorizedTopics,
      Set<String> internalTopics) {
    this(
        clusterId,
        nodes,
        partitions,
        unauthorizedTopics,
        Collections.emptySet(),
        internalTopics,
        null,
        Collections.emptyMap());
  }

  public Cluster(
      @Nullable String clusterId,
      Collection<Node> nodes,
      Collection<PartitionInfo> partitions,
      Set<String> unauthorizedTopics,
      Set<String> invalidTopics,
      Set<String> internalTopics,
      @Nullable Node controller,
      Map<String, Uuid> topicIds) {
    this.clusterId = clusterId;
    this.nodes = Collections.unmodifiableList(new ArrayList<>(nodes));
    this.unauthorizedTopics = Collections.unmodifiableSet(new LinkedHashSet<>(unauthorizedTopics));
    this.invalidTopics = Collections.unmodifiableSet(new LinkedHashSet<>(invalidTopics));
    this.internalTopics = Collections.unmodifiableSet(new LinkedHashSet<>(internalTopics));
    this.controller = controller;
    this.topicIds = Collections.unmodifiableMap(new LinkedHashMap<>(topicIds));
    for (Node node : nodes) {
      nodesById.put(node.id(), node);
    }
    topicIds.forEach((name, id) -> topicNames.put(id, name));
    for (PartitionInfo partition : partitions) {
      add(partition);
    }
  }

  private void add(PartitionInfo partition) {
    String topic = partition.topic();
    partitions.put(new TopicPartition(topic, partition.partition()), partition);
    byTopic.computeIfAbsent(topic, key -> new ArrayList<>()).add(partition);
    Node leader = partition.leader();
    if (leader != null && !leader.isEmpty()) {
      availableByTopic.computeIfAbsent(topic, key -> new ArrayList<>()).add(partition);
      byLeader.computeIfAbsent(leader.id(), key -> new ArrayList<>()).add(partition);
    }
  }

  /** A cluster of which nothing is known. */
  public static Cluster empty() {
    return EMPTY;
  }

  public List<Node> nodes() {
    return nodes;
  }

  /** The node, null when it is not known. */
  public @Nullable Node nodeById(int id) {
    return nodesById.get(id);
  }

  /** The partition's leader, null when there is none. */
  public @Nullable Node leaderFor(TopicPartition topicPartition) {
    PartitionInfo partition = partitions.get(topicPartition);
    return partition == null ? null : partition.leader();
  }

  /** The partition, null when it is not known. */
  public @Nullable PartitionInfo partition(TopicPartition topicPartition) {
    return partitions.get(topicPartition);
  }

  /** The topic's partitions; empty when the topic is not known. */
  public List<PartitionInfo> partitionsForTopic(String topic) {
    return unmodifiable(byTopic.get(topic));
  }

  /** The number of the topic's partitions, null when the topic is not known. */
  public @Nullable Integer partitionCountForTopic(String topic) {
    List<PartitionInfo> found = byTopic.get(topic);
    return found == null ? null : found.size();
  }

  /** The topic's partitions that have a leader. */
  public List<PartitionInfo> availablePartitionsForTopic(String topic) {
    return unmodifiable(availableByTopic.get(topic));
  }

  /** The partitions a node leads. */
  public List<PartitionInfo> partitionsForNode(int nodeId) {
    return unmodifiable(byLeader.get(nodeId));
  }

  private static List<PartitionInfo> unmodifiable(@Nullable List<PartitionInfo> list) {
    return list == null ? Collections.emptyList() : Collections.unmodifiableList(list);
  }

  public Set<String> topics() {
    return Collections.unmodifiableSet(byTopic.keySet());
  }

  public Set<String> unauthorizedTopics() {
    return unauthorizedTopics;
  }

  public Set<String> invalidTopics() {
    return invalidTopics;
  }

  public Set<String> internalTopics() {
    return internalTopics;
  }

  /** The cluster's id, null before the first answer. */
  public @Nullable String clusterId() {
    return clusterId;
  }

  /** The controller, null when it is not known. */
  public @Nullable Node controller() {
    return controller;
  }

  public Collection<Uuid> topicIds() {
    return topicIds.values();
  }

  /** The topic's id, zero when it is not known. */
  public Uuid topicId(String topic) {
    return topicIds.getOrDefault(topic, Uuid.ZERO_UUID);
  }

  /** The topic of an id, null when it is not known. */
  public @Nullable String topicName(Uuid topicId) {
    return topicNames.get(topicId);
  }

  @Override
  public String toString() {
    return "Cluster(id = "
        + clusterId
        + ", nodes = "
        + nodes
        + ", partitions = "
        + partitions.values()
        + ", controller = "
        + controller
        + ")";
  }
}
