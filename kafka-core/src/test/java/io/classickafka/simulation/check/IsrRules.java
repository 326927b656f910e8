package io.classickafka.simulation.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;

/**
 * C9: the leader is in sync, somebody always is, and only replicas are; a new leader was in sync
 * before; who joins holds everything committed and everything from before the leader's epoch.
 */
public final class IsrRules implements Check {

  private final Function<TopicPartition, List<Integer>> assignment;
  private final Map<TopicPartition, PartitionNode> nodes = new LinkedHashMap<>();
  private final Map<TopicPartition, Map<Integer, ReplicaState>> replicas = new LinkedHashMap<>();

  /** Partitions without leader to which an operator gives one, whoever is there. */
  private final Set<TopicPartition> given = new LinkedHashSet<>();

  /** Knows the replicas of every partition. */
  public IsrRules(Function<TopicPartition, List<Integer>> assignment) {
    this.assignment = assignment;
  }

  /** An operator has a partition without leader led by whoever is there, once. */
  public void operatorElects(TopicPartition partition) {
    given.add(partition);
  }

  @Override
  public void onReplica(ReplicaState state) {
    replicas
        .computeIfAbsent(state.partition(), key -> new LinkedHashMap<>())
        .put(state.broker(), state);
  }

  @Override
  public void onDeath(int broker) {
    replicas.values().forEach(each -> each.remove(broker));
  }

  @Override
  public void onNode(PartitionNode node) {
    PartitionNode before = nodes.put(node.partition(), node);
    if (node.isr().isEmpty()) {
      throw new Violation("C9", "nobody in sync: " + node);
    }
    if (node.leader() >= 0 && !node.isr().contains(node.leader())) {
      throw new Violation("C9", "leader not in sync: " + node);
    }
    if (!assignment.apply(node.partition()).containsAll(node.isr())) {
      throw new Violation("C9", "no replica, but in sync: " + node);
    }
    if (before == null) {
      return;
    }
    boolean elected = node.leader() >= 0 && node.leaderEpoch() != before.leaderEpoch();
    boolean byOperator = elected && before.leader() < 0 && given.remove(node.partition());
    if (elected && !byOperator && !before.isr().contains(node.leader())) {
      throw new Violation("C9", "leader was not in sync: from " + before + " to " + node);
    }
    List<Integer> joined = new ArrayList<>(node.isr());
    joined.removeAll(before.isr());
    if (!joined.isEmpty()) {
      onJoined(node, joined);
    }
  }

  private void onJoined(PartitionNode node, List<Integer> joined) {
    Map<Integer, ReplicaState> known =
        replicas.getOrDefault(node.partition(), new LinkedHashMap<>());
    ReplicaState leader = known.get(node.leader());
    if (leader == null || !leader.leads() || leader.leaderEpoch() != node.leaderEpoch()) {
      return;
    }
    for (int broker : joined) {
      ReplicaState joiner = known.get(broker);
      if (joiner == null) {
        continue;
      }
      if (joiner.logEnd() < leader.highWatermark() || joiner.logEnd() < leader.epochStart()) {
        throw new Violation("C9", "joined too early: " + joiner + " leader " + leader);
      }
    }
  }
}
