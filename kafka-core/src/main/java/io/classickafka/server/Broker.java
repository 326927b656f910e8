package io.classickafka.server;

import io.classickafka.api.ApiRegistry;
import io.classickafka.api.ClusterApis;
import io.classickafka.api.ControlFence;
import io.classickafka.api.GroupApis;
import io.classickafka.api.MetadataGate;
import io.classickafka.api.PartitionApis;
import io.classickafka.api.RequestDispatcher;
import io.classickafka.api.RequestMetrics;
import io.classickafka.client.ConnectionSettings;
import io.classickafka.cluster.BrokerMembership;
import io.classickafka.cluster.FeatureEpoch;
import io.classickafka.cluster.LogDirFailureNotice;
import io.classickafka.config.BrokerConfig;
import io.classickafka.config.BrokerProperties;
import io.classickafka.config.ConfigResult;
import io.classickafka.config.Endpoint;
import io.classickafka.config.TopicConfig;
import io.classickafka.controller.ClusterController;
import io.classickafka.controller.Controller;
import io.classickafka.controller.ControllerRules;
import io.classickafka.coordination.ChildrenResult;
import io.classickafka.group.GroupCoordinator;
import io.classickafka.group.GroupSettings;
import io.classickafka.group.ReplicaOffsetsLog;
import io.classickafka.group.ZooKeeperOffsets;
import io.classickafka.log.LogDir;
import io.classickafka.log.LogDirs;
import io.classickafka.metadata.MetadataCache;
import io.classickafka.metrics.BeanName;
import io.classickafka.metrics.MetricsRegistry;
import io.classickafka.network.ConnectionCounts;
import io.classickafka.network.CountedTransport;
import io.classickafka.network.NetworkServer;
import io.classickafka.protocol.ApiKey;
import io.classickafka.quota.Quotas;
import io.classickafka.replica.FetchSessions;
import io.classickafka.replica.Replicas;
import io.classickafka.replica.TopicMetrics;
import io.classickafka.replica.fetcher.LeaderLinks;
import io.classickafka.security.Authorizer;
import io.classickafka.transaction.ProducerIds;
import io.classickafka.zk.BrokerEndpoint;
import io.classickafka.zk.BrokerRegistration;
import io.classickafka.zk.ZkPaths;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One broker, from its settings to its end, made of what it is given of the world. Starting and
 * stopping are steps on the control loop; nothing here waits.
 *
 * <p>Order of start: settings, logs, listeners, replicas, registration, serving, controller. Order
 * of stop: leaderships move away, no new requests, those under way are answered, replicas stop, the
 * controller resigns, logs are flushed and marked clean. Whoever made the session ends it after
 * that.
 *
 * <p>No request is read before the broker is registered: until it knows its own epoch it cannot
 * tell whether a control request is meant for it or for a former process at this address, whose log
 * may have been longer. Who connects before then waits.
 */
public final class Broker {

  private static final Logger LOG = LogManager.getLogger(Broker.class);

  /** How long requests under way may take once the broker stops. */
  private static final long DRAIN_MS = 1_000;

  /** How long the start waits for the first word of a controller. */
  private static final long FIRST_WORD_MS = 10_000;

  private static final long STEP_MS = 30_000;

  /** How long the stop waits until the controller's office is given back. */
  private static final long RESIGN_MS = 2_000;

  private static final byte RUNNING = 3;
  private static final byte STOPPING = 6;
  private static final byte STARTING = 1;

  private final BrokerConfig config;
  private final BrokerSeams seams;
  private final BrokerLoops loops;
  private final Steps steps;
  private final BrokerStores stores;
  private final MetricsRegistry metrics;
  private final NetworkServer network;
  private final MetadataCache cache;

  private volatile @Nullable Replicas replicas;
  private volatile @Nullable LogDirFailureNotice failureNotice;
  private @Nullable ClusterController controller;
  private @Nullable GroupCoordinator coordinator;
  private @Nullable BrokerMembership membership;
  private @Nullable ControllerConnection toController;
  private @Nullable RequestDispatcher dispatch;
  private volatile Map<String, Integer> ports = Collections.emptyMap();
  private volatile byte state = STARTING;

