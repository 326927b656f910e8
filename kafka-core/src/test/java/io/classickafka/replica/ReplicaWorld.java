package io.classickafka.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.disk.Disk;
import io.classickafka.log.AppendResult;
import io.classickafka.log.LogConfig;
import io.classickafka.log.LogDir;
import io.classickafka.log.LogDirs;
import io.classickafka.log.LogDirsConfig;
import io.classickafka.log.Origin;
import io.classickafka.metrics.MetricsRegistry;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.quota.ReplicationQuotas;
import io.classickafka.record.Compression;
import io.classickafka.record.RecordBatchBuilder;
import io.classickafka.seam.ByteSlice;
import io.classickafka.simulation.MemoryDisk;
import io.classickafka.simulation.SimulatedLoop;
import io.classickafka.simulation.Simulation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * The replicas of broker 1 over real logs on a disk in memory, on simulated loops; followers, the
 * controller and readers are the test's.
 */
final class ReplicaWorld implements AutoCloseable {

  static final int SELF = 1;
  static final long LAG_MAX_MS = 30_000;

  /** Who does not say which registration of the broker is meant. */
  static final StopSender CONTROLLER = new StopSender(ControlRule.NO_BROKER_EPOCH, name -> null);

  final Simulation simulation = new Simulation(7);
  final SimulatedLoop control = simulation.loop("control");
  final SimulatedLoop network = simulation.loop("network-0");
  private final SimulatedLoop background = simulation.loop("background");
  final List<SimulatedLoop> partitionLoops =
      List.of(simulation.loop("partition-0"), simulation.loop("partition-1"));
  final Map<Integer, Long> births = new HashMap<>(Map.of(1, 1L, 2, 2L, 3, 3L));
  final List<IsrChanges.Proposal> proposals = new ArrayList<>();
  final List<Consumer<IsrChanges.Answer>> unanswered = new ArrayList<>();

  /** What leaders read of their partition's state, and how often they did. */
  IsrChanges.@Nullable Stored stored;

  int reads;
  final Map<TopicPartition, Uuid> ids = new LinkedHashMap<>();
  private @Nullable List<Runnable> held;
  private final MemoryDisk disk;
  final LogDirs logDirs;
  final List<LogDir> offline = new ArrayList<>();
  final ReplicationQuotas quotas;
  final Replicas replicas;
  final FetchSessions sessions;
  final TopicMetrics topicMetrics;
  final MetricsRegistry metrics;

  /** Whether asking for a topic's settings fails, as a bug would. */
  boolean settingsFail;

  /** Thrown by who asks for a topic's settings, unless it is null. */
  @Nullable Error settingsError;

  PartitionSettings settings = new PartitionSettings(LogConfig.DEFAULTS, 1, true);

  /** What happens each time after a topic's settings were read. */
  Runnable afterSettings = () -> {};

  ReplicaWorld() {
    this(new MemoryDisk());
  }

  ReplicaWorld(MemoryDisk disk) {
    this(disk, disk, List.of(Path.of("/data")));
  }

  /** A process with a mount of its own and these log directories. */
  ReplicaWorld(MemoryDisk disk, Disk mounted, List<Path> dirs) {
    this.disk = disk;
    CompletableFuture<LogDirs> opening =
        LogDirs.open(
            mounted,
            new LogDirsConfig(dirs, SELF, 1, 60_000, 86_400_000, 7),
            topic -> settings.log(),
            control,
            this::inBackground,
            offline::add);
    simulation.runUntilIdle();
    logDirs = opening.join();
    metrics = new MetricsRegistry(null, control::monotonicNs);
    topicMetrics = new TopicMetrics(metrics);
    quotas =
        ReplicationQuotas.unlimited(
            ReplicationQuotas.Windows.DEFAULT, ReplicationQuotas.Windows.DEFAULT, metrics);
    replicas =
        new Replicas(
            ReplicaLimits.defaults(SELF),
            control,
            List.copyOf(partitionLoops),
            this::inBackground,
            logDirs,
            topic -> settingsOf(),
            id -> births.getOrDefault(id, LiveBrokers.NOT_ALIVE),
            new Proposals(),
            FollowerFetchers.NONE,
            metrics,
            topicMetrics,
            quotas);
    sessions = new FetchSessions(replicas.registry(), List.of(network), 1_000);
  }

  private final class Proposals implements IsrChanges {
    @Override
    public void propose(Proposal proposal, Consumer<Answer> onAnswer) {
      proposals.add(proposal);
      unanswered.add(onAnswer);
    }

    @Override
    public void read(TopicPartition partition, Consumer<@Nullable Stored> onStored) {
      reads++;
      onStored.accept(stored);
    }
  }

  private void inBackground(Runnable task) {
    if (held == null) {
      background.execute(task);
    } else {
      held.add(task);
    }
  }

  /** From now on nothing is done in the background, as while the device stalls. */
  void holdBackground() {
    held = new ArrayList<>();
  }

  /** What was held up goes to work. */
  void letBackgroundGo() {
    List<Runnable> tasks = Objects.requireNonNull(held);
    held = null;
    tasks.forEach(background::execute);
  }

  private PartitionSettings settingsOf() {
    if (settingsError != null) {
      throw settingsError;
    }
    if (settingsFail) {
      throw new IllegalStateException("planted");
    }
    PartitionSettings read = settings;
    afterSettings.run();
    return read;
  }

