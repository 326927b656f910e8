package io.classickafka.simulation.run;

import io.classickafka.simulation.check.PartitionNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;

/** The operator's eye on partitions that nobody leads, though all brokers are there. */
final class Leaderless {

  private final Cluster cluster;
  private final Story story;
  private final int patience;
  private final Map<TopicPartition, Integer> looks = new LinkedHashMap<>();

  /**
   * An eye that has seen nothing.
   *
   * @param patience after so many looks without a leader one is elected by hand
   */
  Leaderless(Cluster cluster, Story story, int patience) {
    this.cluster = cluster;
    this.story = story;
    this.patience = patience;
  }

  /**
   * Looks once.
   *
   * @param mayElect for which partitions something may be done
   */
  void look(Predicate<TopicPartition> mayElect) {
    boolean allThere = cluster.brokers.stream().allMatch(SimulatedBroker::isServing);
    for (TopicPartition partition : cluster.partitions()) {
      PartitionNode node = cluster.nodes.node(partition);
      boolean leaderless = allThere && node != null && node.leader() < 0;
      int seen = leaderless ? looks.getOrDefault(partition, 0) + 1 : 0;
      if (seen >= patience && mayElect.test(partition)) {
        story.tell("the operator has a leader elected for " + partition);
        cluster.counts.operatorElections++;
        cluster.checks.operatorElects(partition);
        cluster.operator().elect(partition);
        seen = 0;
      }
      looks.put(partition, seen);
    }
  }
}
