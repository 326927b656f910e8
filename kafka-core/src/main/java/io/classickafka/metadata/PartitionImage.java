package io.classickafka.metadata;

import java.util.List;

/**
 * A partition, as the controller last told it.
 *
 * @param leader a broker id, or {@link #NO_LEADER}
 * @param partitionEpoch the version of the partition's state in ZooKeeper
 * @param replicas in the order of preference
 * @param offlineReplicas those of the replicas that are on a dead broker or a failed directory
 */
public record PartitionImage(
    int partition,
    int controllerEpoch,
    int leader,
    int leaderEpoch,
    List<Integer> isr,
    int partitionEpoch,
    List<Integer> replicas,
    List<Integer> offlineReplicas) {

  /** The partition has no leader. */
  public static final int NO_LEADER = -1;

  public PartitionImage {
    isr = List.copyOf(isr);
    replicas = List.copyOf(replicas);
    offlineReplicas = List.copyOf(offlineReplicas);
  }

  public boolean hasLeader() {
    return leader >= 0;
  }
}
