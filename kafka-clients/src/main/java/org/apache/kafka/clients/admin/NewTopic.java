package org.apache.kafka.clients.admin;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A topic to be created: with numbers, or with an assignment of replicas. */
public class NewTopic {

  private static final int BROKER_DEFAULT = -1;

  private final String name;
  private final int numPartitions;
  private final short replicationFactor;
  private final @Nullable Map<Integer, List<Integer>> replicasAssignments;
  private @Nullable Map<String, String> configs;

  public NewTopic(String name, int numPartitions, short replicationFactor) {
    this(name, Optional.of(numPartitions), Optional.of(replicationFactor));
  }

  /** A topic with the broker's default where a number is left out. */
  public NewTopic(String name, Optional<Integer> numPartitions, Optional<Short> replicationFactor) {
    this.name = name;
    this.numPartitions = numPartitions.orElse(BROKER_DEFAULT);
    this.replicationFactor = replicationFactor.orElse((short) BROKER_DEFAULT);
    this.replicasAssignments = null;
  }

  /**
   * A topic whose replicas are placed by hand.
   *
   * @param replicasAssignments broker ids by partition, the preferred leader first
   */
  public NewTopic(String name, Map<Integer, List<Integer>> replicasAssignments) {
    this.name = name;
    this.numPartitions = BROKER_DEFAULT;
    this.replicationFactor = BROKER_DEFAULT;
    this.replicasAssignments = Collections.unmodifiableMap(replicasAssignments);
  }

  public String name() {
    return name;
  }

  /** The number of partitions, -1 for the broker's default. */
  public int numPartitions() {
    return numPartitions;
  }

  /** The number of replicas, -1 for the broker's default. */
  public short replicationFactor() {
    return replicationFactor;
  }

  /** The replicas by partition, null when the broker places them. */
  public @Nullable Map<Integer, List<Integer>> replicasAssignments() {
    return replicasAssignments;
  }

  /** Sets the topic's settings. Returns this. */
  public NewTopic configs(@Nullable Map<String, String> configs) {
    this.configs = configs;
    return this;
  }

  /** The topic's settings, null for none. */
  public @Nullable Map<String, String> configs() {
    return configs;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NewTopic that
        && name.equals(that.name)
        && numPartitions == that.numPartitions
        && replicationFactor == that.replicationFactor
        && Objects.equals(replicasAssignments, that.replicasAssignments)
        && Objects.equals(configs, that.configs);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, numPartitions, replicationFactor, replicasAssignments, configs);
  }

  @Override
  public String toString() {
    return "(name="
        + name
        + ", numPartitions="
        + (numPartitions == BROKER_DEFAULT ? "default" : numPartitions)
        + ", replicationFactor="
        + (replicationFactor == BROKER_DEFAULT ? "default" : replicationFactor)
        + ", replicasAssignments="
        + replicasAssignments
        + ", configs="
        + configs
        + ")";
  }
}
