package io.classickafka.server;

import io.classickafka.coordination.CoordinationClient;
import io.classickafka.coordination.NodeStat;
import io.classickafka.coordination.Status;
import io.classickafka.replica.IsrChanges;
import io.classickafka.zk.MalformedZnodeException;
import io.classickafka.zk.PartitionState;
import io.classickafka.zk.ZkPaths;
import io.classickafka.zk.ZkTopicPartition;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/** Reads partitions' states where the controller keeps them. Any thread. */
final class PartitionStates {

  private static final Logger LOG = LogManager.getLogger(PartitionStates.class);

  private final CoordinationClient client;

  PartitionStates(CoordinationClient client) {
    this.client = client;
  }

  /**
   * Reads a state.
   *
   * @param onStored called once, on the client's loop; with null when there is none that can be
   *     read
   */
  void read(TopicPartition partition, Consumer<IsrChanges.@Nullable Stored> onStored) {
    String path = path(partition);
    client.read(
        path,
        null,
        result -> {
          NodeStat stat = result.stat();
          if (result.status() != Status.OK || stat == null) {
            LOG.debug("partition state not read path={} status={}", path, result.status());
            onStored.accept(null);
            return;
          }
          IsrChanges.Stored stored = null;
          try {
            PartitionState state = PartitionState.decode(path, result.data());
            stored =
                new IsrChanges.Stored(
                    state.leader(), state.leaderEpoch(), stat.version(), state.isr());
          } catch (MalformedZnodeException e) {
            LOG.warn("partition state not readable path={} reason={}", e.path(), e.reason());
          }
          onStored.accept(stored);
        });
  }

  static String path(TopicPartition partition) {
    return ZkPaths.partitionState(new ZkTopicPartition(partition.topic(), partition.partition()));
  }
}
