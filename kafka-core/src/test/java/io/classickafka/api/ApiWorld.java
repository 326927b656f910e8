package io.classickafka.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.config.BrokerConfig;
import io.classickafka.controller.ProducerIdBlock;
import io.classickafka.disk.Disk;
import io.classickafka.group.GroupCoordinator;
import io.classickafka.group.GroupSettings;
import io.classickafka.group.ReplicaOffsetsLog;
import io.classickafka.group.ZooKeeperOffsets;
import io.classickafka.log.LogConfig;
import io.classickafka.log.LogDirs;
import io.classickafka.log.LogDirsConfig;
import io.classickafka.metadata.MetadataCache;
import io.classickafka.metrics.BeanName;
import io.classickafka.metrics.MetricsRegistry;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.MessageReader;
import io.classickafka.protocol.MessageWriter;
import io.classickafka.protocol.message.RequestHeader;
import io.classickafka.protocol.message.ResponseHeader;
import io.classickafka.protocol.message.UpdateMetadataRequest;
import io.classickafka.protocol.message.UpdateMetadataRequest.UpdateMetadataBroker;
import io.classickafka.protocol.message.UpdateMetadataRequest.UpdateMetadataEndpoint;
import io.classickafka.protocol.message.UpdateMetadataRequest.UpdateMetadataPartitionState;
import io.classickafka.protocol.message.UpdateMetadataRequest.UpdateMetadataTopicState;
import io.classickafka.protocol.message.UpdateMetadataResponse;
import io.classickafka.quota.Quotas;
import io.classickafka.quota.ReplicationQuotas;
import io.classickafka.record.Compression;
import io.classickafka.replica.FetchSessions;
import io.classickafka.replica.FollowerFetchers;
import io.classickafka.replica.LeaderState;
import io.classickafka.replica.NoIsrChanges;
import io.classickafka.replica.PartitionSettings;
import io.classickafka.replica.ReplicaLimits;
import io.classickafka.replica.Replicas;
import io.classickafka.replica.TopicMetrics;
import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.FileSlice;
import io.classickafka.seam.Payload;
import io.classickafka.security.Authorizer;
import io.classickafka.security.Principal;
import io.classickafka.simulation.MemoryDisk;
import io.classickafka.simulation.SimulatedEnsemble;
import io.classickafka.simulation.SimulatedLoop;
import io.classickafka.simulation.Simulation;
import io.classickafka.simulation.VirtualTime;
import io.classickafka.transaction.ProducerIds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * The partition APIs of broker 1 over real logs: requests go in as bytes, answers come as bytes.
 */
public final class ApiWorld implements AutoCloseable {

  private static final int SELF = 1;
  static final long OWN_BROKER_EPOCH = 50;

  private static final GroupSettings GROUP_SETTINGS =
      new GroupSettings(
          6_000,
          1_800_000,
          0,
          100,
          4_096,
          5_000,
          (short) -1,
          86_400_000,
          600_000,
          1 << 20,
          Compression.NONE);

  public final Simulation simulation = new Simulation(11);
  private final SimulatedLoop control = simulation.loop("control");
  public final SimulatedLoop network = simulation.loop("network-0");
  private final SimulatedLoop background = simulation.loop("background");
  final MetadataCache metadata = new MetadataCache(control);
  PartitionSettings settings = new PartitionSettings(LogConfig.DEFAULTS, 1, true);

  /** Where the logs are, unless the world was given another disk. */
  final MemoryDisk disk = new MemoryDisk();

  private final LogDirs logDirs;
  final Replicas replicas;
  final MetricsRegistry metrics;
  private final RequestDispatcher dispatcher;
  private long nextProducerId;

  /** How many partitions the offsets topic is known to have. */
  int offsetsPartitions = 1;

  /** Thrown when somebody asks for that or for who is alive, unless it is null. */
  @Nullable Error planted;

  ApiWorld() {
    this(null, Path.of("/data"));
  }

