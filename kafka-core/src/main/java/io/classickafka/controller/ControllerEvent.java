package io.classickafka.controller;

import io.classickafka.coordination.Status;
import io.classickafka.coordination.WriteResult;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.zk.TopicAssignment;
import io.classickafka.zk.ZkTopicPartition;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** What the controller reacts to. */
sealed interface ControllerEvent {

  /** The whole cluster, read by a controller that was just elected. */
  record Loaded(
      List<BrokerState> brokers,
      SortedMap<String, TopicNode> topics,
      SortedMap<ZkTopicPartition, StoredState> states,
      List<String> deletions)
      implements ControllerEvent {}

  /** The registered brokers, read anew. */
  record BrokersRead(List<BrokerState> brokers) implements ControllerEvent {}

  /** The names of all topics, listed anew. */
  record TopicsListed(List<String> topics) implements ControllerEvent {}

  /** Topic nodes, read anew; null for one that is not there. */
  record TopicsRead(SortedMap<String, @Nullable TopicNode> topics) implements ControllerEvent {}

  /** The topics marked for deletion, listed anew. */
  record DeletionsListed(List<String> topics) implements ControllerEvent {}

  /** Partition states, read back; null for one that is not there. */
  record StatesRead(SortedMap<ZkTopicPartition, @Nullable PartitionLeadership> states)
      implements ControllerEvent {}

  /** Partition states that others have written, as a note told; null for one that is not there. */
  record StatesNoted(SortedMap<ZkTopicPartition, @Nullable PartitionLeadership> states)
      implements ControllerEvent {}

  /** A write has ended. */
  record Written(WriteTicket ticket, List<io.classickafka.coordination.Op> ops, WriteResult result)
      implements ControllerEvent {}

  /** The nodes of a deleted topic are gone. */
  record TopicNodesRemoved(String topic) implements ControllerEvent {}

  /** A broker answered a StopReplica that deletes. */
  record ReplicasDeleted(
      int broker, long brokerEpoch, SortedMap<ZkTopicPartition, ErrorCode> answers)
      implements ControllerEvent {}

  /** Topics to be created. */
  record CreateTopics(long request, List<NewTopic> topics, boolean validateOnly)
      implements ControllerEvent {}

  /** Topics to get more partitions. */
  record CreatePartitions(long request, List<NewPartitions> topics, boolean validateOnly)
      implements ControllerEvent {}

  /** Topics to be deleted. */
  record DeleteTopics(long request, List<String> topics) implements ControllerEvent {}

  /**
   * Elections that were asked for.
   *
   * @param unclean whether a replica may lead that is not in sync; else the preferred one shall
   * @param partitions null for all that need one
   */
  record ElectLeaders(long request, boolean unclean, @Nullable List<ZkTopicPartition> partitions)
      implements ControllerEvent {}

  /** Partitions that a legacy tool wants led by their preferred replicas. */
  record LegacyElection(List<ZkTopicPartition> partitions) implements ControllerEvent {}

  /** Time to look whether leaderships are unevenly spread. */
  record Rebalance() implements ControllerEvent {}

  /** Whether topics allow an election that loses records, as their settings say. */
  record UncleanRead(SortedMap<String, Boolean> allowed) implements ControllerEvent {}

  /** A topic's settings have changed, which may allow it. */
  record TopicUncleanChanged(String topic) implements ControllerEvent {}

  /** The settings have changed that topics fall back on, which may allow it. */
  record UncleanChanged() implements ControllerEvent {}

  /** Replicas that shall move. */
  record AlterReassignments(long request, List<ReplicaMove> moves) implements ControllerEvent {}

  /** What the node of the legacy tool asks for. */
  record LegacyReassignment(SortedMap<ZkTopicPartition, List<Integer>> moves)
      implements ControllerEvent {}

  /** Brokers that have reported a failed log directory. */
  record LogDirsFailed(List<Integer> brokers) implements ControllerEvent {}

  /** A broker answered, of which replicas it was told to have, which it can store. */
  record LeadershipsAnswered(
      int broker, long brokerEpoch, SortedMap<ZkTopicPartition, ErrorCode> answers)
      implements ControllerEvent {}

  /** A leader's proposals. */
  record AlterPartitions(long request, int broker, long brokerEpoch, List<IsrProposal> proposals)
      implements ControllerEvent {}

  /** A broker wants to stop. */
  record ControlledShutdown(long request, int broker, long brokerEpoch)
      implements ControllerEvent {}

  /**
   * A topic's node and its version.
   *
   * @param bornZxid the transaction that made it, or {@link TopicState#BORN_HERE}
   */
  record TopicNode(TopicAssignment assignment, int version, long bornZxid) {}

  /** Whether the fence of our writes is gone: the first operation of each checks the epoch. */
  static boolean fenced(WriteResult result) {
    return result.refused(0, Status.BAD_VERSION);
  }
}
