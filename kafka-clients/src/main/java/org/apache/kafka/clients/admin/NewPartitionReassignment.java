package org.apache.kafka.clients.admin;

import java.util.List;

/** Where the replicas of a partition are to be. */
public class NewPartitionReassignment {

  private final List<Integer> targetReplicas;

  /** The brokers, the preferred leader first. */
  public NewPartitionReassignment(List<Integer> targetReplicas) {
    if (targetReplicas.isEmpty()) {
      throw new IllegalArgumentException("a partition needs a replica");
    }
    this.targetReplicas = List.copyOf(targetReplicas);
  }

  public List<Integer> targetReplicas() {
    return targetReplicas;
  }
}
