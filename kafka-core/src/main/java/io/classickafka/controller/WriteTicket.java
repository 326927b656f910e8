package io.classickafka.controller;

import io.classickafka.zk.PartitionAssignment;
import io.classickafka.zk.TopicAssignment;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a write was for; comes back with its result. */
sealed interface WriteTicket {

  /** Partition states. */
  record States(List<StateWrite> writes) implements WriteTicket {
    public States {
      writes = List.copyOf(writes);
    }
  }

  /** A topic's config and its node; the outcome goes to this place of this request. */
  record CreateTopic(long request, int index, String topic, TopicAssignment node, byte[] config)
      implements WriteTicket {}

  /** More partitions in a topic's node. */
  record GrowTopic(long request, int index, String topic, TopicAssignment node)
      implements WriteTicket {}

  /** A topic's id in its node, which had none. */
  record SetTopicId(String topic, TopicAssignment node) implements WriteTicket {}

  /**
   * Assignments in a topic's node.
   *
   * @param moved those that hold from then on
   * @param wanted what they were made from
   */
  record Assignments(
      String topic,
      TopicAssignment node,
      SortedMap<Integer, PartitionAssignment> moved,
      SortedMap<Integer, List<Integer>> wanted,
      List<StateWrite.Requester> requesters)
      implements WriteTicket {
    public Assignments {
      moved = Collections.unmodifiableSortedMap(new TreeMap<>(moved));
      wanted = Collections.unmodifiableSortedMap(new TreeMap<>(wanted));
      requesters = List.copyOf(requesters);
    }
  }

  /** What the node of the legacy reassignment tool still asks for. */
  record LegacyNode() implements WriteTicket {}

  /** The mark that a topic is to be deleted. */
  record MarkDeletion(long request, int index, String topic) implements WriteTicket {}

  /** The mark of a deletion that is not possible. */
  record DropMark(String topic) implements WriteTicket {}
}
