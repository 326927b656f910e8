package io.classickafka.replica;

import io.classickafka.api.ApiRegistry;
import io.classickafka.api.ControlFence;
import io.classickafka.api.PartitionApis;
import io.classickafka.api.Peer;
import io.classickafka.api.ReplySlot;
import io.classickafka.api.RequestDispatcher;
import io.classickafka.api.RequestMetrics;
import io.classickafka.config.InterBrokerVersion;
import io.classickafka.log.LogDirs;
import io.classickafka.log.LogDirsConfig;
import io.classickafka.metadata.MetadataCache;
import io.classickafka.metrics.MetricsRegistry;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.MessageReader;
import io.classickafka.protocol.MessageWriter;
import io.classickafka.protocol.message.RequestHeader;
import io.classickafka.protocol.message.ResponseHeader;
import io.classickafka.quota.Quotas;
import io.classickafka.quota.ReplicationQuotas;
import io.classickafka.replica.fetcher.FetcherSettings;
import io.classickafka.replica.fetcher.FetcherVersions;
import io.classickafka.replica.fetcher.Fetchers;
import io.classickafka.replica.fetcher.LeaderLinks;
import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.FileSlice;
import io.classickafka.seam.Payload;
import io.classickafka.security.Authorizer;
import io.classickafka.security.Principal;
import io.classickafka.simulation.MemoryDisk;
import io.classickafka.simulation.SimulatedLoop;
import io.classickafka.simulation.Simulation;
import io.classickafka.transaction.ProducerIds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * One broker of a simulated cluster, as far as replication goes: logs, replicas, fetchers, and the
 * APIs that the fetchers of others ask. Requests and answers cross as bytes.
 */
final class ReplicaNode {

  static final long BACKOFF_MS = 1_000;
  static final int MAX_WAIT_MS = 500;

  /** How long patient fetchers wait while there is nothing to say. */
  static final int IDLE_WAIT_MS = FollowerIdentity.PATIENCE_MS;

  final int id;
  final MemoryDisk disk;
  final SimulatedLoop control;
  final SimulatedLoop network;
  final SimulatedLoop partitions;
  final MetadataCache metadata;
  final MetricsRegistry metrics;
  final Replicas replicas;
  final LogDirs logDirs;
  final Fetchers fetchers;
  final ReplicationQuotas quotas;

  /** {@code num.replica.fetchers} as it is now. */
  int fetchersPerLeader = 1;

  private final Simulation simulation;
  private final RequestDispatcher dispatcher;

  /** What the topic's settings are. */
  PartitionSettings settings;

  /** Its registration: another one after a session that ended. */
  long brokerEpoch;

  ReplicaNode(
      Simulation simulation,
      int id,
      MemoryDisk disk,
      PartitionSettings settings,
      InterBrokerVersion dialect,
      boolean patient,
      LeaderLinks links,
      IsrChanges isrChanges) {
    this.simulation = simulation;
    this.id = id;
    this.disk = disk;
    this.settings = settings;
    this.brokerEpoch = 100L + id;
    control = simulation.loop("control-" + id);
    network = simulation.loop("network-" + id);
    partitions = simulation.loop("partitions-" + id);
    SimulatedLoop background = simulation.loop("background-" + id);
    metadata = new MetadataCache(control);
    CompletableFuture<LogDirs> opening =
        LogDirs.open(
            disk,
            new LogDirsConfig(List.of(Path.of("/data")), id, 1, 60_000, 86_400_000, 7),
            topic -> settings.log(),
            control,
            background,
            dir -> {});
    simulation.runUntilIdle();
    logDirs = opening.join();
    metrics = new MetricsRegistry(null, control::monotonicNs);
    TopicMetrics topicMetrics = new TopicMetrics(metrics);
    quotas =
        ReplicationQuotas.unlimited(
            ReplicationQuotas.Windows.DEFAULT, ReplicationQuotas.Windows.DEFAULT, metrics);
    fetchers =
        new Fetchers(
            List.of(network),
            () -> fetchersPerLeader,
            new FetcherSettings(
                id,
                1 << 20,
                10 << 20,
                1,
                MAX_WAIT_MS,
                patient,
                BACKOFF_MS,
                FetcherVersions.of(dialect)),
            links,
            () -> brokerEpoch,
            metrics,
            quotas.follower());
    replicas =
        new Replicas(
            ReplicaLimits.defaults(id),
            control,
            List.of(partitions),
            background,
            logDirs,
            topic -> this.settings,
            broker -> metadata.image().birth(broker),
            isrChanges,
            fetchers,
            metrics,
            topicMetrics,
            quotas);
    ApiRegistry.Builder registry = ApiRegistry.builder();
    FetchSessions sessions = new FetchSessions(replicas.registry(), List.of(network), 1_000);
    sessions.allowIdling(IDLE_WAIT_MS);
    new PartitionApis(
            replicas,
            sessions,
            logDirs,
            background,
            metadata,
            metadata::update,
            new ProducerIds(control, reply -> {}),
            Authorizer.ALLOW_ALL,
            () -> 57_671_680,
            true,
            topicMetrics,
            new ControlFence(() -> brokerEpoch))
        .register(registry);
    dispatcher =
        new RequestDispatcher(
            registry.build(), Authorizer.ALLOW_ALL, Quotas.NONE, new RequestMetrics(metrics));
  }

