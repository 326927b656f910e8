package io.classickafka.controller;

import io.classickafka.coordination.Op;
import io.classickafka.zk.ZkTopicPartition;
import java.util.List;

/** What the controller's loop shall do. Performed in the order listed. */
sealed interface Effect {

  /** The effect in lines, for tests and traces. */
  String text();

  /** An atomic write; its result comes back with the ticket. The first operation is the fence. */
  record Write(WriteTicket ticket, List<Op> ops) implements Effect {
    public Write {
      ops = List.copyOf(ops);
    }

    @Override
    public String text() {
      StringBuilder lines = new StringBuilder("write");
      ops.forEach(op -> lines.append("\n  ").append(op.text()));
      return lines.toString();
    }
  }

  /** Read states back; all in one answer. */
  record ReadStates(List<ZkTopicPartition> partitions) implements Effect {
    @Override
    public String text() {
      return "read states " + partitions;
    }
  }

  /** Read topic nodes, and watch them; all in one answer. */
  record ReadTopics(List<String> topics) implements Effect {
    @Override
    public String text() {
      return "read topics " + topics;
    }
  }

  /** Read whether topics allow elections that lose records; all in one answer. */
  record ReadUnclean(List<String> topics) implements Effect {
    @Override
    public String text() {
      return "read unclean " + topics;
    }
  }

  /** A leader was elected that was not in sync. */
  record UncleanElected(ZkTopicPartition partition, int leader) implements Effect {
    @Override
    public String text() {
      return "unclean " + partition + " leader=" + leader;
    }
  }

  /** The deletion of a topic cannot begin. */
  record DeletionWaits(String topic, String reason) implements Effect {
    @Override
    public String text() {
      return "deletion of " + topic + " waits: " + reason;
    }
  }

  /** Remove all nodes of a topic, its config's, and last its deletion mark. */
  record RemoveTopicNodes(String topic) implements Effect {
    @Override
    public String text() {
      return "remove nodes of topic " + topic;
    }
  }

  /** A channel to this incarnation of a broker; one to a former incarnation is dropped. */
  record OpenChannel(BrokerState broker) implements Effect {
    @Override
    public String text() {
      return "open channel " + broker.id() + "@" + broker.epoch();
    }
  }

  /** The broker is gone; what was queued for it is dropped. */
  record CloseChannel(int broker) implements Effect {
    @Override
    public String text() {
      return "close channel " + broker;
    }
  }

  /** Requests to one broker. */
  record Send(int broker, ControlBatch batch) implements Effect {
    @Override
    public String text() {
      return "send " + broker + batch.text();
    }
  }

  /** The outcomes of topics that were created, grown or deleted. */
  record AnswerTopics(long request, List<TopicOutcome> outcomes) implements Effect {
    @Override
    public String text() {
      return "answer "
          + request
          + String.join("", outcomes.stream().map(outcome -> "\n  " + outcome.text()).toList());
    }
  }

  /** The outcomes of a leader's proposals. */
  record AnswerIsrs(long request, IsrOutcomes outcomes) implements Effect {
    @Override
    public String text() {
      return "answer "
          + request
          + " "
          + outcomes.error()
          + String.join(
              "", outcomes.outcomes().stream().map(outcome -> "\n  " + outcome.text()).toList());
    }
  }

  /** The outcomes of elections that were asked for. */
  record AnswerElections(long request, List<ElectionOutcome> outcomes) implements Effect {
    @Override
    public String text() {
      return "answer "
          + request
          + String.join("", outcomes.stream().map(outcome -> "\n  " + outcome.text()).toList());
    }
  }

  /** The outcomes of moves of replicas: whether they have begun. */
  record AnswerReassignments(long request, List<ReassignmentOutcome> outcomes) implements Effect {
    @Override
    public String text() {
      return "answer "
          + request
          + String.join("", outcomes.stream().map(outcome -> "\n  " + outcome.text()).toList());
    }
  }

  /** What a stopping broker still leads. */
  record AnswerShutdown(long request, ShutdownOutcome outcome) implements Effect {
    @Override
    public String text() {
      return "answer " + request + " " + outcome.error() + " remaining=" + outcome.remaining();
    }
  }

  /** Find out whether this broker is still controller. */
  record Doubt() implements Effect {
    @Override
    public String text() {
      return "doubt";
    }
  }
}
