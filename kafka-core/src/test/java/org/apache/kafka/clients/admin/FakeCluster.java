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
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigType;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.TopicCollection.TopicNameCollection;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.TopicPartitionReplica;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.ElectionNotNeededException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidReplicaAssignmentException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.common.errors.LeaderNotAvailableException;
import org.apache.kafka.common.errors.LogDirNotFoundException;
import org.apache.kafka.common.errors.NoReassignmentInProgressException;
import org.apache.kafka.common.errors.OffsetOutOfRangeException;
import org.apache.kafka.common.errors.PreferredLeaderNotAvailableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * A cluster of three brokers in memory, of which the last is down; in this package for results.
 * Replicas of a topic named {@code slow} move without end, those of others at once.
 */
public final class FakeCluster implements Admin {

  /** Where replicas were asked to lie; those in a directory called slow never get there. */
  private final Map<TopicPartitionReplica, String> replicaDirs = new LinkedHashMap<>();

  private static final long END = 10;

  private static final List<Node> NODES =
      List.of(new Node(0, "h0", 9092), new Node(1, "h1", 9092), new Node(2, "h2", 9092));

  private final Map<String, TopicDescription> topics = new TreeMap<>();
  private final Map<String, Map<String, String>> settings = new TreeMap<>();
  private final Map<TopicPartition, PartitionReassignment> moves = new LinkedHashMap<>();

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
      results.put(resource, describe(resource));
    }
    return new DescribeConfigsResult(results);
  }

  private KafkaFuture<Config> describe(ConfigResource resource) {
    boolean ofTopic = resource.type() == ConfigResource.Type.TOPIC;
    if (ofTopic && !topics.containsKey(resource.name())) {
      return failed(new UnknownTopicOrPartitionException("This server does not host it."));
    }
    List<ConfigEntry> entries = new ArrayList<>();
    entries.add(entry("min.insync.replicas", "1", ConfigSource.DEFAULT_CONFIG));
    ConfigSource source = source(resource);
    settings
        .getOrDefault(key(resource), new TreeMap<>())
        .forEach((name, value) -> entries.add(entry(name, value, source)));
    return KafkaFuture.completedFuture(new Config(entries));
  }

  private static ConfigSource source(ConfigResource resource) {
    return switch (resource.type()) {
      case TOPIC -> ConfigSource.DYNAMIC_TOPIC_CONFIG;
      case BROKER ->
          resource.isDefault()
              ? ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG
              : ConfigSource.DYNAMIC_BROKER_CONFIG;
      default -> ConfigSource.DYNAMIC_BROKER_LOGGER_CONFIG;
    };
  }

  @Deprecated
  @Override
  public AlterConfigsResult alterConfigs(
      Map<ConfigResource, Config> configs, AlterConfigsOptions options) {
    throw new UnsupportedOperationException("settings are edited");
  }

  @Override
  public AlterConfigsResult incrementalAlterConfigs(
      Map<ConfigResource, Collection<AlterConfigOp>> configs, AlterConfigsOptions options) {
    Map<ConfigResource, KafkaFuture<Void>> results = new LinkedHashMap<>();
    configs.forEach((resource, ops) -> results.put(resource, alter(resource, ops)));
    return new AlterConfigsResult(results);
  }

  private KafkaFuture<Void> alter(ConfigResource resource, Collection<AlterConfigOp> ops) {
    if (resource.type() == ConfigResource.Type.TOPIC && !topics.containsKey(resource.name())) {
      return failed(new UnknownTopicOrPartitionException("This server does not host it."));
    }
    Map<String, String> config = settings.computeIfAbsent(key(resource), name -> new TreeMap<>());
    for (AlterConfigOp op : ops) {
      String value = op.configEntry().value();
      if (op.opType() == AlterConfigOp.OpType.SET && op.configEntry().name().equals("nosuch")) {
        return failed(new InvalidConfigurationException("Unknown topic config name: nosuch"));
      } else if (op.opType() == AlterConfigOp.OpType.SET && value != null) {
        config.put(op.configEntry().name(), value);
      } else {
        config.remove(op.configEntry().name());
      }
    }
    return KafkaFuture.allOf();
  }

  private static String key(ConfigResource resource) {
    return resource.type() == ConfigResource.Type.TOPIC
        ? resource.name()
        : resource.type() + "/" + resource.name();
  }

  @Override
  public CreatePartitionsResult createPartitions(
      Map<String, NewPartitions> newPartitions, CreatePartitionsOptions options) {
    Map<String, KafkaFuture<Void>> results = new LinkedHashMap<>();
    newPartitions.forEach((name, wanted) -> results.put(name, grow(name, wanted)));
    return new CreatePartitionsResult(results);
  }

  private KafkaFuture<Void> grow(String name, NewPartitions wanted) {
    TopicDescription topic = topics.get(name);
    if (topic == null) {
      return failed(new UnknownTopicOrPartitionException(name));
    }
    List<TopicPartitionInfo> partitions = new ArrayList<>(topic.partitions());
    if (wanted.totalCount() <= partitions.size()) {
      return failed(
          new InvalidPartitionsException("topic has " + partitions.size() + " partitions already"));
    }
    List<List<Integer>> assignments = wanted.assignments();
    for (int i = 0; partitions.size() < wanted.totalCount(); i++) {
      String ids =
          assignments == null ? "0" : assignments.get(i).toString().replaceAll("[\\[\\] ]", "");
      partitions.add(
          new TopicPartitionInfo(partitions.size(), nodes(ids).get(0), nodes(ids), nodes(ids)));
    }
    topics.put(
        name, new TopicDescription(name, topic.isInternal(), partitions, null, topic.topicId()));
    return KafkaFuture.allOf();
  }

  @Override
  public DeleteRecordsResult deleteRecords(
      Map<TopicPartition, RecordsToDelete> records, DeleteRecordsOptions options) {
    Map<TopicPartition, KafkaFuture<DeletedRecords>> results = new LinkedHashMap<>();
    records.forEach(
        (partition, deletion) -> {
          long before = deletion.beforeOffset() < 0 ? END : deletion.beforeOffset();
          results.put(
              partition,
              before > END
                  ? failed(new OffsetOutOfRangeException("The offset is out of range."))
                  : KafkaFuture.completedFuture(new DeletedRecords(before)));
        });
    return new DeleteRecordsResult(results);
  }

  @Override
  public DescribeLogDirsResult describeLogDirs(
      Collection<Integer> brokers, DescribeLogDirsOptions options) {
    Map<Integer, KafkaFuture<Map<String, LogDirDescription>>> results = new LinkedHashMap<>();
    for (int broker : brokers) {
      Map<String, LogDirDescription> dirs = new TreeMap<>();
      Map<TopicPartition, ReplicaInfo> replicas = new LinkedHashMap<>();
      for (TopicDescription topic : topics.values()) {
        for (TopicPartitionInfo partition : topic.partitions()) {
          if (partition.replicas().contains(NODES.get(broker))) {
            replicas.put(
                new TopicPartition(topic.name(), partition.partition()),
                new ReplicaInfo(153L * partition.partition(), 0, false));
          }
        }
      }
      replicaDirs.forEach(
          (replica, dir) -> {
            TopicPartition partition = new TopicPartition(replica.topic(), replica.partition());
            if (replica.brokerId() == broker && dir.endsWith("/slow")) {
              dirs.put(
                  dir, new LogDirDescription(null, Map.of(partition, new ReplicaInfo(1, 7, true))));
            } else if (replica.brokerId() == broker && !dir.equals("/data/" + broker)) {
              ReplicaInfo moved = replicas.remove(partition);
              if (moved != null) {
                dirs.put(dir, new LogDirDescription(null, Map.of(partition, moved)));
              }
            }
          });
      dirs.put("/data/" + broker, new LogDirDescription(null, replicas));
      dirs.put(
          "/data/broken", new LogDirDescription(new KafkaStorageException("broken"), Map.of()));
      results.put(broker, KafkaFuture.completedFuture(dirs));
    }
    return new DescribeLogDirsResult(results);
  }

  @Override
  public DescribeReplicaLogDirsResult describeReplicaLogDirs(
      Collection<TopicPartitionReplica> replicas, DescribeReplicaLogDirsOptions options) {
    return DescribeReplicaLogDirsResult.in(
        replicas,
        describeLogDirs(
                replicas.stream().map(TopicPartitionReplica::brokerId).distinct().toList(),
                new DescribeLogDirsOptions())
            .descriptions());
  }

  @Override
  public AlterReplicaLogDirsResult alterReplicaLogDirs(
      Map<TopicPartitionReplica, String> wanted, AlterReplicaLogDirsOptions options) {
    Map<TopicPartitionReplica, KafkaFuture<Void>> results = new LinkedHashMap<>();
    wanted.forEach(
        (replica, dir) -> {
          if (dir.equals("/nowhere")) {
            results.put(replica, failed(new LogDirNotFoundException("no such directory")));
          } else {
            replicaDirs.put(replica, dir);
            results.put(replica, KafkaFuture.completedFuture(null));
          }
        });
    return new AlterReplicaLogDirsResult(results);
  }

  private static ConfigEntry entry(String name, String value, ConfigSource source) {
    List<ConfigEntry.ConfigSynonym> synonyms =
        List.of(new ConfigEntry.ConfigSynonym(name, value, source));
    return new ConfigEntry(name, value, source, false, false, synonyms, ConfigType.STRING, null);
  }

  @Override
  public ListOffsetsResult listOffsets(
      Map<TopicPartition, OffsetSpec> partitions, ListOffsetsOptions options) {
    Map<TopicPartition, KafkaFuture<ListOffsetsResult.ListOffsetsResultInfo>> results =
        new LinkedHashMap<>();
    partitions.forEach(
        (partition, spec) ->
            results.put(
                partition,
                partition.topic().equals("sick") && partition.partition() == 1
                    ? failed(new LeaderNotAvailableException("There is no leader."))
                    : KafkaFuture.completedFuture(
                        new ListOffsetsResult.ListOffsetsResultInfo(
                            offset(partition, OffsetSpec.wire(spec)), 0, Optional.empty()))));
    return new ListOffsetsResult(results);
  }

  /** Partition 0 of every topic has records, the others have none. */
  private static long offset(TopicPartition partition, long timestamp) {
    if (timestamp == -2 || timestamp == -4) {
      return 0;
    }
    if (timestamp == -1) {
      return partition.partition() == 0 ? END : 0;
    }
    return partition.partition() == 0 && timestamp != -5 ? 1 : -1;
  }

  @Override
  public ElectLeadersResult electLeaders(
      ElectionType type, @Nullable Set<TopicPartition> partitions, ElectLeadersOptions options) {
    Map<TopicPartition, Optional<Throwable>> results = new LinkedHashMap<>();
    for (TopicPartition partition : partitions == null ? every() : partitions) {
      Optional<Throwable> error = elect(type, partition);
      if (partitions != null || !(error.orElse(null) instanceof ElectionNotNeededException)) {
        results.put(partition, error);
      }
    }
    return new ElectLeadersResult(KafkaFuture.completedFuture(results));
  }

  private List<TopicPartition> every() {
    List<TopicPartition> every = new ArrayList<>();
    for (TopicDescription topic : topics.values()) {
      topic
          .partitions()
          .forEach(info -> every.add(new TopicPartition(topic.name(), info.partition())));
    }
    return every;
  }

  private Optional<Throwable> elect(ElectionType type, TopicPartition partition) {
    TopicPartitionInfo info = info(partition);
    if (info == null) {
      return Optional.of(new UnknownTopicOrPartitionException("The partition does not exist."));
    }
    Node preferred = info.replicas().get(0);
    boolean unclean = type == ElectionType.UNCLEAN;
    if (unclean ? info.leader() != null : preferred.equals(info.leader())) {
      return Optional.of(new ElectionNotNeededException("The leader is there already."));
    }
    if (preferred.id() == 2 || (!unclean && !info.isr().contains(preferred))) {
      return Optional.of(
          new PreferredLeaderNotAvailableException("Broker " + preferred.id() + " cannot lead."));
    }
    put(
        partition,
        new TopicPartitionInfo(info.partition(), preferred, info.replicas(), info.isr()));
    return Optional.empty();
  }

  private @Nullable TopicPartitionInfo info(TopicPartition partition) {
    TopicDescription topic = topics.get(partition.topic());
    return topic == null || partition.partition() >= topic.partitions().size()
        ? null
        : topic.partitions().get(partition.partition());
  }

  private void put(TopicPartition partition, TopicPartitionInfo info) {
    TopicDescription topic = topics.get(partition.topic());
    List<TopicPartitionInfo> infos = new ArrayList<>(topic.partitions());
    infos.set(partition.partition(), info);
    topics.put(
        topic.name(),
        new TopicDescription(topic.name(), topic.isInternal(), infos, null, topic.topicId()));
  }

  @Override
  public AlterPartitionReassignmentsResult alterPartitionReassignments(
      Map<TopicPartition, Optional<NewPartitionReassignment>> reassignments,
      AlterPartitionReassignmentsOptions options) {
    Map<TopicPartition, KafkaFuture<Void>> results = new LinkedHashMap<>();
    reassignments.forEach(
        (partition, target) ->
            results.put(
                partition, target.isPresent() ? move(partition, target.get()) : stop(partition)));
    return new AlterPartitionReassignmentsResult(results);
  }

  private KafkaFuture<Void> stop(TopicPartition partition) {
    PartitionReassignment move = moves.remove(partition);
    if (move == null) {
      return failed(new NoReassignmentInProgressException("No partition reassignment found."));
    }
    List<Integer> before = new ArrayList<>(move.replicas());
    before.removeAll(move.addingReplicas());
    place(partition, before);
    return KafkaFuture.allOf();
  }

  private KafkaFuture<Void> move(TopicPartition partition, NewPartitionReassignment target) {
    TopicPartitionInfo info = info(partition);
    if (info == null) {
      return failed(new UnknownTopicOrPartitionException("The partition does not exist."));
    }
    List<Integer> present = new ArrayList<>(info.replicas().stream().map(Node::id).toList());
    List<Integer> wanted = target.targetReplicas();
    if (!wanted.stream().allMatch(id -> id < NODES.size())) {
      return failed(new InvalidReplicaAssignmentException("There is no such broker."));
    }
    if (!partition.topic().equals("slow")) {
      place(partition, wanted);
      return KafkaFuture.allOf();
    }
    List<Integer> adding = new ArrayList<>(wanted);
    adding.removeAll(present);
    List<Integer> removing = new ArrayList<>(present);
    removing.removeAll(wanted);
    List<Integer> all = new ArrayList<>(wanted);
    all.addAll(removing);
    place(partition, all);
    moves.put(partition, new PartitionReassignment(all, adding, removing));
    return KafkaFuture.allOf();
  }

  private void place(TopicPartition partition, List<Integer> ids) {
    List<Node> nodes = ids.stream().map(NODES::get).toList();
    put(partition, new TopicPartitionInfo(partition.partition(), nodes.get(0), nodes, nodes));
  }

  @Override
  public ListPartitionReassignmentsResult listPartitionReassignments(
      Optional<Set<TopicPartition>> partitions, ListPartitionReassignmentsOptions options) {
    Map<TopicPartition, PartitionReassignment> listed = new LinkedHashMap<>(moves);
    partitions.ifPresent(some -> listed.keySet().retainAll(some));
    return new ListPartitionReassignmentsResult(KafkaFuture.completedFuture(listed));
  }

  @Override
  public ListConsumerGroupOffsetsResult listConsumerGroupOffsets(
      Map<String, ListConsumerGroupOffsetsSpec> groupSpecs,
      ListConsumerGroupOffsetsOptions options) {
    throw new UnsupportedOperationException("no tool asks for groups yet");
  }

  @Override
  public AlterConsumerGroupOffsetsResult alterConsumerGroupOffsets(
      String groupId,
      Map<TopicPartition, OffsetAndMetadata> offsets,
      AlterConsumerGroupOffsetsOptions options) {
    throw new UnsupportedOperationException("no tool changes groups yet");
  }

  @Override
  public DescribeFeaturesResult describeFeatures(DescribeFeaturesOptions options) {
    throw new UnsupportedOperationException("no tool asks for features yet");
  }

  @Override
  public UpdateFeaturesResult updateFeatures(
      Map<String, FeatureUpdate> featureUpdates, UpdateFeaturesOptions options) {
    throw new UnsupportedOperationException("no tool changes features yet");
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