  /**
   * A broker that does nothing before {@link #start}.
   *
   * @throws StartFailedException when the settings cannot be used
   */
  public Broker(BrokerConfig config, BrokerSeams seams) throws StartFailedException {
    this.config = config;
    this.seams = seams;
    this.loops = seams.loops();
    this.metrics = seams.metrics();
    this.steps = new Steps(loops.control());
    this.network =
        new NetworkServer(
            seams.transport(), loops.network(), BrokerListeners.settings(config), metrics);
    this.cache = new MetadataCache(loops.control());
    this.stores = new BrokerStores(config, seams, steps, this::onDirOffline);
  }

  /** The broker's number; what the settings say until it is known. */
  public int brokerId() {
    return stores.brokerId();
  }

  String clusterId() {
    return stores.clusterId();
  }

  MetadataCache metadata() {
    return cache;
  }

  @Nullable BrokerMembership membership() {
    return membership;
  }

  /** The replicas here; null before they are made. */
  @Nullable Replicas replicas() {
    return replicas;
  }

  /** The ports that are bound, by listener. */
  public Map<String, Integer> ports() {
    return Collections.unmodifiableMap(ports);
  }

  /**
   * Starts. From any thread, once.
   *
   * @return completed on the control loop when the broker serves; fails with {@link
   *     StartFailedException}, one line for a person. Who gives up after that calls {@link #stop}
   */
  public CompletableFuture<Void> start() {
    return onControl(this::open);
  }

  /**
   * Stops what was started, in order. From any thread, once, after the start has ended.
   *
   * @return completed on the control loop
   */
  public CompletableFuture<Void> stop() {
    return onControl(this::close);
  }

  private CompletableFuture<Void> onControl(Supplier<CompletableFuture<Void>> steps) {
    CompletableFuture<Void> over = new CompletableFuture<>();
    loops
        .control()
        .execute(
            () ->
                steps
                    .get()
                    .whenComplete(
                        (done, failure) -> {
                          if (failure == null) {
                            over.complete(null);
                          } else {
                            over.completeExceptionally(failure);
                          }
                        }));
    return over;
  }

  private CompletableFuture<Void> open() {
    return stores
        .open()
        .thenCompose(done -> bind())
        .thenCompose(advertised -> register(assemble(join(advertised))))
        .thenCompose(done -> serve());
  }

  // Binding waits for the network loops, and the own host's name for a name service.
  private CompletableFuture<List<BrokerEndpoint>> bind() {
    return steps.blocking(
        loops.background(),
        () -> {
          ports = BrokerListeners.bind(config, network);
          return BrokerListeners.advertised(config, ports);
        });
  }

  private ClusterController assemble(BrokerMembership joining) {
    BrokerMetrics.show(
        metrics,
        stores.brokerId(),
        stores.clusterId(),
        loops.control().wallClockMs(),
        () -> state,
        () -> cache.image().controllerId());
    membership = joining;
    ControllerConnection link =
        new ControllerConnection(
            loops.network().get(0),
            counted("alter-partition-metrics", "BrokerId", stores.brokerId()),
            cache,
            config.listeners().interBroker().listenerName(),
            connections(true),
            stores.brokerId(),
            joining::epoch);
    toController = link;
    TopicMetrics topicMetrics = new TopicMetrics(metrics);
    LogDirFailureNotice notice =
        new LogDirFailureNotice(stores.client(), loops.control(), stores.brokerId());
    failureNotice = notice;
    Replicas made = makeReplicas(link, joining, topicMetrics);
    // The controller asks which replicas are gone, whether a directory took them or damage did.
    made.onReplicaOffline(name -> notice.send());
    replicas = made;
    ClusterController acting = makeController(joining);
    controller = acting;
    acting.show(metrics);
    dispatch = dispatcher(acting, link, made, joining, topicMetrics);
    return acting;
  }

