package org.apache.kafka.common;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A partition as the cluster's metadata shows it. */
public class PartitionInfo {

  private final String topic;
  private final int partition;
  private final @Nullable Node leader;
  private final Node[] replicas;
  private final Node[] inSyncReplicas;
  private final Node[] offlineReplicas;

  public PartitionInfo(
      String topic, int partition, @Nullable Node leader, Node[] replicas, Node[] inSyncReplicas) {
    this(topic, partition, leader, replicas, inSyncReplicas, new Node[0]);
  }

  public PartitionInfo(
      String topic,
      int partition,
      @Nullable Node leader,
      Node[] replicas,
      Node[] inSyncReplicas,
      Node[] offlineReplicas) {
    this.topic = topic;
    this.partition = partition;
    this.leader = leader;
    this.replicas = replicas;
    this.inSyncReplicas = inSyncReplicas;
    this.offlineReplicas = offlineReplicas;
  }

  public String topic() {
    return topic;
  }

  public int partition() {
    return partition;
  }

  /** The leader, null while there is none. */
  public @Nullable Node leader() {
    return leader;
  }

  /** Every replica, the preferred leader first. */
  public Node[] replicas() {
    return replicas;
  }

  public Node[] inSyncReplicas() {
    return inSyncReplicas;
  }

  public Node[] offlineReplicas() {
    return offlineReplicas;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PartitionInfo that
        && partition == that.partition
        && topic.equals(that.topic)
        && java.util.Objects.equals(leader, that.leader)
        && Arrays.equals(replicas, that.replicas)
        && Arrays.equals(inSyncReplicas, that.inSyncReplicas)
        && Arrays.equals(offlineReplicas, that.offlineReplicas);
  }

  @Override
  public int hashCode() {
    return 31 * topic.hashCode() + partition;
  }

  @Override
  public String toString() {
    Node known = leader;
    return "Partition(topic = "
        + topic
        + ", partition = "
        + partition
        + ", leader = "
        + (known == null ? "none" : known.idString())
        + ", replicas = "
        + ids(replicas)
        + ", isr = "
        + ids(inSyncReplicas)
        + ", offlineReplicas = "
        + ids(offlineReplicas)
        + ")";
  }

  private static String ids(Node[] nodes) {
    return Arrays.stream(nodes).map(Node::idString).collect(Collectors.joining(",", "[", "]"));
  }
}
