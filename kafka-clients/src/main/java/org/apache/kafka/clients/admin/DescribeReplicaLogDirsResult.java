package org.apache.kafka.clients.admin;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartitionReplica;
import org.jspecify.annotations.Nullable;

/** Where replicas lie. */
public class DescribeReplicaLogDirsResult {

  private static final long UNKNOWN = -1;

  private final Map<TopicPartitionReplica, KafkaFuture<ReplicaLogDirInfo>> futures;

  DescribeReplicaLogDirsResult(Map<TopicPartitionReplica, KafkaFuture<ReplicaLogDirInfo>> futures) {
    this.futures = futures;
  }

  /**
   * Looks replicas up in their brokers' directories.
   *
   * @param directories of each broker
   */
  static DescribeReplicaLogDirsResult in(
      Iterable<TopicPartitionReplica> replicas,
      Map<Integer, KafkaFuture<Map<String, LogDirDescription>>> directories) {
    Map<TopicPartitionReplica, KafkaFuture<ReplicaLogDirInfo>> futures = new LinkedHashMap<>();
    for (TopicPartitionReplica replica : replicas) {
      KafkaFuture<Map<String, LogDirDescription>> ofBroker = directories.get(replica.brokerId());
      if (ofBroker != null) {
        futures.put(replica, ofBroker.thenApply(dirs -> ReplicaLogDirInfo.of(replica, dirs)));
      }
    }
    return new DescribeReplicaLogDirsResult(futures);
  }

  /** One future for each replica. */
  public Map<TopicPartitionReplica, KafkaFuture<ReplicaLogDirInfo>> values() {
    return futures;
  }

  /** Every replica's place; fails when one is not known. */
  public KafkaFuture<Map<TopicPartitionReplica, ReplicaLogDirInfo>> all() {
    return Gathered.all(futures);
  }

  /** Where a replica lies, and where it is being moved to. */
  public static class ReplicaLogDirInfo {

    private final @Nullable String currentReplicaLogDir;
    private final long currentReplicaOffsetLag;
    private final @Nullable String futureReplicaLogDir;
    private final long futureReplicaOffsetLag;

    ReplicaLogDirInfo(
        @Nullable String currentReplicaLogDir,
        long currentReplicaOffsetLag,
        @Nullable String futureReplicaLogDir,
        long futureReplicaOffsetLag) {
      this.currentReplicaLogDir = currentReplicaLogDir;
      this.currentReplicaOffsetLag = currentReplicaOffsetLag;
      this.futureReplicaLogDir = futureReplicaLogDir;
      this.futureReplicaOffsetLag = futureReplicaOffsetLag;
    }

    private static ReplicaLogDirInfo of(
        TopicPartitionReplica replica, Map<String, LogDirDescription> dirs) {
      @Nullable String current = null;
      long currentLag = UNKNOWN;
      @Nullable String future = null;
      long futureLag = UNKNOWN;
      for (Map.Entry<String, LogDirDescription> dir : dirs.entrySet()) {
        for (var entry : dir.getValue().replicaInfos().entrySet()) {
          boolean same =
              entry.getKey().topic().equals(replica.topic())
                  && entry.getKey().partition() == replica.partition();
          if (same && entry.getValue().isFuture()) {
            future = dir.getKey();
            futureLag = entry.getValue().offsetLag();
          } else if (same) {
            current = dir.getKey();
            currentLag = entry.getValue().offsetLag();
          }
        }
      }
      return new ReplicaLogDirInfo(current, currentLag, future, futureLag);
    }

    /** The directory, null when the broker does not have the replica. */
    public @Nullable String getCurrentReplicaLogDir() {
      return currentReplicaLogDir;
    }

    /** How far it is behind the high watermark; -1 when not known. */
    public long getCurrentReplicaOffsetLag() {
      return currentReplicaOffsetLag;
    }

    /** The directory it moves to, null when it stays. */
    public @Nullable String getFutureReplicaLogDir() {
      return futureReplicaLogDir;
    }

    /** How much is left to copy; -1 when it stays. */
    public long getFutureReplicaOffsetLag() {
      return futureReplicaOffsetLag;
    }

    @Override
    public String toString() {
      String current =
          "(currentReplicaLogDir="
              + currentReplicaLogDir
              + ", currentReplicaOffsetLag="
              + currentReplicaOffsetLag;
      return futureReplicaLogDir == null
          ? current + ")"
          : current
              + ", futureReplicaLogDir="
              + futureReplicaLogDir
              + ", futureReplicaOffsetLag="
              + futureReplicaOffsetLag
              + ")";
    }
  }
}
