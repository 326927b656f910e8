package io.classickafka.client.cluster;

import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.MetadataResponse.MetadataResponsePartition;
import java.util.List;

/**
 * One partition as a broker described it.
 *
 * @param leaderId the leader's id, or -1
 * @param leaderEpoch the leader's epoch, or -1 where the broker is too old to know
 */
public record PartitionSnapshot(
    int index,
    ErrorCode error,
    int leaderId,
    int leaderEpoch,
    List<Integer> replicas,
    List<Integer> isr,
    List<Integer> offlineReplicas) {

  static PartitionSnapshot of(MetadataResponsePartition partition) {
    return new PartitionSnapshot(
        partition.partitionIndex(),
        ErrorCode.of(partition.errorCode()),
        partition.leaderId(),
        partition.leaderEpoch(),
        List.copyOf(partition.replicaNodes()),
        List.copyOf(partition.isrNodes()),
        List.copyOf(partition.offlineReplicas()));
  }

  /** Whether there is a broker to send to. */
  public boolean hasLeader() {
    return leaderId >= 0;
  }
}