  /**
   * A world with its logs in a folder.
   *
   * @param other the disk with the folder; null for {@link #disk}
   */
  public ApiWorld(@Nullable Disk other, Path folder) {
    CompletableFuture<LogDirs> opening =
        LogDirs.open(
            other == null ? disk : other,
            new LogDirsConfig(List.of(folder), SELF, 1, 60_000, 86_400_000, 7),
            topic -> settings.log(),
            control,
            background,
            dir -> {});
    simulation.runUntilIdle();
    logDirs = opening.join();
    metrics = new MetricsRegistry(null, control::monotonicNs);
    TopicMetrics topicMetrics = new TopicMetrics(metrics);
    replicas =
        new Replicas(
            ReplicaLimits.defaults(SELF),
            control,
            List.of(simulation.loop("partition-0"), simulation.loop("partition-1")),
            background,
            logDirs,
            topic -> settings,
            this::birth,
            new NoIsrChanges(),
            FollowerFetchers.NONE,
            metrics,
            topicMetrics,
            ReplicationQuotas.unlimited(
                ReplicationQuotas.Windows.DEFAULT, ReplicationQuotas.Windows.DEFAULT, metrics));
    ProducerIds producerIds =
        new ProducerIds(
            control,
            reply -> {
              reply.accept(new ProducerIdBlock(ErrorCode.NONE, nextProducerId, 10));
              nextProducerId += 10;
            });
    ApiRegistry.Builder registry = ApiRegistry.builder();
    new PartitionApis(
            replicas,
            new FetchSessions(replicas.registry(), List.of(network), 1_000),
            logDirs,
            background,
            metadata,
            metadata::update,
            producerIds,
            Authorizer.ALLOW_ALL,
            () -> 57_671_680,
            true,
            topicMetrics,
            new ControlFence(() -> OWN_BROKER_EPOCH))
        .register(registry);
    GroupCoordinator coordinator =
        GroupCoordinator.start(
            GROUP_SETTINGS,
            List.of(simulation.loop("coordinator")),
            new ReplicaOffsetsLog(replicas.registry(), background, GROUP_SETTINGS),
            () -> offsetsPartitions);
    replicas.addListener(coordinator);
    metadata.addListener(coordinator);
    new GroupApis(
            coordinator,
            new ZooKeeperOffsets(new SimulatedEnsemble(new VirtualTime(1)).connect().on(control)),
            metadata,
            Authorizer.ALLOW_ALL)
        .register(registry);
    BrokerConfig config = BrokerConfig.parse(Map.of("zookeeper.connect", "none:2181")).orThrow();
    AutoCreation creation =
        new AutoCreation(metadata, (topics, timeoutMs, reply) -> {}, () -> config);
    Permissions permissions = new Permissions(Authorizer.ALLOW_ALL);
    registry.register(
        ApiKey.METADATA,
        new MetadataHandler(metadata, () -> config, creation, permissions, "cluster"));
    registry.register(
        ApiKey.FIND_COORDINATOR,
        new FindCoordinatorHandler(metadata, creation, permissions, this::offsetsPartitions));
    dispatcher =
        new RequestDispatcher(
            registry.build(), Authorizer.ALLOW_ALL, Quotas.NONE, new RequestMetrics(metrics));
  }

  private long birth(int id) {
    if (planted != null) {
      throw planted;
    }
    return metadata.image().birth(id);
  }

  private int offsetsPartitions() {
    if (planted != null) {
      throw planted;
    }
    return offsetsPartitions;
  }

  public static Uuid idOf(String topic) {
    return new Uuid(1, topic.hashCode());
  }

  /** Makes a topic that this broker leads alone, and shows it in the metadata. */
  public void createTopic(String topic, int partitions) {
    List<Replicas.Assignment> assignments = new ArrayList<>();
    for (int i = 0; i < partitions; i++) {
      List<Integer> alone = List.of(SELF);
      assignments.add(
          new Replicas.Assignment(
              new TopicPartition(topic, i),
              new LeaderState(
                  idOf(topic), 1, SELF, 0, alone, 0, alone, List.of(), List.of(), true)));
    }
    replicas.assign(assignments, errors -> assertThat(errors).containsOnly(ErrorCode.NONE));
    simulation.runUntilIdle();
    show(topic, partitions, 0);
  }

  /** Gives a partition a second replica on a broker that is alive. */
  void addReplica(String topic, int partition, int broker) {
    List<Integer> both = List.of(SELF, broker);
    show(topic, partition + 1, 1, broker);
    replicas.assign(
        List.of(
            new Replicas.Assignment(
                new TopicPartition(topic, partition),
                new LeaderState(
                    idOf(topic), 1, SELF, 1, both, 1, both, List.of(), List.of(), false))),
        errors -> assertThat(errors).containsOnly(ErrorCode.NONE));
    simulation.runUntilIdle();
  }

  /** Tells the broker of a topic that it leads, as the controller would. */
  void show(String topic, int partitions, int leaderEpoch, int... others) {
    UpdateMetadataTopicState state =
        new UpdateMetadataTopicState().topicName(topic).topicId(idOf(topic));
    for (int i = 0; i < partitions; i++) {
      state
          .partitionStates()
          .add(
              new UpdateMetadataPartitionState()
                  .partitionIndex(i)
                  .controllerEpoch(1)
                  .leader(SELF)
                  .leaderEpoch(leaderEpoch)
                  .isr(List.of(SELF))
                  .replicas(List.of(SELF)));
    }
    List<UpdateMetadataBroker> alive = new ArrayList<>(List.of(broker(SELF)));
    for (int other : others) {
      alive.add(broker(other));
    }
    UpdateMetadataRequest request =
        new UpdateMetadataRequest()
            .controllerId(SELF)
            .controllerEpoch(1)
            .brokerEpoch(OWN_BROKER_EPOCH)
            .topicStates(List.of(state))
            .liveBrokers(alive);
    UpdateMetadataResponse response =
        ask(ApiKey.UPDATE_METADATA, 8, request, UpdateMetadataResponse.class);
    assertThat(response.errorCode()).isZero();
  }

