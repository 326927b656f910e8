package io.classickafka.controller;

import io.classickafka.coordination.Op;
import io.classickafka.zk.ZkTopicPartition;
import java.util.List;

/** What the controller's loop shall do. Performed in the order listed. */
sealed interface Effect {

  /** An atomic write; its result comes back with the ticket. The first operation is the fence. */
  record Write(WriteTicket ticket, List<Op> ops) implements Effect {
    public Write {
      ops = List.copyOf(ops);
    }
  }

  /** Read states back; all in one answer. */
  record ReadStates(List<ZkTopicPartition> partitions) implements Effect {}

  /** Read topic nodes, and watch them; all in one answer. */
  record ReadTopics(List<String> topics) implements Effect {}

  /** Remove all nodes of a topic, its config's, and last its deletion mark. */
  record RemoveTopicNodes(String topic) implements Effect {}

  /** A channel to this incarnation of a broker; one to a former incarnation is dropped. */
  record OpenChannel(BrokerState broker) implements Effect {}

  /** The broker is gone; what was queued for it is dropped. */
  record CloseChannel(int broker) implements Effect {}

  /** Requests to one broker. */
  record Send(int broker, ControlBatch batch) implements Effect {}

  /** The outcomes of topics that were created, grown or deleted. */
  record AnswerTopics(long request, List<TopicOutcome> outcomes) implements Effect {}

  /** The outcomes of a leader's proposals. */
  record AnswerIsrs(long request, IsrOutcomes outcomes) implements Effect {}

  /** What a stopping broker still leads. */
  record AnswerShutdown(long request, ShutdownOutcome outcome) implements Effect {}

  /** Find out whether this broker is still controller. */
  record Doubt() implements Effect {}
}