  /** The broker is registered, and knows by its epoch what is meant for it. */
  private CompletableFuture<Void> serve() {
    Replicas made = replicas;
    RequestDispatcher sink = dispatch;
    if (made == null || sink == null) {
      throw new IllegalStateException("not assembled");
    }
    network.start(sink);
    made.startUpkeep();
    state = RUNNING;
    return awaitMetadata()
        .thenAccept(
            heard -> {
              if (!heard) {
                LOG.warn("no word from a controller yet brokerId={}", stores.brokerId());
              }
            });
  }

  // A broker that knows no cluster can answer no client; so the start ends when it does, or is
  // not held up longer by a cluster without controller.
  private CompletableFuture<Boolean> awaitMetadata() {
    int own = stores.brokerId();
    return steps.done(
        done -> {
          cache.addListener(
              (before, after, delta) -> {
                if (after.isAlive(own)) {
                  done.run();
                }
              });
          if (cache.image().isAlive(own)) {
            done.run();
          }
        },
        FIRST_WORD_MS);
  }

  private BrokerMembership join(List<BrokerEndpoint> advertised) {
    BrokerRegistration registration =
        new BrokerRegistration(
            BrokerRegistration.NEWEST_VERSION,
            advertised,
            jmxPort(),
            loops.control().wallClockMs(),
            config.get(BrokerProperties.BROKER_RACK),
            Collections.emptySortedMap());
    return new BrokerMembership(
        stores.controllerClient(),
        loops.controller(),
        stores.brokerId(),
        registration,
        config.get(BrokerProperties.ZOOKEEPER_SESSION_TIMEOUT_MS));
  }

  private static int jmxPort() {
    return Integer.getInteger("com.sun.management.jmxremote.port", BrokerRegistration.NO_PORT);
  }

  // The versions between brokers follow from the cluster's dialect, but for the requests to the
  // controller.
  private ConnectionSettings connections(boolean negotiate) {
    return connections(
        Integer.toString(stores.brokerId()),
        negotiate,
        config.get(BrokerProperties.CONTROLLER_SOCKET_TIMEOUT_MS),
        1);
  }

  private ConnectionSettings connections(
      String clientId, boolean negotiate, int requestTimeoutMs, int maxInFlight) {
    return new ConnectionSettings(
        clientId,
        config.get(BrokerProperties.SOCKET_CONNECTION_SETUP_TIMEOUT_MS),
        requestTimeoutMs,
        50,
        1_000,
        maxInFlight,
        1_000,
        negotiate);
  }

  private Replicas makeReplicas(
      ControllerConnection link, BrokerMembership joining, TopicMetrics topicMetrics) {
    BrokerReplication made =
        new BrokerReplication(
            config,
            seams,
            stores,
            cache,
            IsrDialect.changes(config, stores, loops.control(), link, joining::epoch),
            // Between two sessions, too: without one a fetch may be anybody's.
            joining::latestEpoch,
            connections(
                IdleWait.clientId(config, stores.brokerId()),
                false,
                config.get(BrokerProperties.REPLICA_SOCKET_TIMEOUT_MS),
                LeaderLinks.MAX_IN_FLIGHT),
            topicMetrics);
    stores
        .configs()
        .onChanged(
            topic -> {
              made.onTopicChanged(topic);
              onUncleanChanged(topic);
            },
            () -> {
              made.onBrokerChanged();
              onUncleanChanged(null);
            });
    return made.replicas();
  }

