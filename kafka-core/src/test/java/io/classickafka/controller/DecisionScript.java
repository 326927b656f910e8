package io.classickafka.controller;

import io.classickafka.controller.ControllerEvent.TopicNode;
import io.classickafka.controller.IsrProposal.IsrMember;
import io.classickafka.coordination.NodeStat;
import io.classickafka.coordination.Op;
import io.classickafka.coordination.Status;
import io.classickafka.coordination.WriteResult;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.zk.BrokerEndpoint;
import io.classickafka.zk.BrokerRegistration;
import io.classickafka.zk.PartitionAssignment;
import io.classickafka.zk.TopicAssignment;
import io.classickafka.zk.ZkTopicPartition;
import io.classickafka.zk.ZkUuid;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** Turns the lines of a script into events, and effects into lines. */
final class DecisionScript {

  private final Decider decider =
      new Decider(
          new ControllerRules(
              1,
              1,
              true,
              configs -> configs.containsKey("bad") ? "bad is not a setting" : null,
              10,
              300,
              () -> false));
  private final RandomGenerator random = new SplittableRandom(1);
  private final ArrayDeque<Effect.Write> unanswered = new ArrayDeque<>();
  private final List<BrokerState> brokers = new ArrayList<>();
  private final TreeMap<String, TopicNode> topics = new TreeMap<>();
  private final TreeMap<ZkTopicPartition, StoredState> states = new TreeMap<>();
  private final List<String> marked = new ArrayList<>();
  private ControllerState state = ControllerState.empty(1, 5, 7);
  private long request;

  List<String> perform(String line) {
    List<String> words = List.of(line.split(" +"));
    String verb = words.get(0);
    List<String> rest = words.subList(1, words.size());
    switch (verb) {
      case "broker" -> rest.forEach(text -> brokers.add(broker(text)));
      case "topic" -> topics.put(rest.get(0), topic(rest.subList(1, rest.size())));
      case "state" -> states.put(partition(rest.get(0)), stored(rest));
      case "marked" -> marked.addAll(rest);
      case "written" -> {
        Effect.Write write = unanswered.remove();
        return decide(
            new ControllerEvent.Written(write.ticket(), write.ops(), result(write, rest)));
      }
      default -> {
        return decide(event(verb, rest));
      }
    }
    return List.of();
  }

