package org.apache.kafka.clients.admin;

import io.classickafka.client.CompletableKafkaFuture;
import io.classickafka.client.admin.CreatedTopic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigType;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.TopicCollection.TopicNameCollection;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** A cluster of three brokers in memory, of which the last is down; in this package for results. */
public final class FakeCluster implements Admin {

  private static final List<Node> NODES =
      List.of(new Node(0, "h0", 9092), new Node(1, "h1", 9092), new Node(2, "h2", 9092));

  private final Map<String, TopicDescription> topics = new TreeMap<>();
  private final Map<String, Map<String, String>> settings = new TreeMap<>();

  /** A topic; partitions like {@code 0:0,1:0,1} are leader (or -), replicas, ISR. */
  public void add(String name, String partitions, Map<String, String> config) {
    List<TopicPartitionInfo> infos = new ArrayList<>();
    for (String partition : partitions.split(" ")) {
      String[] parts = partition.split(":");
      Node leader = parts[0].equals("-") ? null : NODES.get(Integer.parseInt(parts[0]));
      infos.add(new TopicPartitionInfo(infos.size(), leader, nodes(parts[1]), nodes(parts[2])));
    }
    Uuid id = new Uuid(7, topics.size() + 1);
    topics.put(name, new TopicDescription(name, name.startsWith("__"), infos, null, id));
    settings.put(name, config);
  }

  private static List<Node> nodes(String ids) {
    List<Node> nodes = new ArrayList<>();
    for (String id : ids.split(",")) {
      nodes.add(NODES.get(Integer.parseInt(id)));
    }
    return nodes;
  }

  private static <T> KafkaFuture<T> failed(RuntimeException error) {
    CompletableKafkaFuture<T> future = new CompletableKafkaFuture<>();
    future.completeExceptionally(error);
    return future;
  }

  @Override
  public CreateTopicsResult createTopics(
      Collection<NewTopic> newTopics, CreateTopicsOptions options) {
    Map<String, KafkaFuture<CreatedTopic>> results = new LinkedHashMap<>();
    newTopics.forEach(topic -> results.put(topic.name(), create(topic)));
    return new CreateTopicsResult(results);
  }

  private KafkaFuture<CreatedTopic> create(NewTopic topic) {
    if (topics.containsKey(topic.name())) {
      return failed(new TopicExistsException("Topic '" + topic.name() + "' already exists."));
    }
    int replicas = Math.max(1, topic.replicationFactor());
    if (replicas > NODES.size()) {
      return failed(
          new InvalidReplicationFactorException(
              "Replication factor: " + replicas + " larger than available brokers: 3."));
    }
    List<String> partitions = new ArrayList<>();
    Map<Integer, List<Integer>> assigned = topic.replicasAssignments();
    if (assigned != null) {
      assigned.forEach(
          (index, brokers) -> {
            String ids = brokers.toString().replaceAll("[\\[\\] ]", "");
            partitions.add(brokers.get(0) + ":" + ids + ":" + ids);
          });
    }
    while (assigned == null && partitions.size() < Math.max(1, topic.numPartitions())) {
      String ids = "0,1,2".substring(0, 2 * replicas - 1);
      partitions.add("0:" + ids + ":" + ids);
    }
    Map<String, String> config = topic.configs();
    add(topic.name(), String.join(" ", partitions), config == null ? new TreeMap<>() : config);
    return KafkaFuture.completedFuture(new CreatedTopic(Uuid.ZERO_UUID, 1, 1, null));
  }

  @Override
  public DeleteTopicsResult deleteTopics(TopicCollection names, DeleteTopicsOptions options) {
    Map<String, KafkaFuture<Void>> results = new LinkedHashMap<>();
    for (String name : ((TopicNameCollection) names).topicNames()) {
      topics.remove(name);
      results.put(name, KafkaFuture.allOf());
    }
    return new DeleteTopicsResult(results, Collections.emptyMap());
  }

  @Override
  public ListTopicsResult listTopics(ListTopicsOptions options) {
    Map<String, TopicListing> listings = new TreeMap<>();
    for (TopicDescription topic : topics.values()) {
      if (options.shouldListInternal() || !topic.isInternal()) {
        listings.put(
            topic.name(), new TopicListing(topic.name(), topic.topicId(), topic.isInternal()));
      }
    }
    return new ListTopicsResult(KafkaFuture.completedFuture(listings));
  }

  @Override
  public DescribeTopicsResult describeTopics(TopicCollection names, DescribeTopicsOptions options) {
    Map<String, KafkaFuture<TopicDescription>> results = new LinkedHashMap<>();
    for (String name : ((TopicNameCollection) names).topicNames()) {
      TopicDescription topic = topics.get(name);
      results.put(
          name,
          topic == null
              ? failed(new UnknownTopicOrPartitionException(name))
              : KafkaFuture.completedFuture(topic));
    }
    return new DescribeTopicsResult(results, Collections.emptyMap());
  }

  @Override
  public DescribeClusterResult describeCluster(DescribeClusterOptions options) {
    return new DescribeClusterResult(
        KafkaFuture.completedFuture(NODES.subList(0, 2)),
        KafkaFuture.completedFuture(NODES.get(0)),
        KafkaFuture.completedFuture("fake"),
        KafkaFuture.completedFuture(Collections.emptySet()));
  }

  @Override
  public DescribeConfigsResult describeConfigs(
      Collection<ConfigResource> resources, DescribeConfigsOptions options) {
    Map<ConfigResource, KafkaFuture<Config>> results = new LinkedHashMap<>();
    for (ConfigResource resource : resources) {
      List<ConfigEntry> entries = new ArrayList<>();
      entries.add(entry("min.insync.replicas", "1", ConfigSource.DEFAULT_CONFIG));
      settings
          .getOrDefault(resource.name(), new TreeMap<>())
          .forEach(
              (name, value) -> entries.add(entry(name, value, ConfigSource.DYNAMIC_TOPIC_CONFIG)));
      results.put(resource, KafkaFuture.completedFuture(new Config(entries)));
    }
    return new DescribeConfigsResult(results);
  }

  private static ConfigEntry entry(String name, String value, ConfigSource source) {
    return new ConfigEntry(name, value, source, false, false, List.of(), ConfigType.STRING, null);
  }

  @Override
  public ListOffsetsResult listOffsets(
      Map<TopicPartition, OffsetSpec> partitions, ListOffsetsOptions options) {
    throw new UnsupportedOperationException("offsets are not part of it");
  }

  @Override
  public Map<MetricName, ? extends Metric> metrics() {
    return Collections.emptyMap();
  }

  @Override
  public void close(Duration timeout) {
    // Nothing is held.
  }
}
