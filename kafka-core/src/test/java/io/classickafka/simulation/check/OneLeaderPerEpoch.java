package io.classickafka.simulation.check;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * C8: an epoch of a partition has one leader, in ZooKeeper and among the brokers; it grows with
 * every change of the leader; and in a log it never falls.
 */
public final class OneLeaderPerEpoch implements Check {

  private record Reign(TopicPartition partition, int epoch) {}

  private final Map<Reign, Integer> leaders = new LinkedHashMap<>();
  private final Map<TopicPartition, PartitionNode> nodes = new LinkedHashMap<>();

  @Override
  public void onReplica(ReplicaState state) {
    if (state.leads()) {
      claim(state.partition(), state.leaderEpoch(), state.broker(), state);
    }
  }

  @Override
  public void onNode(PartitionNode node) {
    PartitionNode before = nodes.put(node.partition(), node);
    if (before != null) {
      boolean moved = before.leader() != node.leader();
      if (node.leaderEpoch() < before.leaderEpoch()
          || (moved && node.leaderEpoch() == before.leaderEpoch())) {
        throw new Violation("C8", "epoch did not grow from " + before + " to " + node);
      }
    }
    if (node.leader() >= 0) {
      claim(node.partition(), node.leaderEpoch(), node.leader(), node);
    }
  }

  private void claim(TopicPartition partition, int epoch, int leader, Object by) {
    Integer other = leaders.putIfAbsent(new Reign(partition, epoch), leader);
    if (other != null && other != leader) {
      throw new Violation("C8", "epoch " + epoch + " has leader " + other + " too: " + by);
    }
  }

  @Override
  public void onBelowHighWatermark(ReplicaState state, List<BatchState> batches) {
    int last = -1;
    for (BatchState batch : batches) {
      boolean fromLater = state.leaderEpoch() >= 0 && batch.leaderEpoch() > state.leaderEpoch();
      if (batch.leaderEpoch() < last || fromLater) {
        throw new Violation("C8", "epochs of batches in " + state + ": " + batches);
      }
      last = batch.leaderEpoch();
    }
  }
}
