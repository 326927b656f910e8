package io.classickafka.controller;

import io.classickafka.cluster.RandomUuid;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.zk.PartitionAssignment;
import io.classickafka.zk.TopicAssignment;
import io.classickafka.zk.TopicName;
import io.classickafka.zk.ZkUuid;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** Checks what is asked for a topic, in the order that clients know, and places its replicas. */
final class TopicPlanner {

  /** The name that the metadata of KRaft clusters is kept under. */
  private static final String RESERVED_NAME = "__cluster_metadata";

  private final Draft draft;
  private final ControllerRules rules;
  private final RandomGenerator random;

  TopicPlanner(Draft draft, ControllerRules rules, RandomGenerator random) {
    this.draft = draft;
    this.rules = rules;
    this.random = random;
  }

  /** What is to be written, or why nothing is. */
  sealed interface Plan {

    /** The topic is refused. */
    record Refused(ErrorCode error, @Nullable String message) implements Plan {}

    /** The topic's node and its settings. */
    record Accepted(
        TopicAssignment node,
        SortedMap<String, String> configs,
        int partitions,
        int replicationFactor)
        implements Plan {}
  }

  Plan plan(NewTopic topic) {
    String name = topic.name();
    if (name.equals(RESERVED_NAME)) {
      return refused(ErrorCode.INVALID_REQUEST, "the name " + name + " is reserved");
    }
    if (exists(name)) {
      return alreadyExists(name);
    }
    SortedMap<String, String> configs = new TreeMap<>();
    for (Map.Entry<String, @Nullable String> entry : topic.configs().entrySet()) {
      String value = entry.getValue();
      if (value == null) {
        return refused(ErrorCode.INVALID_CONFIG, "no value for " + entry.getKey());
      }
      configs.put(entry.getKey(), value);
    }
    boolean counts =
        topic.partitions() != NewTopic.DEFAULT || topic.replicationFactor() != NewTopic.DEFAULT;
    if (counts && !topic.assignments().isEmpty()) {
      return refused(
          ErrorCode.INVALID_REQUEST,
          "counts of partitions or replicas and an assignment exclude each other");
    }
    return topic.assignments().isEmpty() ? placed(topic, configs) : assigned(topic, configs);
  }

  private Plan placed(NewTopic topic, SortedMap<String, String> configs) {
    int partitions = orDefault(topic.partitions(), rules.defaultPartitions());
    int replicas = orDefault(topic.replicationFactor(), rules.defaultReplicationFactor());
    if (partitions <= 0) {
      return refused(ErrorCode.INVALID_PARTITIONS, "a topic needs at least one partition");
    }
    SortedMap<Integer, String> live = liveBrokers();
    if (replicas <= 0 || replicas > live.size()) {
      return refused(
          ErrorCode.INVALID_REPLICATION_FACTOR,
          "replication factor " + replicas + " with " + live.size() + " live brokers");
    }
    Plan refusal = nameRefusal(topic.name());
    if (refusal != null) {
      return refusal;
    }
    if (partitions > ControllerRules.PARTITIONS_PER_TOPIC_MAX) {
      return tooManyPartitions();
    }
    if (someRacksUnknown(live)) {
      return racksIncomplete();
    }
    int start = random.nextInt(live.size());
    int shift = random.nextInt(live.size());
    List<List<Integer>> placement =
        ReplicaPlacement.place(live, partitions, replicas, 0, start, shift);
    SortedMap<Integer, PartitionAssignment> assignment = new TreeMap<>();
    for (int i = 0; i < placement.size(); i++) {
      assignment.put(i, PartitionAssignment.of(placement.get(i)));
    }
    return accepted(configs, assignment, replicas);
  }