  /** Asks this broker on its network loop; the answer's body comes there too. */
  void ask(ApiKey api, short version, ByteSlice request, Consumer<byte[]> answer) {
    ask(new AtomicReference<>(), api, version, request, answer);
  }

  /**
   * The same over one of several connections.
   *
   * @param followed what to do when the connection carries another request; set by the last one
   */
  void ask(
      AtomicReference<Runnable> followed,
      ApiKey api,
      short version,
      ByteSlice request,
      Consumer<byte[]> answer) {
    Peer peer =
        new Peer("c", "PLAINTEXT", new InetSocketAddress("127.0.0.1", 1), Principal.ANONYMOUS);
    ReplySlot slot =
        new ReplySlot() {
          @Override
          public void send(List<Payload> payloads, int throttleMs, OnSent onSent) {
            answer.accept(bytes(payloads));
          }

          @Override
          public void onHurried(Runnable task) {
            followed.set(task);
          }

          @Override
          public void sendNothing(int throttleMs) {
            throw new AssertionError(api + " without an answer");
          }

          @Override
          public void close(String reason, String apiName) {
            throw new AssertionError(apiName + " closed: " + reason);
          }
        };
    network.execute(
        () -> {
          Runnable before = followed.getAndSet(null);
          dispatcher.onRequest(peer, network, request, slot);
          if (before != null) {
            before.run();
          }
        });
  }

  static ByteSlice encode(String clientId, ApiKey api, short version, ApiMessage request) {
    MessageWriter out = new MessageWriter();
    new RequestHeader()
        .requestApiKey(api.id())
        .requestApiVersion(version)
        .clientId(clientId)
        .write(out, api.requestHeaderVersion(version));
    request.write(out, version);
    return ByteSlice.wrap(bytes(out.finish()));
  }

  static ApiMessage decode(ApiKey api, short version, byte[] frame) {
    ByteSlice whole = ByteSlice.wrap(frame);
    MessageReader in = new MessageReader(whole.slice(4, whole.sizeBytes() - 4));
    new ResponseHeader().read(in, api.responseHeaderVersion(version));
    ApiMessage response = api.newResponse();
    response.read(in, version);
    return response;
  }

  private static byte[] bytes(List<? extends Payload> payloads) {
    ByteBuffer bytes = ByteBuffer.allocate(payloads.stream().mapToInt(Payload::sizeBytes).sum());
    for (Payload payload : payloads) {
      bytes.put(bytes(payload));
      payload.release();
    }
    return bytes.array();
  }

  static ByteBuffer bytes(Payload payload) {
    if (payload instanceof ByteSlice slice) {
      return slice.duplicate();
    }
    ByteBuffer part = ByteBuffer.allocate(payload.sizeBytes());
    try {
      ((FileSlice) payload).read(0, part);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return part.flip();
  }

  /** Stops as a broker that was asked to. */
  void stop() {
    replicas.close(() -> {});
    simulation.runUntilIdle();
    logDirs.close(-1);
    simulation.runUntilIdle();
  }
}