  private static UpdateMetadataBroker broker(int id) {
    UpdateMetadataEndpoint endpoint =
        new UpdateMetadataEndpoint().listener("PLAINTEXT").host("broker-" + id).port(9092);
    return new UpdateMetadataBroker().id(id).endpoints(List.of(endpoint));
  }

  /** Records of a topic that were converted. */
  long converted(String bean, String topic) {
    BeanName name = BeanName.of("kafka.server", "BrokerTopicMetrics", bean).with("topic", topic);
    return metrics.meter(name, "requests").getCount();
  }

  /** The largest value of a histogram of requests. */
  long largest(String bean, String request) {
    BeanName name = BeanName.of("kafka.network", "RequestMetrics", bean).with("request", request);
    return metrics.histogram(name).getSnapshot().getMax();
  }

  /** Where the network leaves requests. */
  public Requests requests() {
    return dispatcher;
  }

  /** Sends a request and runs until nothing more happens. */
  Sent send(ApiKey api, int version, ApiMessage request) {
    Sent sent = new Sent(api, (short) version);
    send(sent, request);
    return sent;
  }

  /** As above, where what happens may throw. */
  void send(Sent sent, ApiMessage request) {
    ByteSlice frame = ByteSlice.wrap(encode(sent.api, sent.version, request));
    Peer peer =
        new Peer("c", "PLAINTEXT", new InetSocketAddress("127.0.0.1", 1), Principal.ANONYMOUS);
    network.run(() -> dispatcher.onRequest(peer, network, frame, sent));
  }

  /** Sends a request and takes its answer, which must have come. */
  <T extends ApiMessage> T ask(ApiKey api, int version, ApiMessage request, Class<T> type) {
    Sent sent = send(api, version, request);
    assertThat(sent.closed).isNull();
    return type.cast(sent.response());
  }

  /** A request as it is sent, without its size in front. */
  public static byte[] encode(ApiKey api, int version, ApiMessage request) {
    MessageWriter out = new MessageWriter();
    RequestHeader header = new RequestHeader();
    header.requestApiKey(api.id()).requestApiVersion((short) version).correlationId(5);
    header.clientId("test");
    header.write(out, api.requestHeaderVersion((short) version));
    request.write(out, (short) version);
    return bytes(out.finish());
  }

  private static byte[] bytes(List<? extends Payload> payloads) {
    int size = payloads.stream().mapToInt(Payload::sizeBytes).sum();
    ByteBuffer bytes = ByteBuffer.allocate(size);
    for (Payload payload : payloads) {
      if (payload instanceof FileSlice file) {
        ByteBuffer part = ByteBuffer.allocate(file.sizeBytes());
        try {
          file.read(0, part);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        bytes.put(part.flip());
      } else {
        bytes.put(((ByteSlice) payload).duplicate());
      }
      payload.release();
    }
    return bytes.array();
  }

  /** A request on its way, and what came of it. */
  static final class Sent implements ReplySlot {
    private final ApiKey api;
    private final short version;
    private byte @Nullable [] frame;
    @Nullable String closed;
    boolean nothing;

    Sent(ApiKey api, short version) {
      this.api = api;
      this.version = version;
    }

    @Override
    public void send(List<Payload> payloads, int throttleMs, OnSent onSent) {
      frame = bytes(payloads);
      onSent.onSent(0, 0);
    }

    @Override
    public void sendNothing(int throttleMs) {
      nothing = true;
    }

    @Override
    public void close(String reason, String apiName) {
      closed = reason;
    }

    boolean answered() {
      return frame != null;
    }

    /** The whole frame, its size in front. */
    int frameBytes() {
      byte[] bytes = frame;
      assertThat(bytes).isNotNull();
      return bytes == null ? 0 : bytes.length;
    }

    ApiMessage response() {
      byte[] bytes = frame;
      assertThat(bytes).as("no answer").isNotNull();
      ByteSlice body = ByteSlice.wrap(bytes == null ? new byte[0] : bytes);
      MessageReader in = new MessageReader(body.slice(4, body.sizeBytes() - 4));
      new ResponseHeader().read(in, api.responseHeaderVersion(version));
      ApiMessage response = api.newResponse();
      response.read(in, version);
      return response;
    }
  }

  @Override
  public void close() {
    replicas.close(() -> {});
    simulation.runUntilIdle();
    logDirs.close(-1);
    simulation.runUntilIdle();
    assertThat(disk.heldSlices()).as("slices not given back").isZero();
  }
}