  private Plan assigned(NewTopic topic, SortedMap<String, String> configs) {
    Plan refusal = nameRefusal(topic.name());
    if (refusal != null) {
      return refusal;
    }
    if (topic.assignments().size() > ControllerRules.PARTITIONS_PER_TOPIC_MAX) {
      return tooManyPartitions();
    }
    SortedMap<Integer, PartitionAssignment> assignment = new TreeMap<>();
    int replicas = topic.assignments().get(0).brokers().size();
    for (NewTopic.Assignment manual : topic.assignments()) {
      String problem = problem(manual.brokers(), replicas);
      if (problem != null) {
        return refused(
            ErrorCode.INVALID_REPLICA_ASSIGNMENT,
            "partition " + manual.partition() + ": " + problem);
      }
      PartitionAssignment former =
          assignment.put(manual.partition(), PartitionAssignment.of(manual.brokers()));
      if (former != null) {
        return refused(
            ErrorCode.INVALID_REPLICA_ASSIGNMENT,
            "partition " + manual.partition() + " is given twice");
      }
    }
    if (assignment.firstKey() != 0 || assignment.lastKey() != assignment.size() - 1) {
      return refused(
          ErrorCode.INVALID_REPLICA_ASSIGNMENT, "partitions must be numbered from 0 without gaps");
    }
    return accepted(configs, assignment, replicas);
  }

  /** What is wrong with the replicas chosen for a partition; null if nothing. */
  @Nullable String problem(List<Integer> brokers, int replicas) {
    if (brokers.isEmpty()) {
      return "no replicas";
    }
    if (brokers.size() != replicas) {
      return "has another number of replicas than the other partitions";
    }
    if (new TreeSet<>(brokers).size() != brokers.size()) {
      return "a broker is given twice";
    }
    for (int broker : brokers) {
      if (!draft.brokers.containsKey(broker)) {
        return "there is no broker " + broker;
      }
    }
    return null;
  }

  private Plan accepted(
      SortedMap<String, String> configs,
      SortedMap<Integer, PartitionAssignment> assignment,
      int replicas) {
    String problem = rules.configCheck().problem(configs);
    if (problem != null) {
      return refused(ErrorCode.INVALID_CONFIG, problem);
    }
    TopicAssignment node = TopicAssignment.of(newId(random), assignment);
    return new Plan.Accepted(node, configs, assignment.size(), replicas);
  }

  private @Nullable Plan nameRefusal(String name) {
    if (!TopicName.isValid(name)) {
      return refused(
          ErrorCode.INVALID_TOPIC_EXCEPTION,
          "a topic's name has 1 to "
              + TopicName.MAX_CHARS
              + " letters, digits, '.', '_' or '-', and is not '.' or '..'");
    }
    String other = draft.namesByMetric.get(TopicName.collisionKey(name));
    if (other != null) {
      return refused(
          ErrorCode.INVALID_TOPIC_EXCEPTION,
          "topic " + name + " would collide with " + other + " in metric names");
    }
    return null;
  }

  private boolean exists(String name) {
    return draft.topics.containsKey(name) || draft.creations.containsKey(name);
  }

  private Plan alreadyExists(String name) {
    return refused(
        ErrorCode.TOPIC_ALREADY_EXISTS,
        draft.deletions.containsKey(name)
            ? "topic " + name + " is marked for deletion"
            : "topic " + name + " already exists");
  }

  /** The brokers that may get replicas, each with its rack or an empty text. */
  SortedMap<Integer, String> liveBrokers() {
    SortedMap<Integer, String> live = new TreeMap<>();
    for (BrokerState broker : draft.brokers) {
      if (draft.isOnline(broker.id())) {
        String rack = broker.registration().rack();
        live.put(broker.id(), rack == null ? "" : rack);
      }
    }
    return live;
  }

  static boolean someRacksUnknown(SortedMap<Integer, String> live) {
    long without = live.values().stream().filter(String::isEmpty).count();
    return without > 0 && without < live.size();
  }

  static ZkUuid newId(RandomGenerator random) {
    Uuid id = RandomUuid.next(random);
    return new ZkUuid(id.getMostSignificantBits(), id.getLeastSignificantBits());
  }

  static Plan racksIncomplete() {
    return refused(ErrorCode.UNKNOWN_SERVER_ERROR, "some brokers have a rack and others have none");
  }

  static Plan tooManyPartitions() {
    return refused(
        ErrorCode.POLICY_VIOLATION,
        "more than " + ControllerRules.PARTITIONS_PER_TOPIC_MAX + " partitions in a topic");
  }

  private static Plan refused(ErrorCode error, String message) {
    return new Plan.Refused(error, message);
  }

  private static int orDefault(int value, int defaultValue) {
    return value == NewTopic.DEFAULT ? defaultValue : value;
  }
}
