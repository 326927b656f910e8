package io.classickafka.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.client.ResponseHandler;
import io.classickafka.config.InterBrokerVersion;
import io.classickafka.log.AppendResult;
import io.classickafka.log.Log;
import io.classickafka.log.Origin;
import io.classickafka.log.ReadResult;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.FetchRequest;
import io.classickafka.protocol.message.UpdateMetadataRequest;
import io.classickafka.protocol.message.UpdateMetadataRequest.UpdateMetadataBroker;
import io.classickafka.protocol.message.UpdateMetadataRequest.UpdateMetadataEndpoint;
import io.classickafka.protocol.message.UpdateMetadataRequest.UpdateMetadataPartitionState;
import io.classickafka.protocol.message.UpdateMetadataRequest.UpdateMetadataTopicState;
import io.classickafka.record.Compression;
import io.classickafka.record.RecordBatchBuilder;
import io.classickafka.replica.fetcher.LeaderLinks;
import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.EventLoop;
import io.classickafka.simulation.MemoryDisk;
import io.classickafka.simulation.Simulation;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * Brokers 1, 2 and 3 with a replica of everything each, on one seeded world; the controller is the
 * test's. Links take random times and can be cut.
 */
final class ReplicaCluster implements AutoCloseable {

  static final String TOPIC = "orders";
  static final TopicPartition ORDERS = new TopicPartition(TOPIC, 0);
  static final Uuid TOPIC_ID = new Uuid(1, 5);
  static final List<Integer> ALL = List.of(1, 2, 3);

  /** A request that went over a link. */
  record Sent(int from, int to, ApiKey api, short version, int bytes, int link) {}

  /** What the controller has decided of a partition. */
  record Decided(int leader, int leaderEpoch, List<Integer> isr, int partitionEpoch) {}

  final Simulation simulation;
  final Map<Integer, ReplicaNode> nodes = new TreeMap<>();
  final List<Sent> sent = new ArrayList<>();
  final Map<TopicPartition, Decided> decided = new LinkedHashMap<>();
  private final SplittableRandom random;
  private final InterBrokerVersion dialect;
  private final TreeSet<String> cut = new TreeSet<>();
  private final Map<Integer, MemoryDisk> disks = new TreeMap<>();
  private final PartitionSettings settings;

  /** Brokers that run, but of which nobody is told that they are alive. */
  private final TreeSet<Integer> unheardOf = new TreeSet<>();

  private int links;
  int latencyMaxMs = 3;

  /** How the fetchers of a broker name themselves. */
  IntFunction<String> clientIds;

  private final boolean patient;

  ReplicaCluster(long seed, InterBrokerVersion dialect, PartitionSettings settings) {
    this(seed, dialect, settings, false);
  }

  private ReplicaCluster(
      long seed, InterBrokerVersion dialect, PartitionSettings settings, boolean patient) {
    this.patient = patient;
    this.clientIds = patient ? FollowerIdentity::patientClientId : FollowerIdentity::clientId;
    simulation = new Simulation(seed);
    random = new SplittableRandom(seed + 2);
    this.dialect = dialect;
    this.settings = settings;
    for (int id : ALL) {
      disks.put(id, new MemoryDisk());
      start(id);
    }
  }

  static ReplicaCluster seeded(long seed) {
    return new ReplicaCluster(seed, InterBrokerVersion.LATEST, PartitionSettings.DEFAULTS);
  }

  /** The same, with patient fetchers. */
  static ReplicaCluster idling(long seed) {
    return new ReplicaCluster(seed, InterBrokerVersion.LATEST, PartitionSettings.DEFAULTS, true);
  }

  /** A cluster with a partition that broker 1 leads and a record in it that everybody has. */
  static ReplicaCluster replicated(long seed) {
    ReplicaCluster cluster = seeded(seed);
    cluster.replicate();
    return cluster;
  }

  /** Makes the partition and writes the record. */
  void replicate() {
    elect(1, 1);
    produce(1, "<a>");
    advance(2_000);
  }

  // Brokers and links.

