package io.classickafka.tools;

import io.classickafka.tools.ReplicationThrottle.Move;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterPartitionReassignmentsOptions;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.PartitionReassignment;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.TopicPartitionReplica;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** What {@code kafka-reassign-partitions.sh} does in a cluster, and says of it. */
final class Reassignment {

  private final Admin admin;
  private final PrintStream out;
  private final @Nullable Integer timeoutMs;
  private final LogDirMoves dirMoves;

  /**
   * The moves in one cluster.
   *
   * @param timeoutMs how long starting and stopping moves may take; null takes the client's
   */
  Reassignment(Admin admin, PrintStream out, @Nullable Integer timeoutMs) {
    this.admin = admin;
    this.out = out;
    this.timeoutMs = timeoutMs;
    this.dirMoves = new LogDirMoves(admin, out);
  }

  /** Proposes replicas of topics on some brokers. */
  void generate(List<String> topics, List<Integer> brokers, boolean byRacks) throws ToolFailure {
    ReplicaSpread spread = new ReplicaSpread(racks(brokers, byRacks));
    SortedMap<TopicPartition, List<Integer>> current = new TreeMap<>(ReassignmentFile.ORDER);
    SortedMap<TopicPartition, List<Integer>> proposed = new TreeMap<>(ReassignmentFile.ORDER);
    for (TopicDescription topic : existing(topics)) {
      List<TopicPartitionInfo> partitions = topic.partitions();
      List<List<Integer>> places =
          spread.of(topic.name(), partitions.size(), partitions.get(0).replicas().size());
      for (int i = 0; i < partitions.size(); i++) {
        TopicPartition id = new TopicPartition(topic.name(), partitions.get(i).partition());
        current.put(id, ids(partitions.get(i).replicas()));
        proposed.put(id, places.get(i));
      }
    }
    out.println("Current partition replica assignment");
    out.println(ReassignmentFile.text(current));
    out.println();
    out.println("Proposed partition reassignment configuration");
    out.println(ReassignmentFile.text(proposed));
  }

  private SortedMap<Integer, String> racks(List<Integer> brokers, boolean byRacks)
      throws ToolFailure {
    SortedMap<Integer, Node> live = live();
    SortedMap<Integer, String> racks = new TreeMap<>();
    List<Integer> without = new ArrayList<>();
    for (int id : brokers) {
      Node node = live.get(id);
      if (node == null) {
        throw new ToolFailure("Unknown broker id " + id, "name brokers that are up");
      }
      String rack = node.rack();
      if (rack == null) {
        without.add(id);
      }
      racks.put(id, byRacks && rack != null ? rack : "broker " + id);
    }
    if (byRacks && !without.isEmpty() && without.size() < brokers.size()) {
      throw new ToolFailure(
          "Not all brokers have rack information: " + joined(without) + " have none",
          "add --disable-rack-aware to do without");
    }
    return racks;
  }

  private SortedMap<Integer, Node> live() throws ToolFailure {
    SortedMap<Integer, Node> live = new TreeMap<>();
    for (Node node : Failures.await(admin.describeCluster().nodes())) {
      live.put(node.id(), node);
    }
    return live;
  }

  /** Starts moves. */
  void execute(
      SortedMap<TopicPartition, List<Integer>> targets,
      SortedMap<TopicPartitionReplica, String> dirs,
      ReplicationThrottle.Limits limits,
      boolean additional)
      throws ToolFailure {
    Map<TopicPartition, PartitionReassignment> underWay = underWay();
    if (!underWay.isEmpty() && !additional) {
      throw new ToolFailure(
          "Cannot execute because there is an existing partition assignment",
          "wait for it, or add --additional, which also changes the limit of moves under way");
    }
    SortedMap<Integer, Node> live = live();
    for (List<Integer> replicas : targets.values()) {
      for (int id : replicas) {
        if (!live.containsKey(id)) {
          throw new ToolFailure("Unknown broker id " + id, "name brokers that are up");
        }
      }
    }
    SortedMap<TopicPartition, List<Integer>> current = current(targets);
    out.println("Current partition replica assignment");
    out.println();
    out.println(ReassignmentFile.text(current));
    out.println();
    out.println("Save this to use as the --reassignment-json-file option during rollback");
    limit(moves(targets, current, underWay), dirs, limits);
    if (!dirs.isEmpty()) {
      dirMoves.start(dirs);
    }
    Map<TopicPartition, Optional<NewPartitionReassignment>> moves = new LinkedHashMap<>();
    targets.forEach(
        (partition, replicas) ->
            moves.put(partition, Optional.of(new NewPartitionReassignment(replicas))));
    alter(moves, "could not be reassigned");
    out.println("Successfully started partition reassignment" + listed(targets.keySet(), " for "));
    dirMoves.tellStarted(dirs);
  }

