package io.classickafka.zk;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code /admin/preferred_replica_election}: a legacy tool asks the controller to move leadership
 * back to the preferred replicas. The controller deletes the node once it has tried.
 *
 * @param skipped why entries of the node are not among the partitions
 */
public record PreferredReplicaElection(List<ZkTopicPartition> partitions, List<String> skipped)
    implements ZnodePayload {
  public PreferredReplicaElection {
    partitions = List.copyOf(partitions);
    skipped = List.copyOf(skipped);
  }

  public static PreferredReplicaElection of(List<ZkTopicPartition> partitions) {
    return new PreferredReplicaElection(partitions, List.of());
  }

  public static PreferredReplicaElection decode(String path, byte @Nullable [] data)
      throws MalformedZnodeException {
    PartitionList list = PartitionList.decode(path, data);
    return new PreferredReplicaElection(list.partitions(), list.skipped());
  }

  @Override
  public byte[] encode() {
    return PartitionList.encode(partitions);
  }
}
