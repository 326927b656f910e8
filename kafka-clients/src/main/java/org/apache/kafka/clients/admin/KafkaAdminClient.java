package org.apache.kafka.clients.admin;

import io.classickafka.client.CompletableKafkaFuture;
import io.classickafka.client.admin.AlterConfigsCall;
import io.classickafka.client.admin.AlterGroupOffsetsCall;
import io.classickafka.client.admin.AlterReassignmentsCall;
import io.classickafka.client.admin.AlterReplicaLogDirsCall;
import io.classickafka.client.admin.ApiVersionsCall;
import io.classickafka.client.admin.ClusterDescription;
import io.classickafka.client.admin.CreatePartitionsCall;
import io.classickafka.client.admin.CreateTopicsCall;
import io.classickafka.client.admin.DeleteRecordsCall;
import io.classickafka.client.admin.DeleteTopicsCall;
import io.classickafka.client.admin.DescribeConfigsCall;
import io.classickafka.client.admin.DescribeLogDirsCall;
import io.classickafka.client.admin.DescribeTopicsCall;
import io.classickafka.client.admin.ElectLeadersCall;
import io.classickafka.client.admin.GroupOffsetsCall;
import io.classickafka.client.admin.KeyedCall;
import io.classickafka.client.admin.LeaderCalls;
import io.classickafka.client.admin.ListOffsetsCall;
import io.classickafka.client.admin.ListReassignmentsCall;
import io.classickafka.client.admin.ListTopicsCall;
import io.classickafka.client.admin.UpdateFeaturesCall;
import io.classickafka.client.cluster.ClientSettings;
import io.classickafka.client.cluster.ClusterClient;
import io.classickafka.client.cluster.Target;
import io.classickafka.client.config.ClientProperties;
import io.classickafka.client.config.PropertyTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.TopicCollection.TopicIdCollection;
import org.apache.kafka.common.TopicCollection.TopicNameCollection;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionReplica;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;

/** The admin client, on a loop and connections of its own. */
final class KafkaAdminClient extends AdminClient {

  private static final AtomicInteger NEXT_ID = new AtomicInteger(1);

  private final ClusterClient client;
  private final int defaultTimeoutMs;
  private final OpenCalls open = new OpenCalls();

  private KafkaAdminClient(ClusterClient client, int defaultTimeoutMs) {
    this.client = client;
    this.defaultTimeoutMs = defaultTimeoutMs;
  }

  static KafkaAdminClient open(Map<?, ?> given) {
    ClientProperties properties = PropertyTable.ADMIN.parse(given);
    String clientId = properties.getString(AdminClientConfig.CLIENT_ID_CONFIG);
    if (clientId.isEmpty()) {
      clientId = "adminclient-" + NEXT_ID.getAndIncrement();
    }
    long metadataMaxAgeMs = properties.getLong(AdminClientConfig.METADATA_MAX_AGE_CONFIG);
    ClientSettings settings = ClientSettings.of(properties, clientId, metadataMaxAgeMs, false);
    return new KafkaAdminClient(
        ClusterClient.start("admin", settings),
        properties.getInt(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG));
  }

  private int timeoutMs(AbstractOptions<?> options) {
    Integer given = options.timeoutMs();
    return given == null ? defaultTimeoutMs : given;
  }

  // How long the controller may wait within one attempt.
  private int attemptTimeoutMs(AbstractOptions<?> options) {
    return (int) Math.min(timeoutMs(options), client.settings().requestTimeoutMs());
  }

  private <K, V> Map<K, KafkaFuture<V>> send(KeyedCall<K, V> call, AbstractOptions<?> options) {
    Map<K, KafkaFuture<V>> futures = call.futures();
    if (futures.isEmpty()) {
      return futures;
    }
    if (!open.begin()) {
      call.failRest(OpenCalls.closedError());
      return futures;
    }
    client
        .call(call, timeoutMs(options))
        .whenComplete(
            (settled, error) -> {
              if (error != null) {
                call.failRest(error);
              }
              open.end();
            });
    return futures;
  }