  private ControllerEvent event(String verb, List<String> words) {
    return switch (verb) {
      case "load" -> new ControllerEvent.Loaded(brokers, topics, states, marked);
      case "brokers" ->
          new ControllerEvent.BrokersRead(words.stream().map(DecisionScript::broker).toList());
      case "listed" -> new ControllerEvent.TopicsListed(words);
      case "deletions" -> new ControllerEvent.DeletionsListed(words);
      case "read-topic" -> {
        TreeMap<String, @Nullable TopicNode> read = new TreeMap<>();
        read.put(words.get(0), words.size() == 1 ? null : topic(words.subList(1, words.size())));
        yield new ControllerEvent.TopicsRead(read);
      }
      case "read-state", "noted-state" -> {
        TreeMap<ZkTopicPartition, @Nullable PartitionLeadership> read = new TreeMap<>();
        read.put(partition(words.get(0)), words.size() == 1 ? null : leadership(words));
        yield verb.equals("read-state")
            ? new ControllerEvent.StatesRead(read)
            : new ControllerEvent.StatesNoted(read);
      }
      case "removed" -> new ControllerEvent.TopicNodesRemoved(words.get(0));
      case "deleted" -> {
        BrokerState broker = broker(words.get(0));
        TreeMap<ZkTopicPartition, ErrorCode> answers = new TreeMap<>();
        for (String word : words.subList(1, words.size())) {
          String[] pair = word.split("=");
          answers.put(partition(pair[0]), ErrorCode.valueOf(pair[1]));
        }
        yield new ControllerEvent.ReplicasDeleted(broker.id(), broker.epoch(), answers);
      }
      case "create", "validate" ->
          new ControllerEvent.CreateTopics(
              request++,
              words.stream().map(DecisionScript::newTopic).toList(),
              verb.equals("validate"));
      case "grow" ->
          new ControllerEvent.CreatePartitions(
              request++,
              List.of(new NewPartitions(words.get(0), number(words.get(1)), null)),
              false);
      case "elect" ->
          new ControllerEvent.ElectLeaders(
              request++,
              words.get(0).equals("unclean"),
              words.get(1).equals("all")
                  ? null
                  : words.subList(1, words.size()).stream()
                      .map(DecisionScript::partition)
                      .toList());
      case "legacy-elect" ->
          new ControllerEvent.LegacyElection(
              words.stream().map(DecisionScript::partition).toList());
      case "rebalance" -> new ControllerEvent.Rebalance();
      case "unclean" -> {
        TreeMap<String, Boolean> allowed = new TreeMap<>();
        fields(words).forEach((topic, value) -> allowed.put(topic, value.equals("true")));
        yield new ControllerEvent.UncleanRead(allowed);
      }
      case "unclean-changed" ->
          words.isEmpty()
              ? new ControllerEvent.UncleanChanged()
              : new ControllerEvent.TopicUncleanChanged(words.get(0));
      case "move" -> {
        List<ReplicaMove> moves = new ArrayList<>();
        fields(words)
            .forEach(
                (id, to) ->
                    moves.add(
                        new ReplicaMove(
                            partition(id),
                            to.equals("back") ? null : numbers(to.equals("nowhere") ? "" : to))));
        yield new ControllerEvent.AlterReassignments(request++, moves);
      }
      case "legacy-move" -> {
        TreeMap<ZkTopicPartition, List<Integer>> moves = new TreeMap<>();
        fields(words).forEach((id, to) -> moves.put(partition(id), numbers(to)));
        yield new ControllerEvent.LegacyReassignment(moves);
      }
      case "dirs-failed" ->
          new ControllerEvent.LogDirsFailed(words.stream().map(DecisionScript::number).toList());
      case "answered" -> {
        BrokerState broker = broker(words.get(0));
        TreeMap<ZkTopicPartition, ErrorCode> answers = new TreeMap<>();
        fields(words.subList(1, words.size()))
            .forEach((id, error) -> answers.put(partition(id), ErrorCode.valueOf(error)));
        yield new ControllerEvent.LeadershipsAnswered(broker.id(), broker.epoch(), answers);
      }
      case "delete" -> new ControllerEvent.DeleteTopics(request++, words);
      case "shutdown" -> {
        BrokerState broker = broker(words.get(0));
        yield new ControllerEvent.ControlledShutdown(request++, broker.id(), broker.epoch());
      }
      case "propose" -> {
        BrokerState broker = broker(words.get(0));
        yield new ControllerEvent.AlterPartitions(
            request++, broker.id(), broker.epoch(), List.of(proposal(words)));
      }
      default -> throw new IllegalArgumentException("no such verb: " + verb);
    };
  }

  private List<String> decide(ControllerEvent event) {
    Decider.Decision decision = decider.decide(state, event, random);
    state = decision.next();
    List<String> lines = new ArrayList<>();
    for (Effect effect : decision.effects()) {
      lines.addAll(effect.text().lines().toList());
      if (effect instanceof Effect.Write write) {
        unanswered.add(write);
      }
    }
    return lines;
  }

  private static WriteResult result(Effect.Write write, List<String> words) {
    Status status = Status.valueOf(words.get(0));
    if (status != Status.OK) {
      return WriteResult.failed(
          status, words.size() > 1 ? number(words.get(1)) : WriteResult.NO_OP);
    }
    List<WriteResult.Outcome> outcomes = new ArrayList<>();
    for (Op op : write.ops()) {
      NodeStat stat =
          op instanceof Op.SetData set
              ? new NodeStat(1, 1, set.version() + 1, 0, NodeStat.PERSISTENT)
              : null;
      outcomes.add(new WriteResult.Outcome(op.path(), stat));
    }
    return WriteResult.ok(outcomes);
  }

  /** {@code 2@102} or {@code 2@102/rack}. */
  private static BrokerState broker(String text) {
    String[] parts = text.split("[@/]");
    String rack = parts.length > 2 ? parts[2] : null;
    BrokerRegistration registration =
        new BrokerRegistration(
            5,
            List.of(new BrokerEndpoint("PLAINTEXT", "PLAINTEXT", "host" + parts[0], 9092)),
            -1,
            0,
            rack,
            new TreeMap<>());
    return new BrokerState(number(parts[0]), Long.parseLong(parts[1]), registration);
  }

