package io.classickafka.controller;

import io.classickafka.controller.StateWrite.Requester;
import io.classickafka.coordination.Op;
import io.classickafka.coordination.WriteResult;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.zk.PartitionAssignment;
import io.classickafka.zk.TopicAssignment;
import io.classickafka.zk.ZkPaths;
import io.classickafka.zk.ZkTopicPartition;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How assignments get into topic nodes. A write holds all partitions of the topic as the controller
 * knows them, with the moves that are wanted; one that was lost or refused is repeated from what
 * stands in the node then.
 *
 * <p>A move and the end of a former one exclude each other: the end drops replicas that another
 * move may keep. While a node is written no reassignment of its topic ends, and while one ends its
 * partition's next move waits.
 */
final class TopicNodeWriting {

  private TopicNodeWriting() {}

  /** Replicas shall move, or go {@link TopicNodeWrite#BACK}. */
  static void want(
      Draft draft, ZkTopicPartition id, List<Integer> target, List<Requester> requesters) {
    TopicNodeWrite write = of(draft, id.topic());
    draft.nodeWrites =
        draft.nodeWrites.with(id.topic(), write.wanting(id.partition(), target, requesters));
  }

  /** The node has to say what the controller knows of its partitions. */
  static void rewrite(Draft draft, String topic) {
    draft.nodeWrites = draft.nodeWrites.with(topic, of(draft, topic).dirty());
    writeNext(draft, topic);
  }

  private static TopicNodeWrite of(Draft draft, String topic) {
    TopicNodeWrite write = draft.nodeWrites.get(topic);
    return write == null ? TopicNodeWrite.NONE : write;
  }

  /** Begins the next write of a topic's node, if there is one to do and it can be done now. */
  static void writeNext(Draft draft, String name) {
    TopicState topic = draft.topics.get(name);
    TopicNodeWrite write = of(draft, name);
    if (topic == null || write.writing() || !write.again()) {
      return;
    }
    for (int number : write.wanted().keySet()) {
      PartitionControl partition = topic.partitions().get(number);
      StateWrite under = partition == null ? null : partition.writing();
      if (under != null && under.reassigned() != null) {
        return;
      }
    }
    SortedMap<Integer, PartitionAssignment> all = new TreeMap<>(topic.node().partitions());
    topic.partitions().forEach((number, partition) -> all.put(number, partition.assignment()));
    SortedMap<Integer, PartitionAssignment> moved = new TreeMap<>();
    write
        .wanted()
        .forEach(
            (number, target) -> {
              PartitionControl partition = topic.partitions().get(number);
              if (partition != null) {
                PartitionAssignment now = partition.assignment();
                boolean back = target.equals(TopicNodeWrite.BACK);
                moved.put(
                    number,
                    ReassignmentRule.toward(now, back ? ReassignmentRule.origin(now) : target));
              }
            });
    all.putAll(moved);
    TopicAssignment node = topic.node().withPartitions(all);
    draft.effects.add(
        new Effect.Write(
            new WriteTicket.Assignments(name, node, moved, write.wanted(), write.requesters()),
            List.of(
                draft.fence(),
                new Op.SetData(ZkPaths.topic(name), node.encode(), topic.nodeVersion()))));
    draft.nodeWrites = draft.nodeWrites.with(name, write.begun());
  }

  static void onWritten(Draft draft, WriteTicket.Assignments ticket, WriteResult result) {
    if (ControllerEvent.fenced(result)) {
      draft.effects.add(new Effect.Doubt());
      return;
    }
    String name = ticket.topic();
    TopicState topic = draft.topics.get(name);
    TopicNodeWrite write = of(draft, name);
    if (topic == null || !write.writing()) {
      answer(draft, ticket.requesters(), ErrorCode.UNKNOWN_TOPIC_OR_PARTITION); // deleted meanwhile
      return;
    }
    switch (result.status()) {
      case OK -> {
        var stat = result.outcomes().get(1).stat();
        int version = stat == null ? topic.nodeVersion() + 1 : stat.version();
        draft.putTopic(topic.withNode(ticket.node(), version));
        TopicNodeWrite rest = write.ended();
        draft.nodeWrites =
            rest.again() ? draft.nodeWrites.with(name, rest) : draft.nodeWrites.without(name);
        written(draft, ticket);
      }
      case BAD_VERSION, CONNECTION_LOSS -> {
        draft.nodeWrites = draft.nodeWrites.with(name, write.repeating(ticket));
        draft.effects.add(new Effect.ReadTopics(List.of(name)));
      }
      case NO_NODE -> {
        draft.nodeWrites = draft.nodeWrites.without(name);
        answer(draft, ticket.requesters(), ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
        answer(draft, write.requesters(), ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
        draft.effects.add(new Effect.ReadTopics(List.of(name)));
      }
      case SESSION_EXPIRED -> {}
      default -> {
        draft.nodeWrites = draft.nodeWrites.without(name);
        answer(draft, ticket.requesters(), ErrorCode.UNKNOWN_SERVER_ERROR);
        answer(draft, write.requesters(), ErrorCode.UNKNOWN_SERVER_ERROR);
      }
    }
  }

  /** The topic is gone, and with it what its node should have said. */
  static void onVanished(Draft draft, TopicNodeWrite write) {
    answer(draft, write.requesters(), ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
  }

  private static void written(Draft draft, WriteTicket.Assignments ticket) {
    String name = ticket.topic();
    ticket
        .moved()
        .forEach(
            (number, assignment) ->
                Reassignments.adopt(draft, new ZkTopicPartition(name, number), assignment));
    answer(draft, ticket.requesters(), ErrorCode.NONE);
    writeNext(draft, name);
    if (!draft.nodeWrites.containsKey(name)) {
      for (ZkTopicPartition id : draft.index.reassigning().keys()) {
        if (id.topic().equals(name)) {
          draft.examine(id); // it may have waited for this write to end
        }
      }
    }
  }

  private static void answer(Draft draft, List<Requester> requesters, ErrorCode error) {
    requesters.forEach(who -> Reassignments.outcome(draft, who, error, null));
  }
}