  private RequestDispatcher dispatcher(
      Controller acting,
      ControllerConnection link,
      Replicas made,
      BrokerMembership joining,
      TopicMetrics topicMetrics) {
    Authorizer authorizer = Authorizer.ALLOW_ALL;
    FeatureEpoch features = new FeatureEpoch(stores.client(), loops.control());
    features.start();
    OffsetsTopicSize offsets = new OffsetsTopicSize(stores.client(), loops.control());
    cache.addListener(offsets);
    ApiRegistry.Builder registry = ApiRegistry.builder().registerApiVersions(features::value);
    new ClusterApis(
            stores.brokerId(),
            stores.clusterId(),
            cache,
            acting,
            stores.configs()::broker,
            stores.configs(),
            new ControllerTopicCreator(acting, link),
            new SettingsWriting(stores.client(), loops.control(), stores.configs()),
            new Log4jLevels(),
            authorizer)
        .register(registry, offsets::value);
    FetchSessions sessions =
        new FetchSessions(
            made.registry(),
            loops.network(),
            config.get(BrokerProperties.MAX_INCREMENTAL_FETCH_SESSION_CACHE_SLOTS));
    sessions.allowIdling(IdleWait.limitMs(config));
    sessions.watch(metrics);
    new PartitionApis(
            made,
            sessions,
            stores.logDirs(),
            loops.background(),
            cache,
            cache::update,
            new ProducerIds(loops.control(), link),
            authorizer,
            () -> stores.configs().broker().get(BrokerProperties.FETCH_MAX_BYTES),
            config.isRackAware(),
            topicMetrics,
            new ControlFence(joining::latestEpoch))
        .register(registry);
    GroupCoordinator groups = makeCoordinator(made, offsets::value);
    coordinator = groups;
    new GroupApis(groups, new ZooKeeperOffsets(stores.client()), cache, authorizer)
        .register(registry);
    registry.wrap(
        ApiKey.LEADER_AND_ISR,
        handler ->
            new ConfigsFirst(stores.configs(), p -> stores.logDirs().log(p) != null, handler));
    registry.wrap(ApiKey.DESCRIBE_CONFIGS, handler -> new ShownConfigs(stores.configs(), handler));
    new MetadataGate(cache, stores.brokerId(), this::askForTopics).guard(registry);
    ApiRegistry apis = registry.build();
    RequestMetrics requests = new RequestMetrics(metrics);
    requests.show(apis.served());
    return new RequestDispatcher(apis, authorizer, Quotas.NONE, requests);
  }

  private void askForTopics(Consumer<Boolean> reply) {
    stores.client().children(ZkPaths.TOPICS, null, found -> reply.accept(mayHoldTopics(found)));
  }

  /** Also when it is not known: the wait for them has a limit. */
  private static boolean mayHoldTopics(ChildrenResult found) {
    return switch (found.status()) {
      case OK -> !found.children().isEmpty();
      case NO_NODE -> false;
      default -> true;
    };
  }

  private GroupCoordinator makeCoordinator(Replicas made, IntSupplier offsetsPartitions) {
    GroupSettings settings = GroupSettings.of(config);
    GroupCoordinator groups =
        GroupCoordinator.start(
            settings,
            List.of(loops.coordinator()),
            new ReplicaOffsetsLog(made.registry(), loops.background(), settings),
            offsetsPartitions);
    made.addListener(groups);
    groups.show(metrics);
    cache.addListener(groups);
    return groups;
  }

  private CountedTransport counted(String bean, String key, int brokerId) {
    return new CountedTransport(seams.transport(), counts(bean, key, brokerId));
  }

  private ConnectionCounts counts(String bean, String key, int brokerId) {
    return ConnectionCounts.show(metrics, BeanName.of("kafka.server", bean).with(key, brokerId));
  }

  private ClusterController makeController(BrokerMembership joining) {
    ControllerRules rules =
        new ControllerRules(
            config.get(BrokerProperties.NUM_PARTITIONS),
            config.get(BrokerProperties.DEFAULT_REPLICATION_FACTOR),
            config.get(BrokerProperties.DELETE_TOPIC_ENABLE),
            this::configProblem,
            config.get(BrokerProperties.AUTO_LEADER_REBALANCE_ENABLE)
                ? config.get(BrokerProperties.LEADER_IMBALANCE_PER_BROKER_PERCENTAGE)
                : ControllerRules.NO_REBALANCE,
            config.get(BrokerProperties.LEADER_IMBALANCE_CHECK_INTERVAL_SECONDS),
            () -> stores.configs().broker().get(BrokerProperties.UNCLEAN_LEADER_ELECTION_ENABLE));
    return new ClusterController(
        stores.brokerId(),
        loops.controller(),
        stores.controllerClient(),
        joining,
        new NetworkBrokerChannels(
            loops.controller(),
            id -> counts("controller-channel-metrics", "broker-id", id),
            seams.transport(),
            loops.network(),
            connections(false)),
        controllerListener(),
        rules,
        cache);
  }

