package io.classickafka.zk;

import java.util.List;

/**
 * Which brokers hold one partition.
 *
 * @param replicas in order of preference, the first the preferred leader; never empty
 * @param adding replicas that a reassignment under way brings in
 * @param removing replicas that it takes away at its end
 */
public record PartitionAssignment(
    List<Integer> replicas, List<Integer> adding, List<Integer> removing) {
  public PartitionAssignment {
    replicas = List.copyOf(replicas);
    adding = List.copyOf(adding);
    removing = List.copyOf(removing);
    if (replicas.isEmpty()) {
      throw new IllegalArgumentException("a partition without replicas");
    }
  }

  public static PartitionAssignment of(List<Integer> replicas) {
    return new PartitionAssignment(replicas, List.of(), List.of());
  }

  public boolean isReassigning() {
    return !adding.isEmpty() || !removing.isEmpty();
  }
}