  void start(int id) {
    MemoryDisk disk = disks.get(id);
    nodes.put(
        id,
        new ReplicaNode(
            simulation,
            id,
            disk,
            settings,
            dialect,
            patient,
            (broker, loop) -> new SimulatedLink(id, broker, loop),
            new Agreement(id)));
    nodes.values().forEach(this::tellMetadata);
    simulation.runUntilIdle();
    nodes.values().forEach(node -> node.fetchers.onBrokersChanged());
  }

  /** The same, and nobody is told yet that the broker is registered. */
  void startUnheardOf(int id) {
    unheardOf.add(id);
    start(id);
  }

  /** Now everybody is told. */
  void tellOfAll() {
    unheardOf.clear();
    nodes.values().forEach(this::tellMetadata);
    simulation.runUntilIdle();
  }

  void stop(int id) {
    ReplicaNode node = nodes.remove(id);
    node.stop();
    nodes.values().forEach(this::tellMetadata);
    simulation.runUntilIdle();
  }

  void cutOff(int id) {
    ALL.forEach(
        other -> {
          cut.add(id + ">" + other);
          cut.add(other + ">" + id);
        });
  }

  void heal() {
    cut.clear();
  }

  private final class SimulatedLink implements LeaderLinks.Link {

    private final int from;
    private final int to;
    private final EventLoop loop;
    private final int number = ++links;
    private final AtomicReference<Runnable> followed = new AtomicReference<>();

    /** What waits for an outcome of what was sent before, as in a connection. */
    private final ArrayDeque<Runnable> queued = new ArrayDeque<>();

    private int inFlight;
    private boolean closed;

    SimulatedLink(int from, int to, EventLoop loop) {
      this.from = from;
      this.to = to;
      this.loop = loop;
    }

    @Override
    public String host() {
      return "broker-" + to;
    }

    @Override
    public int port() {
      return 9092;
    }

    private boolean works() {
      return nodes.containsKey(to) && !cut.contains(from + ">" + to);
    }

    @Override
    public void send(ApiKey api, short version, ApiMessage request, ResponseHandler handler) {
      if (request instanceof FetchRequest fetch) {
        assertDurable(fetch);
      }
      ByteSlice encoded = ReplicaNode.encode(clientIds.apply(from), api, version, request);
      queued.add(() -> write(api, version, encoded, handler));
      pump();
    }

    private void pump() {
      while (inFlight < LeaderLinks.MAX_IN_FLIGHT && !queued.isEmpty() && !closed) {
        inFlight++;
        queued.remove().run();
      }
    }

    private void write(ApiKey api, short version, ByteSlice encoded, ResponseHandler handler) {
      sent.add(new Sent(from, to, api, version, encoded.sizeBytes(), number));
      ReplicaNode target = nodes.get(to);
      later(
          handler,
          () -> {
            if (target != null) {
              target.ask(
                  followed,
                  api,
                  version,
                  encoded,
                  answer ->
                      loop.execute(
                          () ->
                              later(
                                  handler,
                                  () -> {
                                    inFlight--;
                                    handler.onResponse(
                                        ReplicaNode.decode(api, version, answer), version);
                                    pump();
                                  })));
            }
          });
    }

    /** A fetch offset acknowledges everything below. */
    private void assertDurable(FetchRequest fetch) {
      for (FetchRequest.FetchTopic topic : fetch.topics()) {
        for (FetchRequest.FetchPartition asked : topic.partitions()) {
          Log log = partition(from, new TopicPartition(TOPIC, asked.partition())).log();
          assertThat(asked.fetchOffset()).isLessThanOrEqualTo(log.durableOffset());
        }
      }
    }