  private void onUncleanChanged(@Nullable String topic) {
    ClusterController acting = controller;
    if (acting != null) {
      acting.uncleanMayHaveChanged(topic);
    }
  }

  private String controllerListener() {
    Endpoint reserved = config.listeners().controlPlane();
    return (reserved != null ? reserved : config.listeners().interBroker()).listenerName();
  }

  private @Nullable String configProblem(Map<String, String> settings) {
    ConfigResult<TopicConfig> checked = TopicConfig.parse(settings, stores.configs().broker());
    return checked instanceof ConfigResult.Refused<TopicConfig> refused
        ? refused.errors().get(0)
        : null;
  }

  private CompletableFuture<Void> register(ClusterController acting) {
    return steps
        .answer(
            (Consumer<BrokerMembership.Outcome> reply) -> acting.start(reply),
            config.get(BrokerProperties.ZOOKEEPER_SESSION_TIMEOUT_MS) + STEP_MS,
            "ZooKeeper did not answer while registering the broker")
        .thenCompose(
            outcome -> {
              if (outcome instanceof BrokerMembership.Outcome.Refused refused) {
                return Steps.failed(refused.reason(), null);
              }
              return outcome instanceof BrokerMembership.Outcome.SessionEnded
                  ? Steps.failed("the ZooKeeper session ended while starting", null)
                  : CompletableFuture.completedFuture(null);
            });
  }

  private void onDirOffline(LogDir dir) {
    Replicas made = replicas;
    LogDirFailureNotice notice = failureNotice;
    if (made != null && notice != null) {
      made.onDirOffline(dir, notice::send);
    }
    LogDirs all = stores.logDirsIfOpen();
    if (all != null && all.dirs().stream().allMatch(LogDir::isOffline)) {
      LOG.error("no log directory is left, stopping dirs={}", all.dirs());
      seams.onNoLogDir().run();
    }
  }

  private CompletableFuture<Void> close() {
    boolean served = state == RUNNING;
    state = STOPPING;
    BrokerMembership joined = membership;
    long brokerEpoch = joined == null ? BrokerMembership.NOT_REGISTERED : joined.epoch();
    ControllerConnection link = toController;
    CompletableFuture<Void> departed =
        served && link != null
            ? new Departure(link::depart, config, cache, loops.control(), steps)
                .run(stores.brokerId(), brokerEpoch)
            : CompletableFuture.completedFuture(null);
    return departed
        .thenCompose(done -> stopCleaning())
        .thenCompose(done -> quieten())
        .thenCompose(quiet -> resign().thenCompose(done -> stores.close(brokerEpoch, quiet)));
  }

  /** Lets another broker be controller while the logs are flushed, which may take minutes. */
  private CompletableFuture<Boolean> resign() {
    ClusterController acting = controller;
    return acting == null
        ? CompletableFuture.completedFuture(true)
        : steps.done(acting::stop, RESIGN_MS);
  }

  /** What is being cleaned stays as it is. */
  private CompletableFuture<Boolean> stopCleaning() {
    LogDirs open = stores.logDirsIfOpen();
    return open == null
        ? CompletableFuture.completedFuture(true)
        : steps.done(done -> open.stopCleaning().thenRun(done), STEP_MS);
  }

  /** Lets nothing in and what is under way out. True when nobody uses a log any more. */
  private CompletableFuture<Boolean> quieten() {
    network.stopAccepting();
    GroupCoordinator groups = coordinator;
    if (groups != null) {
      groups.stop();
    }
    Replicas made = replicas;
    CompletableFuture<Boolean> drained = steps.done(network::drain, DRAIN_MS);
    // What waits on a partition is answered, so that its connection can close.
    CompletableFuture<Boolean> quiet =
        made == null
            ? CompletableFuture.completedFuture(true)
            : steps.done(made::close, DRAIN_MS + STEP_MS);
    return drained.thenCompose(
        all -> {
          if (!all) {
            network.closeAll();
          }
          return quiet.thenApply(
              stopped -> {
                if (!stopped) {
                  LOG.error("partitions do not stop, the next start recovers their logs");
                }
                return stopped;
              });
        });
  }
}
