package io.classickafka.client.cluster;

import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.MetadataResponse;
import io.classickafka.protocol.message.MetadataResponse.MetadataResponseBroker;
import io.classickafka.protocol.message.MetadataResponse.MetadataResponseTopic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** What a client knows of the cluster at one time. Immutable; from any thread. */
public final class ClusterSnapshot {

  /** Before the first answer. */
  public static final ClusterSnapshot EMPTY =
      new ClusterSnapshot(0, null, -1, Collections.emptyMap(), Collections.emptyMap());

  private final long version;
  private final @Nullable String clusterId;
  private final int controllerId;
  private final Map<Integer, Node> nodes;
  private final Map<String, TopicSnapshot> topics;
  // Made when first asked for; made twice at worst.
  private volatile @Nullable Cluster cluster;

  private ClusterSnapshot(
      long version,
      @Nullable String clusterId,
      int controllerId,
      Map<Integer, Node> nodes,
      Map<String, TopicSnapshot> topics) {
    this.version = version;
    this.clusterId = clusterId;
    this.controllerId = controllerId;
    this.nodes = nodes;
    this.topics = topics;
  }

  /** What one answer says, by itself. */
  public static ClusterSnapshot of(MetadataResponse response) {
    return EMPTY.next(response);
  }

  /** The snapshot that follows this one. Partitions whose epoch went back stay as they were. */
  ClusterSnapshot next(MetadataResponse response) {
    Map<Integer, Node> brokers = new TreeMap<>();
    for (MetadataResponseBroker broker : response.brokers()) {
      brokers.put(
          broker.nodeId(), new Node(broker.nodeId(), broker.host(), broker.port(), broker.rack()));
    }
    Map<String, TopicSnapshot> known = new TreeMap<>();
    for (MetadataResponseTopic topic : response.topics()) {
      String name = topic.name();
      if (name != null) {
        known.put(name, TopicSnapshot.of(name, topic, topics.get(name)));
      }
    }
    return new ClusterSnapshot(
        version + 1, response.clusterId(), response.controllerId(), brokers, known);
  }

  /** Grows with each answer; 0 before the first. */
  public long version() {
    return version;
  }

  public @Nullable String clusterId() {
    return clusterId;
  }

  /** The controller's id, or -1. */
  public int controllerId() {
    return controllerId;
  }

  public Collection<Node> nodes() {
    return Collections.unmodifiableCollection(nodes.values());
  }

  public @Nullable Node node(int id) {
    return nodes.get(id);
  }

  /** What was last answered for a topic, errors included; null when it was not asked for. */
  public @Nullable TopicSnapshot topic(String name) {
    return topics.get(name);
  }

  public Collection<TopicSnapshot> topics() {
    return Collections.unmodifiableCollection(topics.values());
  }

  /** A partition; null when it is not known. */
  public @Nullable PartitionSnapshot partition(TopicPartition partition) {
    TopicSnapshot topic = topics.get(partition.topic());
    return topic == null ? null : topic.partition(partition.partition());
  }

  /** The leader of a partition; null when it has none, or none that is known. */
  public @Nullable Node leader(TopicPartition partition) {
    PartitionSnapshot found = partition(partition);
    return found == null ? null : nodes.get(found.leaderId());
  }

  /** The partitions of a topic as applications see them, in order. */
  public List<PartitionInfo> partitionInfos(TopicSnapshot topic) {
    List<PartitionInfo> infos = new ArrayList<>();
    for (PartitionSnapshot partition : topic.partitions()) {
      infos.add(
          new PartitionInfo(
              topic.name(),
              partition.index(),
              nodes.get(partition.leaderId()),
              nodesOf(partition.replicas()),
              nodesOf(partition.isr()),
              nodesOf(partition.offlineReplicas())));
    }
    return infos;
  }

  private Node[] nodesOf(List<Integer> ids) {
    Node[] found = new Node[ids.size()];
    for (int i = 0; i < found.length; i++) {
      int id = ids.get(i);
      Node node = nodes.get(id);
      // A broker that is down is known by its id alone.
      found[i] = node == null ? new Node(id, "", -1) : node;
    }
    return found;
  }

  /** The same as applications see it. */
  public Cluster toCluster() {
    Cluster made = cluster;
    if (made == null) {
      made = makeCluster();
      cluster = made;
    }
    return made;
  }

  private Cluster makeCluster() {
    List<PartitionInfo> partitions = new ArrayList<>();
    Set<String> unauthorized = new LinkedHashSet<>();
    Set<String> invalid = new LinkedHashSet<>();
    Set<String> internal = new LinkedHashSet<>();
    Map<String, Uuid> ids = new LinkedHashMap<>();
    for (TopicSnapshot topic : topics.values()) {
      if (topic.error() == ErrorCode.TOPIC_AUTHORIZATION_FAILED) {
        unauthorized.add(topic.name());
      } else if (topic.error() == ErrorCode.INVALID_TOPIC_EXCEPTION) {
        invalid.add(topic.name());
      }
      if (topic.internal()) {
        internal.add(topic.name());
      }
      if (!topic.id().equals(Uuid.ZERO_UUID)) {
        ids.put(topic.name(), topic.id());
      }
      partitions.addAll(partitionInfos(topic));
    }
    return new Cluster(
        clusterId,
        nodes.values(),
        partitions,
        unauthorized,
        invalid,
        internal,
        nodes.get(controllerId),
        ids);
  }
}