  /** Replicas as they are, in the order of the targets. */
  private SortedMap<TopicPartition, List<Integer>> current(
      SortedMap<TopicPartition, List<Integer>> targets) throws ToolFailure {
    SortedMap<TopicPartition, List<Integer>> all = new TreeMap<>(ReassignmentFile.ORDER);
    for (TopicDescription topic : existing(topics(targets))) {
      all.putAll(replicas(topic));
    }
    SortedMap<TopicPartition, List<Integer>> current = new TreeMap<>(ReassignmentFile.ORDER);
    for (TopicPartition partition : targets.keySet()) {
      List<Integer> replicas = all.get(partition);
      if (replicas == null) {
        throw new ToolFailure("Unable to find partition: " + partition);
      }
      current.put(partition, replicas);
    }
    return current;
  }

  private static SortedMap<TopicPartition, List<Integer>> replicas(TopicDescription topic) {
    SortedMap<TopicPartition, List<Integer>> replicas = new TreeMap<>(ReassignmentFile.ORDER);
    for (TopicPartitionInfo partition : topic.partitions()) {
      replicas.put(
          new TopicPartition(topic.name(), partition.partition()), ids(partition.replicas()));
    }
    return replicas;
  }

  // Moves under way have a part of the limit, too: what is set for a topic is set as a whole.
  private static SortedMap<TopicPartition, Move> moves(
      SortedMap<TopicPartition, List<Integer>> targets,
      SortedMap<TopicPartition, List<Integer>> current,
      Map<TopicPartition, PartitionReassignment> underWay) {
    SortedMap<TopicPartition, Move> moves = new TreeMap<>(ReassignmentFile.ORDER);
    underWay.forEach(
        (partition, move) -> moves.put(partition, Move.of(before(move), move.replicas())));
    targets.forEach(
        (partition, target) -> {
          PartitionReassignment move = underWay.get(partition);
          List<Integer> before =
              move == null ? current.getOrDefault(partition, List.of()) : before(move);
          moves.put(partition, Move.of(before, target));
        });
    return moves;
  }

  private static List<Integer> before(PartitionReassignment move) {
    List<Integer> before = new ArrayList<>(move.replicas());
    before.removeAll(move.addingReplicas());
    return before;
  }

  private void limit(
      SortedMap<TopicPartition, Move> moves,
      SortedMap<TopicPartitionReplica, String> dirs,
      ReplicationThrottle.Limits limits)
      throws ToolFailure {
    Long betweenBrokers = limits.betweenBrokers();
    Long betweenDirs = limits.betweenDirs();
    if (betweenBrokers == null && betweenDirs == null) {
      return;
    }
    out.println(
        "Warning: You must run --verify periodically, until the reassignment completes, to ensure"
            + " the throttle is removed.");
    if (betweenBrokers != null) {
      configure(ReplicationThrottle.ofTopics(moves));
      configure(ReplicationThrottle.ofBrokers(moves, betweenBrokers));
      out.println("The inter-broker throttle limit was set to " + betweenBrokers + " B/s");
    }
    if (betweenDirs != null) {
      TreeSet<Integer> brokers = new TreeSet<>();
      dirs.keySet().forEach(replica -> brokers.add(replica.brokerId()));
      configure(ReplicationThrottle.ofDirs(brokers, betweenDirs));
      out.println("The replica-alter-dir throttle limit was set to " + betweenDirs + " B/s");
    }
  }

  private void configure(Map<ConfigResource, Collection<AlterConfigOp>> settings)
      throws ToolFailure {
    Failures.await(admin.incrementalAlterConfigs(settings).all());
  }

  private void alter(Map<TopicPartition, Optional<NewPartitionReassignment>> moves, String failure)
      throws ToolFailure {
    AlterPartitionReassignmentsOptions options =
        new AlterPartitionReassignmentsOptions().timeoutMs(timeoutMs);
    List<String> errors = new ArrayList<>();
    for (Map.Entry<TopicPartition, KafkaFuture<Void>> result :
        admin.alterPartitionReassignments(moves, options).values().entrySet()) {
      try {
        Failures.await(result.getValue());
      } catch (KafkaException e) {
        errors.add(result.getKey() + ": " + e.getMessage());
      }
    }
    if (!errors.isEmpty()) {
      throw new ToolFailure(
          errors.size() + " partition(s) " + failure + ": " + String.join("; ", errors));
    }
  }

