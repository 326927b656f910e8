package io.classickafka.tools;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeReplicaLogDirsResult.ReplicaLogDirInfo;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartitionReplica;
import org.apache.kafka.common.errors.ReplicaNotAvailableException;
import org.jspecify.annotations.Nullable;

/** The part of {@code kafka-reassign-partitions.sh} that moves replicas between directories. */
final class LogDirMoves {

  /** By topic, partition and broker. */
  static final Comparator<TopicPartitionReplica> ORDER =
      Comparator.comparing(TopicPartitionReplica::topic)
          .thenComparingInt(TopicPartitionReplica::partition)
          .thenComparingInt(TopicPartitionReplica::brokerId);

  private final Admin admin;
  private final PrintStream out;

  LogDirMoves(Admin admin, PrintStream out) {
    this.admin = admin;
    this.out = out;
  }

  /**
   * Says where replicas are to lie. A broker remembers that of a replica that it does not have yet,
   * so this comes before the moves between brokers: nothing is copied twice.
   */
  void start(SortedMap<TopicPartitionReplica, String> dirs) throws ToolFailure {
    List<String> errors = new ArrayList<>();
    for (Map.Entry<TopicPartitionReplica, KafkaFuture<Void>> result :
        admin.alterReplicaLogDirs(dirs).values().entrySet()) {
      try {
        Failures.await(result.getValue());
      } catch (KafkaException e) {
        // One that its broker does not have yet is made there.
        if (!(e instanceof ReplicaNotAvailableException)) {
          errors.add(result.getKey() + " to " + dirs.get(result.getKey()) + ": " + e.getMessage());
        }
      }
    }
    if (!errors.isEmpty()) {
      throw new ToolFailure("Failed to alter dir for " + String.join("; ", errors));
    }
  }

  void tellStarted(SortedMap<TopicPartitionReplica, String> dirs) {
    // With the blank at the end that Apache's tool has.
    dirs.forEach(
        (replica, dir) ->
            out.println(
                "Successfully started moving log directory to "
                    + dir
                    + " for replica "
                    + replica.topic()
                    + "-"
                    + replica.partition()
                    + " with broker "
                    + replica.brokerId()
                    + " "));
  }

  private static String listed(SortedMap<TopicPartitionReplica, String> dirs) {
    List<String> names = new ArrayList<>();
    dirs.keySet().forEach(replica -> names.add(replica.toString()));
    return (names.size() == 1 ? "" : "s") + " for: " + String.join(",", names);
  }

  /** Tells how moves stand. Returns whether some go on. */
  boolean verify(SortedMap<TopicPartitionReplica, String> dirs) throws ToolFailure {
    boolean goesOn = false;
    Map<TopicPartitionReplica, ReplicaLogDirInfo> places = places(dirs);
    for (Map.Entry<TopicPartitionReplica, String> wanted : dirs.entrySet()) {
      ReplicaLogDirInfo place = places.get(wanted.getKey());
      out.println(state(wanted.getKey(), wanted.getValue(), place));
      goesOn |= place != null && place.getFutureReplicaLogDir() != null;
    }
    return goesOn;
  }

  /** Where replicas lie. Fails where a broker of one is not there. */
  private Map<TopicPartitionReplica, ReplicaLogDirInfo> places(
      SortedMap<TopicPartitionReplica, String> dirs) throws ToolFailure {
    Map<TopicPartitionReplica, ReplicaLogDirInfo> places = new LinkedHashMap<>();
    for (Map.Entry<TopicPartitionReplica, KafkaFuture<ReplicaLogDirInfo>> result :
        admin.describeReplicaLogDirs(dirs.keySet()).values().entrySet()) {
      places.put(result.getKey(), Failures.await(result.getValue()));
    }
    return places;
  }

  private static String state(
      TopicPartitionReplica replica, String target, @Nullable ReplicaLogDirInfo place) {
    String partition = "Partition " + replica.topic() + "-" + replica.partition();
    String current = place == null ? null : place.getCurrentReplicaLogDir();
    String future = place == null ? null : place.getFutureReplicaLogDir();
    String on = " on broker " + replica.brokerId();
    if (place == null) {
      return partition + " cannot be found in any live log directory" + on + ".";
    }
    if (current == null) {
      return partition
          + " is not found in any live log dir"
          + on
          + ". There is likely an offline log directory on the broker.";
    }
    if (future != null) {
      return future.equals(target)
          ? "Reassignment of replica " + replica + " is still in progress."
          : partition + on + " is being moved to log dir " + future + " instead of " + target + ".";
    }
    return current.equals(target)
        ? "Reassignment of replica " + replica + " completed successfully."
        : partition + on + " is not being moved from log dir " + current + " to " + target + ".";
  }

  /** Gives up those of the moves that go on: the replicas stay where they are. */
  void cancel(SortedMap<TopicPartitionReplica, String> dirs) throws ToolFailure {
    SortedMap<TopicPartitionReplica, String> stay = new TreeMap<>(ORDER);
    places(dirs)
        .forEach(
            (replica, place) -> {
              String current = place.getCurrentReplicaLogDir();
              if (current != null && place.getFutureReplicaLogDir() != null) {
                stay.put(replica, current);
              }
            });
    if (stay.isEmpty()) {
      out.println("None of the specified partition moves are active.");
    } else {
      start(stay);
      out.println("Successfully cancelled log directory move" + listed(stay));
    }
  }
}
