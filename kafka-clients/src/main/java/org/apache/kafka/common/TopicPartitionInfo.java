package org.apache.kafka.common;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A partition of a topic that was described: leader, replicas and in-sync replicas. */
public class TopicPartitionInfo {

  private final int partition;
  private final @Nullable Node leader;
  private final List<Node> replicas;
  private final List<Node> isr;

  public TopicPartitionInfo(
      int partition, @Nullable Node leader, List<Node> replicas, List<Node> isr) {
    this.partition = partition;
    this.leader = leader;
    this.replicas = Collections.unmodifiableList(replicas);
    this.isr = Collections.unmodifiableList(isr);
  }

  public int partition() {
    return partition;
  }

  /** The leader, null while there is none. */
  public @Nullable Node leader() {
    return leader;
  }

  /** Every replica, the preferred leader first. */
  public List<Node> replicas() {
    return replicas;
  }

  public List<Node> isr() {
    return isr;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TopicPartitionInfo that
        && partition == that.partition
        && Objects.equals(leader, that.leader)
        && replicas.equals(that.replicas)
        && isr.equals(that.isr);
  }

  @Override
  public int hashCode() {
    return Objects.hash(partition, leader, replicas, isr);
  }

  @Override
  public String toString() {
    return "(partition="
        + partition
        + ", leader="
        + leader
        + ", replicas="
        + text(replicas)
        + ", isr="
        + text(isr)
        + ")";
  }

  private static String text(List<Node> nodes) {
    return nodes.stream().map(Node::toString).collect(Collectors.joining(", "));
  }
}