  /** Tells how moves stand. */
  void verify(
      SortedMap<TopicPartition, List<Integer>> targets,
      SortedMap<TopicPartitionReplica, String> dirs,
      boolean preserveThrottles)
      throws ToolFailure {
    Map<TopicPartition, PartitionReassignment> underWay = underWay();
    SortedMap<TopicPartition, List<Integer>> current = new TreeMap<>(ReassignmentFile.ORDER);
    found(topics(targets)).values().forEach(topic -> current.putAll(replicas(topic)));
    out.println("Status of partition reassignment:");
    targets.forEach(
        (partition, target) -> {
          List<Integer> replicas = current.getOrDefault(partition, List.of());
          if (underWay.containsKey(partition)) {
            out.println("Reassignment of partition " + partition + " is still in progress.");
          } else if (replicas.equals(target)) {
            out.println("Reassignment of partition " + partition + " is completed.");
          } else {
            out.println(
                "There is no active reassignment of partition "
                    + partition
                    + ", but replica set is "
                    + joined(replicas)
                    + " rather than "
                    + joined(target)
                    + ".");
          }
        });
    boolean copies = !dirs.isEmpty() && dirMoves.verify(dirs);
    if (dirs.isEmpty()) {
      out.println();
    }
    // A limit holds for all moves of a broker: others that go on keep it.
    if (underWay.isEmpty() && !copies && !preserveThrottles) {
      unlimit(targets);
    }
  }

  private void unlimit(SortedMap<TopicPartition, List<Integer>> targets) throws ToolFailure {
    TreeSet<Integer> brokers = new TreeSet<>(live().keySet());
    out.println("Clearing broker-level throttles on broker" + listed(brokers, " "));
    configure(ReplicationThrottle.offBrokers(brokers));
    TreeSet<String> topics = topics(targets);
    out.println("Clearing topic-level throttles on topic" + listed(topics, " "));
    configure(ReplicationThrottle.offTopics(topics));
  }

  /** Gives up moves under way. */
  void cancel(
      SortedMap<TopicPartition, List<Integer>> targets,
      SortedMap<TopicPartitionReplica, String> dirs,
      boolean preserveThrottles)
      throws ToolFailure {
    Map<TopicPartition, PartitionReassignment> underWay = underWay();
    Map<TopicPartition, Optional<NewPartitionReassignment>> stops = new LinkedHashMap<>();
    for (TopicPartition partition : targets.keySet()) {
      if (underWay.containsKey(partition)) {
        stops.put(partition, Optional.empty());
      }
    }
    if (stops.isEmpty()) {
      out.println("None of the specified partition reassignments are active.");
    } else {
      alter(stops, "could not be cancelled");
      out.println(
          "Successfully cancelled partition reassignment" + listed(stops.keySet(), " for: "));
    }
    dirMoves.cancel(dirs);
    if (!preserveThrottles) {
      unlimit(targets);
    }
  }

  /** Lists the moves under way. */
  void list() throws ToolFailure {
    Map<TopicPartition, PartitionReassignment> underWay = underWay();
    if (underWay.isEmpty()) {
      out.println("No partition reassignments found.");
      return;
    }
    out.println("Current partition reassignments:");
    underWay.forEach(
        (partition, move) ->
            out.println(
                partition
                    + ": replicas: "
                    + joined(move.replicas())
                    + "."
                    + part(" adding: ", move.addingReplicas())
                    + part(" removing: ", move.removingReplicas())));
  }

  private static String part(String what, List<Integer> brokers) {
    return brokers.isEmpty() ? "" : what + joined(brokers) + ".";
  }

  private SortedMap<TopicPartition, PartitionReassignment> underWay() throws ToolFailure {
    SortedMap<TopicPartition, PartitionReassignment> underWay =
        new TreeMap<>(ReassignmentFile.ORDER);
    underWay.putAll(Failures.await(admin.listPartitionReassignments().reassignments()));
    return underWay;
  }

  private List<TopicDescription> existing(Collection<String> names) throws ToolFailure {
    Map<String, TopicDescription> found = found(names);
    for (String name : names) {
      if (!found.containsKey(name)) {
        throw new ToolFailure(
            "Topic " + name + " not found", "kafka-topics.sh --list shows the topics there are");
      }
    }
    return List.copyOf(found.values());
  }

  private Map<String, TopicDescription> found(Collection<String> names) throws ToolFailure {
    Map<String, TopicDescription> found = new LinkedHashMap<>();
    for (var topic : admin.describeTopics(names).topicNameValues().entrySet()) {
      try {
        found.put(topic.getKey(), Failures.await(topic.getValue()));
      } catch (UnknownTopicOrPartitionException e) {
        found.remove(topic.getKey());
      }
    }
    return found;
  }

  private static TreeSet<String> topics(SortedMap<TopicPartition, List<Integer>> targets) {
    TreeSet<String> topics = new TreeSet<>();
    targets.keySet().forEach(partition -> topics.add(partition.topic()));
    return topics;
  }

  private static List<Integer> ids(List<Node> nodes) {
    return nodes.stream().map(Node::id).toList();
  }

  private static String joined(Collection<?> values) {
    return values.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  /** The plural's letter where there is more than one, then the values. */
  private static String listed(Collection<?> values, String before) {
    return (values.size() == 1 ? "" : "s") + before + joined(values);
  }
}