  LeaderState state(TopicPartition name, int leader, int epoch, List<Integer> isr) {
    Uuid id = ids.computeIfAbsent(name, key -> new Uuid(1, key.hashCode()));
    return new LeaderState(
        id, 1, leader, epoch, isr, epoch, List.of(1, 2, 3), List.of(), List.of(), true);
  }

  ErrorCode assign(TopicPartition name, LeaderState state) {
    return assignAll(List.of(new Replicas.Assignment(name, state))).get(0);
  }

  List<ErrorCode> assignAll(List<Replicas.Assignment> assignments) {
    List<List<ErrorCode>> answers = new ArrayList<>();
    replicas.assign(assignments, answers::add);
    simulation.runUntilIdle();
    assertThat(answers).hasSize(1);
    return answers.get(0);
  }

  /** The only replica leads. */
  Partition leadAlone(TopicPartition name) {
    Uuid id = ids.computeIfAbsent(name, key -> new Uuid(1, key.hashCode()));
    LeaderState alone =
        new LeaderState(id, 1, SELF, 0, List.of(1), 0, List.of(1), List.of(), List.of(), true);
    assertThat(assign(name, alone)).isEqualTo(ErrorCode.NONE);
    return partition(name);
  }

  /** Leads in an epoch, brokers 2 and 3 follow. */
  Partition lead(TopicPartition name, int epoch, List<Integer> isr) {
    assertThat(assign(name, state(name, SELF, epoch, isr))).isEqualTo(ErrorCode.NONE);
    return partition(name);
  }

  Partition partition(TopicPartition name) {
    return ((HostedPartition.Online) replicas.registry().find(name)).partition();
  }

  static ByteSlice batch(int records) {
    try (RecordBatchBuilder builder = new RecordBatchBuilder().open(Compression.NONE)) {
      for (int i = 0; i < records; i++) {
        builder.append(1_700_000_000_000L, null, ("value " + i).getBytes(StandardCharsets.UTF_8));
      }
      return builder.build();
    }
  }

  AppendResult append(Partition partition, int records, boolean all) {
    List<AppendResult> results = new ArrayList<>();
    partition
        .loop()
        .execute(() -> results.add(partition.append(batch(records), Origin.CLIENT, all)));
    simulation.runUntilIdle();
    return results.get(0);
  }

  /** Appends and waits for all in-sync replicas; the list gets the outcome. */
  List<ErrorCode> produce(Partition partition, int records, long timeoutMs) {
    List<ErrorCode> outcome = new ArrayList<>();
    partition
        .loop()
        .execute(
            () -> {
              AppendResult result = partition.append(batch(records), Origin.CLIENT, true);
              if (result instanceof AppendResult.Appended appended) {
                partition.awaitReplicas(appended.lastOffset() + 1, timeoutMs, outcome::add);
              } else {
                outcome.add(((AppendResult.Rejected) result).error());
              }
            });
    simulation.runUntilIdle();
    return outcome;
  }

  /** A follower fetches without waiting: it holds everything below the offset. */
  FetchReply followerFetch(int follower, Partition partition, long offset) {
    FetchTerms terms = new FetchTerms(follower, 0, 1, 1 << 20, false, false, false, (byte) 2, true);
    List<FetchReply> replies = fetch(call(terms, 0, -1, List.of(partition), offset));
    assertThat(replies).hasSize(1);
    return replies.get(0);
  }

  FetchTerms consumerTerms(long maxWaitMs, int minBytes, int maxBytes) {
    return new FetchTerms(
        FetchTerms.CONSUMER, maxWaitMs, minBytes, maxBytes, false, false, true, (byte) 2, true);
  }

  FetchCall call(
      FetchTerms terms, int sessionId, int epoch, List<Partition> partitions, long offset) {
    List<FetchCall.Listed> listed = new ArrayList<>();
    for (Partition partition : partitions) {
      listed.add(new FetchCall.Listed(key(partition), target(offset)));
    }
    return new FetchCall(terms, sessionId, epoch, true, listed, List.of(), new AllVisible());
  }

  FetchKey key(Partition partition) {
    return FetchKey.byId(
        ids.getOrDefault(partition.name(), Uuid.ZERO_UUID), partition.name().partition());
  }

  static FetchTarget target(long offset) {
    return new FetchTarget(offset, 0, 1 << 20, -1, -1);
  }

  /** Starts a fetch; the list gets the reply when it comes. */
  List<FetchReply> fetch(FetchCall call) {
    List<FetchReply> replies = new ArrayList<>();
    network.run(() -> sessions.fetch(call, network, new FetchEnd(), replies::add));
    return replies;
  }

  /** The controller agrees with the last proposal. */
  void agree() {
    IsrChanges.Proposal last = proposals.get(proposals.size() - 1);
    unanswered
        .remove(0)
        .accept(
            new IsrChanges.Answer(
                ErrorCode.NONE, last.leaderEpoch(), last.partitionEpoch() + 1, last.isr()));
    simulation.runUntilIdle();
  }

  /** Everything exists and may be read. */
  final class AllVisible implements FetchCall.View {
    @Override
    public String topicName(Uuid topicId) {
      for (Map.Entry<TopicPartition, Uuid> entry : ids.entrySet()) {
        if (entry.getValue().equals(topicId)) {
          return entry.getKey().topic();
        }
      }
      throw new AssertionError(topicId);
    }

    @Override
    public ErrorCode admits(String topic, int partition) {
      return ErrorCode.NONE;
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