  @Override
  public CreateTopicsResult createTopics(
      Collection<NewTopic> newTopics, CreateTopicsOptions options) {
    return new CreateTopicsResult(
        send(
            CreateTopicsCall.of(
                newTopics,
                options.shouldValidateOnly(),
                options.shouldRetryOnQuotaViolation(),
                attemptTimeoutMs(options)),
            options));
  }

  @Override
  public DeleteTopicsResult deleteTopics(TopicCollection topics, DeleteTopicsOptions options) {
    boolean again = options.shouldRetryOnQuotaViolation();
    int attemptMs = attemptTimeoutMs(options);
    if (topics instanceof TopicNameCollection names) {
      var call = DeleteTopicsCall.byName(names.topicNames(), again, attemptMs);
      return new DeleteTopicsResult(send(call, options), Collections.emptyMap());
    }
    var call = DeleteTopicsCall.byId(((TopicIdCollection) topics).topicIds(), again, attemptMs);
    return new DeleteTopicsResult(Collections.emptyMap(), send(call, options));
  }

  @Override
  public ListTopicsResult listTopics(ListTopicsOptions options) {
    return new ListTopicsResult(
        track(
            () ->
                client.call(new ListTopicsCall(options.shouldListInternal()), timeoutMs(options))));
  }

  @Override
  public DescribeTopicsResult describeTopics(
      TopicCollection topics, DescribeTopicsOptions options) {
    boolean operations = options.includeAuthorizedOperations();
    if (topics instanceof TopicNameCollection names) {
      var call = DescribeTopicsCall.byName(names.topicNames(), operations);
      return new DescribeTopicsResult(send(call, options), Collections.emptyMap());
    }
    var call = DescribeTopicsCall.byId(((TopicIdCollection) topics).topicIds(), operations);
    return new DescribeTopicsResult(Collections.emptyMap(), send(call, options));
  }

  // A null result says that there is none, as the results' documentation tells.
  @SuppressWarnings("NullAway")
  @Override
  public DescribeClusterResult describeCluster(DescribeClusterOptions options) {
    KafkaFuture<ClusterDescription> description =
        track(
            () ->
                ClusterDescription.ask(
                    client, options.includeAuthorizedOperations(), timeoutMs(options)));
    return new DescribeClusterResult(
        description.thenApply(ClusterDescription::nodes),
        description.thenApply(ClusterDescription::controller),
        description.thenApply(ClusterDescription::clusterId),
        description.thenApply(ClusterDescription::operations));
  }

  @Override
  public DescribeConfigsResult describeConfigs(
      Collection<ConfigResource> resources, DescribeConfigsOptions options) {
    Map<ConfigResource, KafkaFuture<Config>> futures = new LinkedHashMap<>();
    for (DescribeConfigsCall call :
        DescribeConfigsCall.of(
            resources, options.includeSynonyms(), options.includeDocumentation())) {
      futures.putAll(send(call, options));
    }
    return new DescribeConfigsResult(futures);
  }

  @Override
  public ListOffsetsResult listOffsets(
      Map<TopicPartition, OffsetSpec> topicPartitionOffsets, ListOffsetsOptions options) {
    Map<TopicPartition, Long> timestamps = new LinkedHashMap<>();
    topicPartitionOffsets.forEach(
        (partition, spec) -> timestamps.put(partition, OffsetSpec.wire(spec)));
    return new ListOffsetsResult(
        ask(
            timestamps,
            (target, some, repeats) ->
                new ListOffsetsCall(target, some, options.isolationLevel(), repeats),
            options));
  }

  @Override
  public DeleteRecordsResult deleteRecords(
      Map<TopicPartition, RecordsToDelete> recordsToDelete, DeleteRecordsOptions options) {
    Map<TopicPartition, Long> before = new LinkedHashMap<>();
    recordsToDelete.forEach((partition, records) -> before.put(partition, records.beforeOffset()));
    int attemptMs = attemptTimeoutMs(options);
    return new DeleteRecordsResult(
        ask(
            before,
            (target, some, repeats) -> new DeleteRecordsCall(target, some, attemptMs, repeats),
            options));
  }

