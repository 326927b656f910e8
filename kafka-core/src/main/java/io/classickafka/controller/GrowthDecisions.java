package io.classickafka.controller;

import io.classickafka.controller.ControllerEvent.TopicNode;
import io.classickafka.coordination.Op;
import io.classickafka.coordination.WriteResult;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.zk.PartitionAssignment;
import io.classickafka.zk.TopicAssignment;
import io.classickafka.zk.ZkPaths;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Topics that shall have more partitions, and topics that shall be deleted, when asked for. */
final class GrowthDecisions {

  private GrowthDecisions() {}

  static void onGrow(
      Draft draft,
      ControllerEvent.CreatePartitions event,
      ControllerRules rules,
      RandomGenerator random) {
    draft.openTopics(event.request(), event.topics().size());
    TopicPlanner planner = new TopicPlanner(draft, rules, random);
    TreeSet<String> names = new TreeSet<>();
    for (int i = 0; i < event.topics().size(); i++) {
      NewPartitions wanted = event.topics().get(i);
      TopicOutcome refusal =
          names.add(wanted.topic())
              ? refusal(draft, wanted)
              : TopicOutcome.refused(
                  wanted.topic(), ErrorCode.INVALID_REQUEST, "the topic is given twice");
      TopicState topic = draft.topics.get(wanted.topic());
      if (refusal != null || topic == null) {
        draft.outcome(
            event.request(),
            i,
            refusal != null
                ? refusal
                : refused(wanted, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, "no such topic"));
        continue;
      }
      grow(draft, planner, event, i, topic, wanted);
    }
  }

  private static @Nullable TopicOutcome refusal(Draft draft, NewPartitions wanted) {
    TopicState topic = draft.topics.get(wanted.topic());
    if (topic == null) {
      return refused(wanted, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, "no such topic");
    }
    if (draft.deletions.containsKey(wanted.topic())) {
      return refused(wanted, ErrorCode.INVALID_TOPIC_EXCEPTION, "topic is marked for deletion");
    }
    for (PartitionControl partition : topic.partitions()) {
      if (partition.assignment().isReassigning() || draft.nodeWrites.containsKey(topic.name())) {
        return refused(wanted, ErrorCode.REASSIGNMENT_IN_PROGRESS, "a reassignment is under way");
      }
    }
    int present = topic.partitions().size();
    if (wanted.total() <= present) {
      return refused(
          wanted, ErrorCode.INVALID_PARTITIONS, "topic has " + present + " partitions already");
    }
    if (wanted.total() > ControllerRules.PARTITIONS_PER_TOPIC_MAX) {
      return refused(wanted, ErrorCode.POLICY_VIOLATION, "too many partitions in a topic");
    }
    List<List<Integer>> given = wanted.assignments();
    if (given != null && given.size() != wanted.total() - present) {
      return refused(
          wanted,
          ErrorCode.INVALID_REPLICA_ASSIGNMENT,
          "an assignment for each new partition is needed");
    }
    return null;
  }

  private static void grow(
      Draft draft,
      TopicPlanner planner,
      ControllerEvent.CreatePartitions event,
      int index,
      TopicState topic,
      NewPartitions wanted) {
    SortedMap<Integer, PartitionAssignment> all = new TreeMap<>(topic.node().partitions());
    int present = all.size();
    List<Integer> first = TopicState.firstReplicas(topic.node());
    if (first.isEmpty()) {
      draft.outcome(
          event.request(),
          index,
          refused(wanted, ErrorCode.INVALID_PARTITIONS, "the topic's node is not readable"));
      return;
    }
    List<List<Integer>> added = wanted.assignments();
    if (added == null) {
      SortedMap<Integer, String> live = planner.liveBrokers();
      if (first.size() > live.size()) {
        draft.outcome(
            event.request(),
            index,
            refused(
                wanted,
                ErrorCode.INVALID_REPLICATION_FACTOR,
                "replication factor " + first.size() + " with " + live.size() + " live brokers"));
        return;
      }
      int start = new ArrayList<>(live.headMap(first.get(0)).keySet()).size() % live.size();
      added =
          ReplicaPlacement.place(
              live, wanted.total() - present, first.size(), present, start, start);
    }
    for (List<Integer> replicas : added) {
      String problem = planner.problem(replicas, first.size());
      if (problem != null) {
        draft.outcome(
            event.request(), index, refused(wanted, ErrorCode.INVALID_REPLICA_ASSIGNMENT, problem));
        return;
      }
    }
    for (int i = 0; i < added.size(); i++) {
      all.put(present + i, PartitionAssignment.of(added.get(i)));
    }
    if (event.validateOnly()) {
      draft.outcome(event.request(), index, TopicOutcome.done(topic.name()));
      return;
    }
    TopicAssignment node = topic.node().withPartitions(all);
    draft.effects.add(
        new Effect.Write(
            new WriteTicket.GrowTopic(event.request(), index, topic.name(), node),
            List.of(
                draft.fence(),
                new Op.SetData(ZkPaths.topic(topic.name()), node.encode(), topic.nodeVersion()))));
  }

