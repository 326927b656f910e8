package io.classickafka.tools;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;

/**
 * The settings that hold moves of replicas back: which replicas of a topic, and how fast a broker
 * may send and fetch them.
 */
final class ReplicationThrottle {

  private static final List<String> OF_TOPIC =
      List.of("leader.replication.throttled.replicas", "follower.replication.throttled.replicas");
  private static final List<String> RATES =
      List.of("leader.replication.throttled.rate", "follower.replication.throttled.rate");
  private static final String DIR_RATE = "replica.alter.log.dirs.io.max.bytes.per.second";

  private ReplicationThrottle() {}

  /**
   * A partition's move.
   *
   * @param sources brokers that have the records and may send them
   * @param destinations brokers that get them
   */
  record Move(List<Integer> sources, List<Integer> destinations) {

    /** From the replicas there were before any move to a target. */
    static Move of(List<Integer> before, List<Integer> target) {
      List<Integer> destinations = new ArrayList<>(target);
      destinations.removeAll(before);
      return new Move(List.copyOf(before), List.copyOf(destinations));
    }
  }

  /** What to set for the topics of some moves: their sources, and their destinations. */
  static Map<ConfigResource, Collection<AlterConfigOp>> ofTopics(
      SortedMap<TopicPartition, Move> moves) {
    SortedMap<String, List<String>> leaders = new TreeMap<>();
    SortedMap<String, List<String>> followers = new TreeMap<>();
    moves.forEach(
        (partition, move) -> {
          pairs(leaders, partition, move.sources());
          pairs(followers, partition, move.destinations());
        });
    Map<ConfigResource, Collection<AlterConfigOp>> settings = new LinkedHashMap<>();
    leaders.forEach(
        (topic, sources) ->
            settings.put(
                new ConfigResource(ConfigResource.Type.TOPIC, topic),
                List.of(
                    set(OF_TOPIC.get(0), String.join(",", sources)),
                    set(
                        OF_TOPIC.get(1),
                        String.join(",", followers.getOrDefault(topic, List.of()))))));
    return settings;
  }

  private static void pairs(
      SortedMap<String, List<String>> byTopic, TopicPartition partition, List<Integer> brokers) {
    List<String> pairs = byTopic.computeIfAbsent(partition.topic(), topic -> new ArrayList<>());
    for (int broker : new TreeSet<>(brokers)) {
      pairs.add(partition.partition() + ":" + broker);
    }
  }

  /** What to set for the brokers of some moves. */
  static Map<ConfigResource, Collection<AlterConfigOp>> ofBrokers(
      SortedMap<TopicPartition, Move> moves, long bytesPerSecond) {
    TreeSet<Integer> brokers = new TreeSet<>();
    moves
        .values()
        .forEach(
            move -> {
              brokers.addAll(move.sources());
              brokers.addAll(move.destinations());
            });
    Map<ConfigResource, Collection<AlterConfigOp>> settings = new LinkedHashMap<>();
    for (int broker : brokers) {
      String rate = Long.toString(bytesPerSecond);
      settings.put(broker(broker), List.of(set(RATES.get(0), rate), set(RATES.get(1), rate)));
    }
    return settings;
  }

  /**
   * The limits that somebody asks for, in bytes a second; null for none.
   *
   * @param betweenBrokers what each broker may send and fetch
   * @param betweenDirs what each may copy between its log directories
   */
  record Limits(@Nullable Long betweenBrokers, @Nullable Long betweenDirs) {}

  /** What to set for brokers whose replicas move between directories. */
  static Map<ConfigResource, Collection<AlterConfigOp>> ofDirs(
      Collection<Integer> brokers, long bytesPerSecond) {
    Map<ConfigResource, Collection<AlterConfigOp>> settings = new LinkedHashMap<>();
    for (int broker : brokers) {
      settings.put(broker(broker), List.of(set(DIR_RATE, Long.toString(bytesPerSecond))));
    }
    return settings;
  }

  /** What takes the limits from brokers. */
  static Map<ConfigResource, Collection<AlterConfigOp>> offBrokers(Collection<Integer> brokers) {
    List<AlterConfigOp> deletions = new ArrayList<>();
    RATES.forEach(name -> deletions.add(delete(name)));
    deletions.add(delete(DIR_RATE));
    Map<ConfigResource, Collection<AlterConfigOp>> settings = new LinkedHashMap<>();
    brokers.forEach(id -> settings.put(broker(id), deletions));
    return settings;
  }

  /** What takes the limits from topics. */
  static Map<ConfigResource, Collection<AlterConfigOp>> offTopics(Collection<String> topics) {
    List<AlterConfigOp> deletions = new ArrayList<>();
    OF_TOPIC.forEach(name -> deletions.add(delete(name)));
    Map<ConfigResource, Collection<AlterConfigOp>> settings = new LinkedHashMap<>();
    topics.forEach(
        topic -> settings.put(new ConfigResource(ConfigResource.Type.TOPIC, topic), deletions));
    return settings;
  }

  private static ConfigResource broker(int id) {
    return new ConfigResource(ConfigResource.Type.BROKER, Integer.toString(id));
  }

  private static AlterConfigOp set(String name, String value) {
    return new AlterConfigOp(new ConfigEntry(name, value), OpType.SET);
  }

  private static AlterConfigOp delete(String name) {
    return new AlterConfigOp(new ConfigEntry(name, ""), OpType.DELETE);
  }
}
