package org.apache.kafka.clients.admin;

import java.util.List;

/** A move of replicas under way. */
public class PartitionReassignment {

  private final List<Integer> replicas;
  private final List<Integer> addingReplicas;
  private final List<Integer> removingReplicas;

  public PartitionReassignment(
      List<Integer> replicas, List<Integer> addingReplicas, List<Integer> removingReplicas) {
    this.replicas = List.copyOf(replicas);
    this.addingReplicas = List.copyOf(addingReplicas);
    this.removingReplicas = List.copyOf(removingReplicas);
  }

  /** Every broker that has a replica meanwhile. */
  public List<Integer> replicas() {
    return replicas;
  }

  /** Those that get one. */
  public List<Integer> addingReplicas() {
    return addingReplicas;
  }

  /** Those that lose theirs. */
  public List<Integer> removingReplicas() {
    return removingReplicas;
  }

  @Override
  public String toString() {
    return "PartitionReassignment(replicas="
        + replicas
        + ", addingReplicas="
        + addingReplicas
        + ", removingReplicas="
        + removingReplicas
        + ")";
  }
}