  static void onGrown(
      Draft draft, WriteTicket.GrowTopic ticket, WriteResult result, RandomGenerator random) {
    if (ControllerEvent.fenced(result)) {
      draft.effects.add(new Effect.Doubt());
      return;
    }
    ErrorCode error =
        switch (result.status()) {
          case OK -> ErrorCode.NONE;
          case CONNECTION_LOSS, SESSION_EXPIRED -> ErrorCode.REQUEST_TIMED_OUT;
          case BAD_VERSION -> ErrorCode.INVALID_UPDATE_VERSION;
          case NO_NODE -> ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
          default -> ErrorCode.UNKNOWN_SERVER_ERROR;
        };
    if (error == ErrorCode.NONE) {
      var stat = result.outcomes().get(1).stat();
      int version = stat == null ? 0 : stat.version();
      SortedMap<String, @Nullable TopicNode> read = new TreeMap<>();
      read.put(ticket.topic(), new TopicNode(ticket.node(), version, TopicState.BORN_HERE));
      TopicDecisions.onRead(draft, read, random);
    } else if (result.status() != io.classickafka.coordination.Status.SESSION_EXPIRED) {
      draft.effects.add(new Effect.ReadTopics(List.of(ticket.topic())));
    }
    draft.outcome(
        ticket.request(), ticket.index(), TopicOutcome.refused(ticket.topic(), error, null));
  }

  static void onDelete(Draft draft, ControllerEvent.DeleteTopics event, ControllerRules rules) {
    draft.openTopics(event.request(), event.topics().size());
    for (int i = 0; i < event.topics().size(); i++) {
      String name = event.topics().get(i);
      if (!rules.deletionEnabled()) {
        draft.outcome(
            event.request(),
            i,
            TopicOutcome.refused(name, ErrorCode.TOPIC_DELETION_DISABLED, null));
      } else if (!draft.topics.containsKey(name)) {
        draft.outcome(
            event.request(),
            i,
            TopicOutcome.refused(name, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, null));
      } else if (draft.deletions.containsKey(name)) {
        draft.outcome(event.request(), i, TopicOutcome.done(name));
      } else {
        draft.effects.add(
            new Effect.Write(
                new WriteTicket.MarkDeletion(event.request(), i, name),
                List.of(
                    draft.fence(),
                    new Op.Create(ZkPaths.deleteTopic(name), null, Op.Lifetime.PERSISTENT))));
      }
    }
  }

  static void onMarked(Draft draft, WriteTicket.MarkDeletion ticket, WriteResult result) {
    if (ControllerEvent.fenced(result)) {
      draft.effects.add(new Effect.Doubt());
      return;
    }
    switch (result.status()) {
      case OK, NODE_EXISTS -> {
        Deletions.queue(draft, ticket.topic());
        draft.outcome(ticket.request(), ticket.index(), TopicOutcome.done(ticket.topic()));
      }
      case CONNECTION_LOSS ->
          // Marking twice is marking once.
          draft.effects.add(
              new Effect.Write(
                  ticket,
                  List.of(
                      draft.fence(),
                      new Op.Create(
                          ZkPaths.deleteTopic(ticket.topic()), null, Op.Lifetime.PERSISTENT))));
      default ->
          draft.outcome(
              ticket.request(),
              ticket.index(),
              TopicOutcome.refused(ticket.topic(), ErrorCode.UNKNOWN_SERVER_ERROR, null));
    }
  }

  private static TopicOutcome refused(NewPartitions wanted, ErrorCode error, String message) {
    return TopicOutcome.refused(wanted.topic(), error, message);
  }
}