    private void later(ResponseHandler handler, Runnable task) {
      loop.schedule(
          random.nextInt(latencyMaxMs + 1),
          () -> {
            if (closed) {
              return;
            }
            if (works()) {
              task.run();
            } else {
              inFlight--;
              handler.onFailure(ResponseHandler.Failure.DISCONNECTED, from + ">" + to + " cut");
              pump();
            }
          });
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  // The controller.

  private void tellMetadata(ReplicaNode node) {
    List<UpdateMetadataBroker> live = new ArrayList<>();
    for (int id : nodes.keySet()) {
      if (unheardOf.contains(id)) {
        continue;
      }
      live.add(
          new UpdateMetadataBroker()
              .id(id)
              .rack("rack-" + id)
              .endpoints(
                  List.of(
                      new UpdateMetadataEndpoint()
                          .listener("PLAINTEXT")
                          .host("broker-" + id)
                          .port(9092))));
    }
    UpdateMetadataTopicState topic =
        new UpdateMetadataTopicState().topicName(TOPIC).topicId(TOPIC_ID);
    decided.forEach(
        (name, state) ->
            topic
                .partitionStates()
                .add(
                    new UpdateMetadataPartitionState()
                        .partitionIndex(name.partition())
                        .leader(state.leader())
                        .leaderEpoch(state.leaderEpoch())
                        .isr(state.isr())
                        .replicas(ALL)));
    UpdateMetadataRequest request =
        new UpdateMetadataRequest()
            .controllerId(9)
            .topicStates(decided.isEmpty() ? List.of() : List.of(topic))
            .liveBrokers(live);
    node.control.execute(() -> node.metadata.update(request));
  }

  /** Makes a partition beside those that are there, of which nothing changes. */
  TopicPartition add(int leader) {
    TopicPartition name = new TopicPartition(TOPIC, decided.size());
    decided.put(name, new Decided(leader, 0, ALL, 0));
    nodes.keySet().forEach(this::command);
    simulation.runUntilIdle();
    return name;
  }

  /** Makes partitions that a broker leads, or gives the lead to another broker. */
  void elect(int leader, int partitions) {
    elect(leader, partitions, 0);
  }

  /** The same, of which one broker hears nothing. */
  void elect(int leader, int partitions, int deaf) {
    for (int i = 0; i < partitions; i++) {
      TopicPartition name = new TopicPartition(TOPIC, i);
      Decided now = decided.get(name);
      decided.put(
          name,
          now == null
              ? new Decided(leader, 0, ALL, 0)
              : new Decided(leader, now.leaderEpoch() + 1, now.isr(), now.partitionEpoch() + 1));
    }
    for (int id : nodes.keySet()) {
      if (id != deaf) {
        command(id);
      }
    }
    simulation.runUntilIdle();
  }

  /** The in-sync set shrinks to those that are there, as after the death of others. */
  void shrinkTo(List<Integer> isr) {
    decided.replaceAll(
        (name, state) ->
            new Decided(state.leader(), state.leaderEpoch(), isr, state.partitionEpoch()));
  }

  /** Tells a broker what was decided. */
  void command(int id) {
    ReplicaNode node = nodes.get(id);
    tellMetadata(node);
    List<Replicas.Assignment> assignments = new ArrayList<>();
    decided.forEach(
        (name, state) ->
            assignments.add(
                new Replicas.Assignment(
                    name,
                    new LeaderState(
                        TOPIC_ID,
                        1,
                        state.leader(),
                        state.leaderEpoch(),
                        state.isr(),
                        state.partitionEpoch(),
                        ALL,
                        List.of(),
                        List.of(),
                        state.leaderEpoch() == 0))));
    node.replicas.assign(assignments, errors -> {});
  }

  /** Where the leader of a broker has its sets agreed. */
  private final class Agreement implements IsrChanges {
    private final int id;

    Agreement(int id) {
      this.id = id;
    }

    @Override
    public void propose(Proposal proposal, Consumer<Answer> onAnswer) {
      later(
          () -> {
            Answer answer = answer(id, proposal);
            // As a controller says that lost ZooKeeper's answer to its own write.
            boolean lost = answer.error() == ErrorCode.NONE && random.nextInt(5) == 0;
            onAnswer.accept(lost ? Answer.refused(ErrorCode.INVALID_UPDATE_VERSION) : answer);
          });
    }

    @Override
    public void read(TopicPartition partition, Consumer<@Nullable Stored> onStored) {
      Decided then = decided.get(partition);
      later(
          () ->
              onStored.accept(
                  new Stored(
                      then.leader(), then.leaderEpoch(), then.partitionEpoch(), then.isr())));
    }

    private void later(Runnable task) {
      nodes.get(id).control.schedule(random.nextInt(latencyMaxMs + 1), task);
    }
  }

  private IsrChanges.Answer answer(int id, IsrChanges.Proposal proposal) {
    Decided now = decided.get(proposal.partition());
    if (now.leader() != id || now.leaderEpoch() != proposal.leaderEpoch()) {
      return IsrChanges.Answer.refused(ErrorCode.FENCED_LEADER_EPOCH);
    }
    if (now.partitionEpoch() != proposal.partitionEpoch()) {
      return IsrChanges.Answer.refused(ErrorCode.INVALID_UPDATE_VERSION);
    }
    for (int i = 0; i < proposal.isr().size(); i++) {
      int member = proposal.isr().get(i);
      long epoch = proposal.brokerEpochs().get(i);
      if (!nodes.containsKey(member)
          || (member != id && epoch >= 0 && epoch != nodes.get(member).brokerEpoch)) {
        return IsrChanges.Answer.refused(ErrorCode.INELIGIBLE_REPLICA);
      }
    }
    decided.put(
        proposal.partition(),
        new Decided(id, now.leaderEpoch(), proposal.isr(), now.partitionEpoch() + 1));
    return new IsrChanges.Answer(
        ErrorCode.NONE, now.leaderEpoch(), now.partitionEpoch() + 1, proposal.isr());
  }

  // Records.

  Partition partition(int id) {
    return partition(id, ORDERS);
  }

  Partition partition(int id, TopicPartition name) {
    return ((HostedPartition.Online) nodes.get(id).replicas.registry().find(name)).partition();
  }

  Log log(int id) {
    return partition(id).log();
  }

  static ByteSlice batch(String value) {
    try (RecordBatchBuilder builder = new RecordBatchBuilder().open(Compression.NONE)) {
      builder.append(1_700_000_000_000L, null, value.getBytes(StandardCharsets.UTF_8));
      return builder.build();
    }
  }

  /** Appends at a broker that leads and waits for all; the list gets the outcome. */
  List<ErrorCode> produce(int leader, String value) {
    List<ErrorCode> outcome = new ArrayList<>();
    Partition partition = partition(leader);
    partition
        .loop()
        .execute(
            () -> {
              AppendResult result = partition.append(batch(value), Origin.CLIENT, true);
              if (result instanceof AppendResult.Appended appended) {
                partition.awaitReplicas(appended.lastOffset() + 1, 5_000, outcome::add);
              } else {
                outcome.add(((AppendResult.Rejected) result).error());
              }
            });
    simulation.runUntilIdle();
    return outcome;
  }

  void advance(long ms) {
    simulation.advance(ms);
  }

  /** The bytes of a log up to an offset. */
  byte[] bytes(int id, long upTo) {
    Log log = log(id);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ReadResult result = log.read(log.logStartOffset(), 1 << 24, upTo, true, false);
    if (result instanceof ReadResult.Records records) {
      bytes.writeBytes(array(ReplicaNode.bytes(records.records())));
      records.records().release();
    }
    return bytes.toByteArray();
  }

  private static byte[] array(java.nio.ByteBuffer buffer) {
    byte[] array = new byte[buffer.remaining()];
    buffer.get(array);
    return array;
  }

  /** Whether a value lies in a broker's log. */
  boolean holds(int id, String value) {
    Log log = log(id);
    return new String(bytes(id, log.logEndOffset()), StandardCharsets.ISO_8859_1)
        .contains("<" + value + ">");
  }

  void assertIdentical() {
    long end = log(1).logEndOffset();
    byte[] first = bytes(1, end);
    for (int id : ALL) {
      assertThat(log(id).logEndOffset()).as("end of %d", id).isEqualTo(end);
      assertThat(log(id).highWatermark()).as("high watermark of %d", id).isEqualTo(end);
      assertThat(bytes(id, end)).as("bytes of %d", id).isEqualTo(first);
    }
  }

  @Nullable Decided decided() {
    return decided.get(ORDERS);
  }

  @Override
  public void close() {
    nodes.values().forEach(ReplicaNode::stop);
    disks.values().forEach(disk -> assertThat(disk.heldSlices()).as("slices held").isZero());
  }
}
