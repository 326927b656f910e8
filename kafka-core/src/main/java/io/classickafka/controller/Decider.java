package io.classickafka.controller;

import io.classickafka.zk.TopicAssignment;
import java.util.List;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/** What the acting controller does about an event. Pure: nothing is read, written or sent here. */
final class Decider {

  private final ControllerRules rules;

  Decider(ControllerRules rules) {
    this.rules = rules;
  }

  /** The next state, and what is to be done, in this order. */
  record Decision(ControllerState next, List<Effect> effects) {}

  /**
   * Decides.
   *
   * @param random for ids and placements of new topics
   */
  Decision decide(ControllerState state, ControllerEvent event, RandomGenerator random) {
    Draft draft = new Draft(state);
    if (event instanceof ControllerEvent.Written written) {
      onWritten(draft, written, random);
    } else if (event instanceof ControllerEvent.AlterPartitions proposals) {
      IsrDecisions.onProposals(draft, proposals);
    } else if (event instanceof ControllerEvent.StatesRead read) {
      StateWriting.onRead(draft, read);
    } else if (event instanceof ControllerEvent.StatesNoted noted) {
      StateWriting.onNoted(draft, noted);
    } else if (event instanceof ControllerEvent.TopicsRead read) {
      TopicDecisions.onRead(draft, read.topics(), random);
    } else if (event instanceof ControllerEvent.TopicsListed listed) {
      TopicDecisions.onListed(draft, listed.topics());
    } else if (event instanceof ControllerEvent.BrokersRead read) {
      BrokerDecisions.onRead(draft, read.brokers());
    } else if (event instanceof ControllerEvent.DeletionsListed listed) {
      Deletions.onListed(draft, listed.topics(), rules.deletionEnabled());
    } else if (event instanceof ControllerEvent.ReplicasDeleted deleted) {
      Deletions.onAnswer(draft, deleted);
    } else if (event instanceof ControllerEvent.TopicNodesRemoved removed) {
      Deletions.onNodesRemoved(draft, removed.topic());
    } else if (event instanceof ControllerEvent.CreateTopics create) {
      TopicDecisions.onCreate(draft, create, rules, random);
    } else if (event instanceof ControllerEvent.CreatePartitions grow) {
      GrowthDecisions.onGrow(draft, grow, rules, random);
    } else if (event instanceof ControllerEvent.DeleteTopics delete) {
      GrowthDecisions.onDelete(draft, delete, rules);
    } else if (event instanceof ControllerEvent.ControlledShutdown shutdown) {
      Shutdowns.onRequest(draft, shutdown);
    } else if (event instanceof ControllerEvent.ElectLeaders elect) {
      Elections.onRequest(draft, elect);
    } else if (event instanceof ControllerEvent.LegacyElection elect) {
      elect.partitions().forEach(id -> Elections.prefer(draft, id));
    } else if (event instanceof ControllerEvent.Rebalance) {
      Elections.onRebalance(draft, rules.imbalancePercent());
    } else if (event instanceof ControllerEvent.UncleanRead read) {
      Elections.onUncleanRead(draft, read);
    } else if (event instanceof ControllerEvent.TopicUncleanChanged changed) {
      Elections.onUncleanChanged(draft, changed.topic());
    } else if (event instanceof ControllerEvent.UncleanChanged) {
      Elections.onUncleanChanged(draft, null);
    } else if (event instanceof ControllerEvent.AlterReassignments moves) {
      Reassignments.onRequest(draft, moves);
    } else if (event instanceof ControllerEvent.LegacyReassignment moves) {
      Reassignments.onLegacy(draft, moves);
    } else if (event instanceof ControllerEvent.LogDirsFailed failed) {
      ReplicaFailures.onReported(draft, failed);
    } else if (event instanceof ControllerEvent.LeadershipsAnswered answered) {
      ReplicaFailures.onAnswered(draft, answered);
    } else if (event instanceof ControllerEvent.Loaded loaded) {
      onLoaded(draft, loaded, random);
    } else {
      throw new AssertionError(event);
    }
    return draft.finish();
  }

  private static void onWritten(
      Draft draft, ControllerEvent.Written written, RandomGenerator random) {
    WriteTicket ticket = written.ticket();
    if (ticket instanceof WriteTicket.States states) {
      StateWriting.onWritten(draft, states, written.ops(), written.result());
    } else if (ticket instanceof WriteTicket.CreateTopic create) {
      TopicDecisions.onCreated(draft, create, written.result());
    } else if (ticket instanceof WriteTicket.GrowTopic grow) {
      GrowthDecisions.onGrown(draft, grow, written.result(), random);
    } else if (ticket instanceof WriteTicket.Assignments assignments) {
      TopicNodeWriting.onWritten(draft, assignments, written.result());
    } else if (ticket instanceof WriteTicket.LegacyNode) {
      Reassignments.onLegacyWritten(draft, written.result());
    } else if (ticket instanceof WriteTicket.SetTopicId set) {
      TopicDecisions.onIdSet(draft, set, written.result());
    } else if (ticket instanceof WriteTicket.MarkDeletion mark) {
      GrowthDecisions.onMarked(draft, mark, written.result());
    } else if (ticket instanceof WriteTicket.DropMark) {
      if (ControllerEvent.fenced(written.result())) {
        draft.effects.add(new Effect.Doubt());
      }
    } else {
      throw new AssertionError(ticket);
    }
  }

  /** A new controller: brokers get to know each other, then their leaders; then what is amiss. */
  private void onLoaded(Draft draft, ControllerEvent.Loaded loaded, RandomGenerator random) {
    loaded.brokers().forEach(broker -> BrokerDecisions.add(draft, broker));
    // Marked topics first, so that no leaders are elected for them.
    for (String marked : new TreeSet<>(loaded.deletions())) {
      if (loaded.topics().containsKey(marked) && rules.deletionEnabled()) {
        draft.deletions = draft.deletions.with(marked, TopicDeletion.QUEUED);
      }
    }
    loaded
        .topics()
        .forEach(
            (name, node) -> {
              TopicDecisions.add(draft, name, node, loaded.states());
              TopicAssignment assignment = node.assignment();
              if (assignment.topicId() == null) {
                TopicDecisions.setId(draft, name, node, TopicPlanner.newId(random));
              }
            });
    loaded.brokers().forEach(broker -> BrokerDecisions.start(draft, broker.id()));
    Deletions.onListed(draft, loaded.deletions(), rules.deletionEnabled());
  }
}