  private <Q, V> Map<TopicPartition, KafkaFuture<V>> ask(
      Map<TopicPartition, Q> questions, LeaderCalls.Calls<Q, V> calls, AbstractOptions<?> options) {
    LeaderCalls<Q, V> asked = new LeaderCalls<>(client, questions, calls, timeoutMs(options));
    if (!open.begin()) {
      return asked.refuse(OpenCalls.closedError());
    }
    Map<TopicPartition, KafkaFuture<V>> futures = asked.start();
    var unused = Gathered.all(futures).whenComplete((found, error) -> open.end());
    return futures;
  }

  @Deprecated
  @Override
  public AlterConfigsResult alterConfigs(
      Map<ConfigResource, Config> configs, AlterConfigsOptions options) {
    return altered(AlterConfigsCall.replacing(configs, options.shouldValidateOnly()), options);
  }

  @Override
  public AlterConfigsResult incrementalAlterConfigs(
      Map<ConfigResource, Collection<AlterConfigOp>> configs, AlterConfigsOptions options) {
    return altered(AlterConfigsCall.editing(configs, options.shouldValidateOnly()), options);
  }

  private AlterConfigsResult altered(List<AlterConfigsCall> calls, AlterConfigsOptions options) {
    Map<ConfigResource, KafkaFuture<Void>> futures = new LinkedHashMap<>();
    for (AlterConfigsCall call : calls) {
      futures.putAll(send(call, options));
    }
    return new AlterConfigsResult(futures);
  }

  @Override
  public CreatePartitionsResult createPartitions(
      Map<String, NewPartitions> newPartitions, CreatePartitionsOptions options) {
    return new CreatePartitionsResult(
        send(
            new CreatePartitionsCall(
                newPartitions,
                options.validateOnly(),
                options.shouldRetryOnQuotaViolation(),
                attemptTimeoutMs(options)),
            options));
  }

  @Override
  public DescribeLogDirsResult describeLogDirs(
      Collection<Integer> brokers, DescribeLogDirsOptions options) {
    Map<Integer, KafkaFuture<Map<String, LogDirDescription>>> futures = new LinkedHashMap<>();
    for (int broker : brokers) {
      futures.putAll(send(new DescribeLogDirsCall(broker, null), options));
    }
    return new DescribeLogDirsResult(futures);
  }

  @Override
  public DescribeReplicaLogDirsResult describeReplicaLogDirs(
      Collection<TopicPartitionReplica> replicas, DescribeReplicaLogDirsOptions options) {
    Map<Integer, List<TopicPartition>> byBroker = new LinkedHashMap<>();
    for (TopicPartitionReplica replica : replicas) {
      byBroker
          .computeIfAbsent(replica.brokerId(), broker -> new ArrayList<>())
          .add(new TopicPartition(replica.topic(), replica.partition()));
    }
    Map<Integer, KafkaFuture<Map<String, LogDirDescription>>> futures = new LinkedHashMap<>();
    byBroker.forEach(
        (broker, partitions) ->
            futures.putAll(send(new DescribeLogDirsCall(broker, partitions), options)));
    return DescribeReplicaLogDirsResult.in(replicas, futures);
  }

  @Override
  public AlterReplicaLogDirsResult alterReplicaLogDirs(
      Map<TopicPartitionReplica, String> replicaAssignment, AlterReplicaLogDirsOptions options) {
    Map<Integer, Map<TopicPartitionReplica, String>> byBroker = new LinkedHashMap<>();
    replicaAssignment.forEach(
        (replica, dir) ->
            byBroker
                .computeIfAbsent(replica.brokerId(), broker -> new LinkedHashMap<>())
                .put(replica, dir));
    Map<TopicPartitionReplica, KafkaFuture<Void>> futures = new LinkedHashMap<>();
    byBroker.forEach(
        (broker, dirs) -> futures.putAll(send(new AlterReplicaLogDirsCall(broker, dirs), options)));
    return new AlterReplicaLogDirsResult(futures);
  }

