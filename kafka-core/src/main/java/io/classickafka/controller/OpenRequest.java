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

  /** A broker that waits for its leaderships to move; the partitions that are being written. */
  record Shutdown(int broker, PersistentSortedMap<ZkTopicPartition, Boolean> moving)
      implements OpenRequest {}
}
