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
import io.classickafka.config.BrokerConfig;
import io.classickafka.config.BrokerProperties;
import io.classickafka.config.ConfigResult;
import io.classickafka.config.Endpoint;
import io.classickafka.config.TopicConfig;
import io.classickafka.controller.ClusterController;
import io.classickafka.controller.Controller;
import io.classickafka.controller.ControllerRules;
import io.classickafka.group.GroupCoordinator;
import io.classickafka.group.GroupSettings;
import io.classickafka.group.ReplicaOffsetsLog;
import io.classickafka.group.ZooKeeperOffsets;
import io.classickafka.log.LogDir;
import io.classickafka.log.LogDirs;
import io.classickafka.metadata.MetadataCache;
import io.classickafka.metadata.TopicImage;
import io.classickafka.metrics.MetricsRegistry;
import io.classickafka.network.NetworkServer;
import io.classickafka.protocol.ApiKey;
import io.classickafka.quota.Quotas;
import io.classickafka.replica.FetchSessions;
import io.classickafka.replica.FollowerFetchers;
import io.classickafka.replica.ReplicaLimits;
import io.classickafka.replica.Replicas;
import io.classickafka.replica.TopicMetrics;
import io.classickafka.security.Authorizer;
import io.classickafka.transaction.ProducerIds;
import io.classickafka.zk.BrokerEndpoint;
import io.classickafka.zk.BrokerRegistration;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One broker, from its settings to its end. {@link #start} returns when it serves; {@link #stop}
 * when everything it had is written and given back. Both wait, and are for the main thread and the
 * thread of the process's end.
 *
 * <p>Order of start: session, settings, logs, replicas, listeners, registration, serving,
 * controller. Order of stop: leaderships move away, no new requests, those under way are answered,
 * replicas stop, the controller resigns, logs are flushed and marked clean, the session ends.
 */
public final class Broker {

  private static final Logger LOG = LogManager.getLogger(Broker.class);

  /** How long requests under way may take once the broker stops. */
  private static final long DRAIN_MS = 1_000;

  /** How long the start waits for the first word of a controller. */
  private static final long FIRST_WORD_MS = 10_000;

  private static final long STEP_MS = 30_000;
  private static final byte RUNNING = 3;
  private static final byte STOPPING = 6;
  private static final byte STARTING = 1;

  private final BrokerConfig config;
  private final BrokerLoops loops;
  private final BrokerStores stores;
  private final MetricsRegistry metrics;
  private final NetworkServer network;
  private final MetadataCache cache;
  private final AtomicReference<@Nullable Replicas> replicasIfMade = new AtomicReference<>();

  private @Nullable Replicas replicas;
  private @Nullable ClusterController controller;
  private @Nullable GroupCoordinator coordinator;
  private @Nullable BrokerMembership membership;
  private @Nullable ControllerConnection toController;
  private Map<String, Integer> ports = Collections.emptyMap();
  private volatile byte state = STARTING;

  private Broker(BrokerConfig config, BrokerLoops loops) throws StartFailedException {
    this.config = config;
    this.loops = loops;
    this.metrics =
        new MetricsRegistry(ManagementFactory.getPlatformMBeanServer(), System::nanoTime);
    this.stores = new BrokerStores(config, loops, metrics, this::onDirOffline);
    this.cache = new MetadataCache(loops.control());
    this.network =
        new NetworkServer(
            loops.transport(), loops.transport().loops(), BrokerListeners.settings(config));
  }

  /**
   * Starts a broker.
   *
   * @throws StartFailedException with one line for a person; nothing is left running then
   */
  public static Broker start(BrokerConfig config)
      throws StartFailedException, InterruptedException {
    long startedNs = System.nanoTime();
    BrokerLoops loops = new BrokerLoops(config);
    Broker broker = null;
    boolean started = false;
    try {
      broker = new Broker(config, loops);
      broker.open();
      started = true;
      LOG.info(
          "broker started brokerId={} clusterId={} listeners={} ms={}",
          broker.stores.brokerId(),
          broker.stores.clusterId(),
          broker.ports,
          (System.nanoTime() - startedNs) / 1_000_000);
      return broker;
    } finally {
      if (!started) {
        if (broker != null) {
          broker.stop();
        } else {
          loops.close(DRAIN_MS);
        }
      }
    }
  }

  /** The broker's number. */
  public int brokerId() {
    return stores.brokerId();
  }

  /** The ports that are bound, by listener. */
  public Map<String, Integer> ports() {
    return Collections.unmodifiableMap(ports);
  }

  private void open() throws StartFailedException, InterruptedException {
    stores.open();
    BrokerMetrics.show(
        metrics,
        stores.brokerId(),
        stores.clusterId(),
        () -> state,
        () -> cache.image().controllerId());
    ports = BrokerListeners.bind(config, network);
    BrokerMembership joining = join();
    membership = joining;

    ControllerConnection link =
        new ControllerConnection(
            loops.transport().loops().get(0),
            loops.transport(),
            cache,
            config.listeners().interBroker().listenerName(),
            connections(true),
            stores.brokerId(),
            joining::epoch);
    toController = link;
    TopicMetrics topicMetrics = new TopicMetrics(metrics);
    Replicas made = makeReplicas(link, joining, topicMetrics);
    replicas = made;
    replicasIfMade.set(made);
    ClusterController acting = makeController(joining);
    controller = acting;
    acting.show(metrics);
    LoopMetrics.show(metrics, loops);
    network.start(dispatcher(acting, link, made, joining, topicMetrics));
    register(acting);
    made.startUpkeep();
    state = RUNNING;
    if (!awaitMetadata()) {
      LOG.warn("no word from a controller yet brokerId={}", stores.brokerId());
    }
  }

  // A broker that knows no cluster can answer no client; so the start ends when it does, or is
  // not held up longer by a cluster without controller.
  private boolean awaitMetadata() throws InterruptedException {
    int own = stores.brokerId();
    return Await.done(
        done ->
            loops
                .control()
                .execute(
                    () -> {
                      cache.addListener(
                          (before, after, delta) -> {
                            if (after.isAlive(own)) {
                              done.run();
                            }
                          });
                      if (cache.image().isAlive(own)) {
                        done.run();
                      }
                    }),
        FIRST_WORD_MS);
  }

  private BrokerMembership join() throws StartFailedException {
    List<BrokerEndpoint> advertised = BrokerListeners.advertised(config, ports);
    BrokerRegistration registration =
        new BrokerRegistration(
            BrokerRegistration.NEWEST_VERSION,
            advertised,
            jmxPort(),
            System.currentTimeMillis(),
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
    return new ConnectionSettings(
        Integer.toString(stores.brokerId()),
        config.get(BrokerProperties.SOCKET_CONNECTION_SETUP_TIMEOUT_MS),
        config.get(BrokerProperties.CONTROLLER_SOCKET_TIMEOUT_MS),
        50,
        1_000,
        1,
        1_000,
        negotiate);
  }

  private Replicas makeReplicas(
      ControllerConnection link, BrokerMembership joining, TopicMetrics topicMetrics) {
    ReplicaLimits limits =
        new ReplicaLimits(
            stores.brokerId(),
            config.get(BrokerProperties.LOG_INITIAL_TASK_DELAY_MS),
            config.get(BrokerProperties.LOG_FLUSH_SCHEDULER_INTERVAL_MS),
            config.get(BrokerProperties.REPLICA_LAG_TIME_MAX_MS),
            config.get(BrokerProperties.REPLICA_HIGH_WATERMARK_CHECKPOINT_INTERVAL_MS),
            config.get(BrokerProperties.LOG_RETENTION_CHECK_INTERVAL_MS),
            config.get(BrokerProperties.LOG_FLUSH_OFFSET_CHECKPOINT_INTERVAL_MS),
            config.get(BrokerProperties.LOG_FLUSH_START_OFFSET_CHECKPOINT_INTERVAL_MS),
            config.get(BrokerProperties.PRODUCER_ID_EXPIRATION_MS),
            config.get(BrokerProperties.PRODUCER_ID_EXPIRATION_CHECK_INTERVAL_MS));
    Replicas made =
        new Replicas(
            limits,
            loops.control(),
            loops.partitions(),
            loops.background(),
            stores.logDirs(),
            topic -> TopicSettings.partition(stores.configs().of(topic)),
            id -> cache.image().isAlive(id),
            new IsrProposals(loops.control(), link, stores.brokerId(), joining::epoch),
            FollowerFetchers.NONE,
            metrics,
            topicMetrics);
    stores.configs().onTopicChanged(made::configure);
    return made;
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
    ApiRegistry.Builder registry = ApiRegistry.builder().registerApiVersions(features::value);
    new ClusterApis(
            stores.brokerId(),
            stores.clusterId(),
            cache,
            acting,
            stores.configs()::broker,
            stores.configs(),
            new ControllerTopicCreator(acting, link),
            authorizer)
        .register(registry, true);
    FetchSessions sessions =
        new FetchSessions(
            made.registry(),
            loops.transport().loops(),
            config.get(BrokerProperties.MAX_INCREMENTAL_FETCH_SESSION_CACHE_SLOTS));
    sessions.watch(metrics);
    new PartitionApis(
            made,
            sessions,
            cache,
            cache::update,
            new ProducerIds(loops.control(), link),
            authorizer,
            () -> stores.configs().broker().get(BrokerProperties.FETCH_MAX_BYTES),
            topicMetrics,
            new ControlFence(joining::epoch))
        .register(registry);
    GroupCoordinator groups = makeCoordinator(made);
    coordinator = groups;
    new GroupApis(groups, new ZooKeeperOffsets(stores.client()), cache, authorizer)
        .register(registry);
    registry.wrap(ApiKey.LEADER_AND_ISR, handler -> new ConfigsFirst(stores.configs(), handler));
    new MetadataGate(cache, stores.brokerId()).guard(registry);
    ApiRegistry apis = registry.build();
    RequestMetrics requests = new RequestMetrics(metrics);
    requests.show(apis.served());
    return new RequestDispatcher(apis, authorizer, Quotas.NONE, requests);
  }

  private GroupCoordinator makeCoordinator(Replicas made) {
    GroupSettings settings = GroupSettings.of(config);
    GroupCoordinator groups =
        GroupCoordinator.start(
            settings,
            List.of(loops.coordinator()),
            new ReplicaOffsetsLog(made.registry(), loops.background(), settings),
            () -> {
              TopicImage topic = cache.image().topic(GroupCoordinator.TOPIC);
              return topic == null || topic.partitions().isEmpty()
                  ? settings.offsetsPartitions()
                  : topic.partitions().size();
            });
    made.addListener(groups);
    groups.show(metrics);
    cache.addListener(groups);
    return groups;
  }

  private ClusterController makeController(BrokerMembership joining) {
    ControllerRules rules =
        new ControllerRules(
            config.get(BrokerProperties.NUM_PARTITIONS),
            config.get(BrokerProperties.DEFAULT_REPLICATION_FACTOR),
            config.get(BrokerProperties.DELETE_TOPIC_ENABLE),
            this::configProblem);
    return new ClusterController(
        stores.brokerId(),
        loops.controller(),
        stores.controllerClient(),
        joining,
        new NetworkBrokerChannels(
            loops.controller(), loops.transport(), loops.transport().loops(), connections(false)),
        controllerListener(),
        rules,
        cache);
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

  private void register(ClusterController acting)
      throws StartFailedException, InterruptedException {
    long patienceMs = config.get(BrokerProperties.ZOOKEEPER_SESSION_TIMEOUT_MS) + STEP_MS;
    BrokerMembership.Outcome outcome;
    try {
      outcome = Await.answer(acting::start, patienceMs);
    } catch (TimeoutException e) {
      throw new StartFailedException("ZooKeeper did not answer while registering the broker", e);
    }
    if (outcome instanceof BrokerMembership.Outcome.Refused refused) {
      throw new StartFailedException(refused.reason(), null);
    }
    if (outcome instanceof BrokerMembership.Outcome.SessionEnded) {
      throw new StartFailedException("the ZooKeeper session ended while starting", null);
    }
  }

  private void onDirOffline(LogDir dir) {
    Replicas made = replicasIfMade.get();
    if (made != null) {
      made.onDirOffline(dir);
    }
    LogDirs all = stores.logDirsIfOpen();
    if (all != null && all.dirs().stream().allMatch(LogDir::isOffline)) {
      LOG.error("no log directory is left, stopping dirs={}", all.dirs());
      LogManager.shutdown();
      Runtime.getRuntime().halt(1);
    }
  }

  /** Stops what was started, in order. */
  public void stop() throws InterruptedException {
    long startedNs = System.nanoTime();
    boolean served = state == RUNNING;
    state = STOPPING;
    BrokerMembership joined = membership;
    long brokerEpoch = joined == null ? BrokerMembership.NOT_REGISTERED : joined.epoch();
    ControllerConnection link = toController;
    if (served && link != null) {
      new Departure(link, config).run(stores.brokerId(), brokerEpoch);
    }
    network.stopAccepting();
    GroupCoordinator groups = coordinator;
    if (groups != null) {
      groups.stop();
    }
    Replicas made = replicas;
    CountDownLatch replicasStopped = new CountDownLatch(made == null ? 0 : 1);
    boolean drained =
        Await.done(
            done -> {
              network.drain(done);
              if (made != null) {
                // What waits on a partition is answered, so that its connection can close.
                made.close(replicasStopped::countDown);
              }
            },
            DRAIN_MS);
    if (!drained) {
      network.closeAll();
    }
    // Nobody may append to a log while it is closed.
    boolean quiet = replicasStopped.await(STEP_MS, TimeUnit.MILLISECONDS);
    if (!quiet) {
      LOG.error("partitions do not stop, the next start recovers their logs");
    }
    ClusterController acting = controller;
    if (acting != null) {
      acting.stop();
    }
    stores.close(brokerEpoch, quiet);
    metrics.close();
    loops.close(DRAIN_MS);
    if (served) {
      LOG.info(
          "broker stopped brokerId={} ms={}",
          stores.brokerId(),
          (System.nanoTime() - startedNs) / 1_000_000);
    }
  }
}