  @Override
  public ElectLeadersResult electLeaders(
      ElectionType electionType,
      @Nullable Set<TopicPartition> partitions,
      ElectLeadersOptions options) {
    var call = new ElectLeadersCall(electionType, partitions, attemptTimeoutMs(options));
    return new ElectLeadersResult(track(() -> client.call(call, timeoutMs(options))));
  }

  @Override
  public AlterPartitionReassignmentsResult alterPartitionReassignments(
      Map<TopicPartition, Optional<NewPartitionReassignment>> reassignments,
      AlterPartitionReassignmentsOptions options) {
    return new AlterPartitionReassignmentsResult(
        send(new AlterReassignmentsCall(reassignments, attemptTimeoutMs(options)), options));
  }

  @Override
  public ListPartitionReassignmentsResult listPartitionReassignments(
      Optional<Set<TopicPartition>> partitions, ListPartitionReassignmentsOptions options) {
    var call = new ListReassignmentsCall(partitions.orElse(null), attemptTimeoutMs(options));
    return new ListPartitionReassignmentsResult(track(() -> client.call(call, timeoutMs(options))));
  }

  @Override
  public ListConsumerGroupOffsetsResult listConsumerGroupOffsets(
      Map<String, ListConsumerGroupOffsetsSpec> groupSpecs,
      ListConsumerGroupOffsetsOptions options) {
    Map<String, KafkaFuture<Map<TopicPartition, @Nullable OffsetAndMetadata>>> futures =
        new LinkedHashMap<>();
    groupSpecs.forEach(
        (group, spec) ->
            futures.putAll(
                send(
                    new GroupOffsetsCall(group, spec.topicPartitions(), options.requireStable()),
                    options)));
    return new ListConsumerGroupOffsetsResult(futures);
  }

  @Override
  public AlterConsumerGroupOffsetsResult alterConsumerGroupOffsets(
      String groupId,
      Map<TopicPartition, OffsetAndMetadata> offsets,
      AlterConsumerGroupOffsetsOptions options) {
    return new AlterConsumerGroupOffsetsResult(
        send(new AlterGroupOffsetsCall(groupId, offsets), options));
  }

  @Override
  public DescribeFeaturesResult describeFeatures(DescribeFeaturesOptions options) {
    return new DescribeFeaturesResult(
        track(() -> client.call(new ApiVersionsCall(Target.ANY), timeoutMs(options)))
            .thenApply(FeatureMetadata::of));
  }

  @Override
  public UpdateFeaturesResult updateFeatures(
      Map<String, FeatureUpdate> featureUpdates, UpdateFeaturesOptions options) {
    return new UpdateFeaturesResult(
        send(
            new UpdateFeaturesCall(
                featureUpdates, options.validateOnly(), attemptTimeoutMs(options)),
            options));
  }

  /** Passes one call's outcome on, the error as it is. */
  private <T> KafkaFuture<T> track(Supplier<CompletableFuture<T>> call) {
    CompletableKafkaFuture<T> future = new CompletableKafkaFuture<>();
    if (!open.begin()) {
      future.completeExceptionally(OpenCalls.closedError());
      return future;
    }
    call.get()
        .whenComplete(
            (value, error) -> {
              if (error != null) {
                future.completeExceptionally(unwrap(error));
              } else {
                future.complete(value);
              }
              open.end();
            });
    return future;
  }

  private static Throwable unwrap(Throwable error) {
    @Nullable Throwable cause = error instanceof CompletionException ? error.getCause() : null;
    return cause == null ? error : cause;
  }

  /** None are kept yet. */
  @Override
  public Map<MetricName, ? extends Metric> metrics() {
    return Collections.emptyMap();
  }

  @Override
  public void close(Duration timeout) {
    if (timeout.isNegative()) {
      throw new IllegalArgumentException("the timeout must not be negative");
    }
    // The loop itself cannot wait for what only it can finish.
    if (client.loop().inLoop()) {
      open.close(Duration.ZERO);
    } else {
      open.close(timeout);
    }
    client.close();
  }
}