  /**
   * {@code 0=2,3 1=3,2}, perhaps with moves, with {@code id=1} for the topic's id, {@code v=2} for
   * the version and {@code born=104} for when it was made; without it before all registrations.
   */
  private static TopicNode topic(List<String> words) {
    TreeMap<Integer, PartitionAssignment> partitions = new TreeMap<>();
    Map<String, String> settings = new LinkedHashMap<>();
    for (String word : words) {
      String[] pair = word.split("=");
      if (Character.isDigit(pair[0].charAt(0))) {
        partitions.put(number(pair[0]), assignment(pair[1]));
      } else {
        settings.put(pair[0], pair[1]);
      }
    }
    TopicAssignment node = TopicAssignment.of(new ZkUuid(0, 1), partitions);
    String id = settings.getOrDefault("id", "none");
    TopicAssignment named =
        id.equals("none")
            ? new TopicAssignment(null, partitions, node.rejected(), node.unknown())
            : node.withTopicId(new ZkUuid(0, number(id)));
    return new TopicNode(
        named,
        number(settings.getOrDefault("v", "0")),
        Long.parseLong(settings.getOrDefault("born", "0")));
  }

  /** {@code 3,4,1+3,4-1}: replicas, those that come, those that go. */
  private static PartitionAssignment assignment(String text) {
    String[] going = text.split("-");
    String[] coming = going[0].split("\\+");
    return new PartitionAssignment(
        numbers(coming[0]),
        numbers(coming.length > 1 ? coming[1] : ""),
        numbers(going.length > 1 ? going[1] : ""));
  }

  /** {@code zxid=} tells when it was written; without it after all registrations. */
  private static StoredState stored(List<String> words) {
    String zxid = fields(words).getOrDefault("zxid", Long.toString(Long.MAX_VALUE));
    return new StoredState(leadership(words), Long.parseLong(zxid));
  }

  private static PartitionLeadership leadership(List<String> words) {
    Map<String, String> fields = fields(words);
    return new PartitionLeadership(
        number(fields.getOrDefault("leader", "-1")),
        number(fields.getOrDefault("epoch", "0")),
        numbers(fields.getOrDefault("isr", "")),
        words.contains("recovering"),
        number(fields.getOrDefault("controller", "4")),
        number(fields.getOrDefault("v", "0")));
  }

  /**
   * {@code isr=2,3@103}: with the incarnation that was seen to fetch, or without. {@code id=9}:
   * names the topic by its id, as version 2 and later do.
   */
  private static IsrProposal proposal(List<String> words) {
    Map<String, String> fields = fields(words);
    ZkTopicPartition partition = partition(words.get(1));
    List<IsrMember> members = new ArrayList<>();
    for (String member : fields.getOrDefault("isr", "").split(",")) {
      String[] parts = member.split("@");
      if (!member.isEmpty()) {
        members.add(
            new IsrMember(
                number(parts[0]),
                parts.length > 1 ? Long.parseLong(parts[1]) : IsrMember.ANY_EPOCH));
      }
    }
    String id = fields.get("id");
    return new IsrProposal(
        id == null ? partition.topic() : null,
        id == null ? Uuid.ZERO_UUID : new Uuid(0, number(id)),
        partition.partition(),
        number(fields.getOrDefault("epoch", "0")),
        members,
        words.contains("recovering"),
        number(fields.getOrDefault("v", "0")));
  }

  /** {@code name:partitions:replicas}, or {@code name=1,2/2,1} with an assignment. */
  private static NewTopic newTopic(String text) {
    if (text.contains("=")) {
      String[] parts = text.split("=", -1);
      List<NewTopic.Assignment> assignments = new ArrayList<>();
      String[] lists = parts[1].split("/");
      for (int i = 0; i < lists.length; i++) {
        assignments.add(new NewTopic.Assignment(i, numbers(lists[i])));
      }
      return new NewTopic(
          parts[0], NewTopic.DEFAULT, NewTopic.DEFAULT, assignments, Collections.emptyMap());
    }
    String[] parts = text.split(":");
    Map<String, @Nullable String> configs = new LinkedHashMap<>();
    if (parts.length > 3) {
      configs.put(parts[3], parts.length > 4 ? parts[4] : null);
    }
    return new NewTopic(parts[0], number(parts[1]), number(parts[2]), List.of(), configs);
  }

  private static Map<String, String> fields(List<String> words) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String word : words) {
      String[] pair = word.split("=");
      if (pair.length == 2) {
        fields.put(pair[0], pair[1]);
      }
    }
    return fields;
  }

  private static ZkTopicPartition partition(String text) {
    int dash = text.lastIndexOf('-');
    return new ZkTopicPartition(text.substring(0, dash), number(text.substring(dash + 1)));
  }

  private static List<Integer> numbers(String text) {
    List<Integer> numbers = new ArrayList<>();
    for (String number : text.split(",")) {
      if (!number.isEmpty()) {
        numbers.add(number(number));
      }
    }
    return numbers;
  }

  private static int number(String text) {
    return Integer.parseInt(text);
  }
}
