package io.classickafka.controller;

import io.classickafka.metadata.PersistentSortedMap;
import io.classickafka.zk.ZkTopicPartition;
import java.util.List;

/** A request whose answer depends on writes that are under way. */
sealed interface OpenRequest {

  /** Topics to be created, grown or deleted: the outcomes that are known, by position. */
  record Topics(int count, PersistentSortedMap<Integer, TopicOutcome> outcomes)
      implements OpenRequest {}

  /** Proposals of a leader: the outcomes that are known, by position. */
  record Isrs(List<IsrProposal> proposals, PersistentSortedMap<Integer, IsrOutcome> outcomes)
      implements OpenRequest {}

  /**
   * Elections: the outcomes that are known, by position.
   *
   * @param waiting the partitions whose state is being written, with their positions
   */
  record Elections(
      boolean unclean,
      List<ZkTopicPartition> partitions,
      PersistentSortedMap<Integer, ElectionOutcome> outcomes,
      PersistentSortedMap<ZkTopicPartition, Integer> waiting)
      implements OpenRequest {

    public Elections {
      partitions = List.copyOf(partitions);
    }

    Elections withOutcome(int index, ElectionOutcome outcome) {
      return new Elections(unclean, partitions, outcomes.with(index, outcome), waiting);
    }

    Elections withWaiting(PersistentSortedMap<ZkTopicPartition, Integer> changed) {
      return new Elections(unclean, partitions, outcomes, changed);
    }
  }

  /** Replicas that shall move: the outcomes that are known, by position. */
  record Reassignments(
      List<ReplicaMove> moves, PersistentSortedMap<Integer, ReassignmentOutcome> outcomes)
      implements OpenRequest {
    public Reassignments {
      moves = List.copyOf(moves);
    }
  }

  /** A broker that waits for its leaderships to move; the partitions that are being written. */
  record Shutdown(int broker, PersistentSortedMap<ZkTopicPartition, Boolean> moving)
      implements OpenRequest {}
}
