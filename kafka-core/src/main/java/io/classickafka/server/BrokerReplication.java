package io.classickafka.server;

import io.classickafka.client.ConnectionSettings;
import io.classickafka.config.BrokerConfig;
import io.classickafka.config.BrokerProperties;
import io.classickafka.metadata.MetadataCache;
import io.classickafka.quota.ReplicationQuotas;
import io.classickafka.replica.IsrChanges;
import io.classickafka.replica.ReplicaLimits;
import io.classickafka.replica.Replicas;
import io.classickafka.replica.TopicMetrics;
import io.classickafka.replica.fetcher.FetcherSettings;
import io.classickafka.replica.fetcher.FetcherVersions;
import io.classickafka.replica.fetcher.Fetchers;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * The replicas of a broker and what copies them: made from the broker's settings, and told when
 * those change. Of the control loop.
 */
final class BrokerReplication {

  private final BrokerConfig config;
  private final BrokerSeams seams;
  private final BrokerStores stores;
  private final Fetchers fetchers;
  private final ReplicationQuotas quotas;
  private final Replicas replicas;
  private int fetchersPerLeader;

  /**
   * @param isrChanges takes proposals to the controller
   * @param brokerEpoch of this broker's latest registration
   * @param toLeaders for the connections of the fetchers
   */
  BrokerReplication(
      BrokerConfig config,
      BrokerSeams seams,
      BrokerStores stores,
      MetadataCache cache,
      IsrChanges isrChanges,
      LongSupplier brokerEpoch,
      ConnectionSettings toLeaders,
      TopicMetrics topicMetrics) {
    this.config = config;
    this.seams = seams;
    this.stores = stores;
    this.quotas =
        ReplicationQuotas.unlimited(
            new ReplicationQuotas.Windows(
                config.get(BrokerProperties.REPLICATION_QUOTA_WINDOW_NUM),
                config.get(BrokerProperties.REPLICATION_QUOTA_WINDOW_SIZE_SECONDS)),
            new ReplicationQuotas.Windows(
                config.get(BrokerProperties.ALTER_LOG_DIRS_REPLICATION_QUOTA_WINDOW_NUM),
                config.get(BrokerProperties.ALTER_LOG_DIRS_REPLICATION_QUOTA_WINDOW_SIZE_SECONDS)),
            seams.metrics());
    this.fetchers = makeFetchers(cache, brokerEpoch, toLeaders);
    BrokerLoops loops = seams.loops();
    this.replicas =
        new Replicas(
            limits(),
            loops.control(),
            loops.partitions(),
            loops.background(),
            stores.logDirs(),
            topic -> TopicSettings.partition(stores.configs().of(topic), stores.brokerId()),
            id -> cache.image().birth(id),
            isrChanges,
            fetchers,
            seams.metrics(),
            topicMetrics,
            quotas);
    this.fetchersPerLeader = fetchersPerLeader();
    limitRates();
  }

  private ReplicaLimits limits() {
    return new ReplicaLimits(
        stores.brokerId(),
        config.get(BrokerProperties.LOG_INITIAL_TASK_DELAY_MS),
        config.get(BrokerProperties.LOG_FLUSH_SCHEDULER_INTERVAL_MS),
        config.get(BrokerProperties.REPLICA_LAG_TIME_MAX_MS),
        config.get(BrokerProperties.REPLICA_HIGH_WATERMARK_CHECKPOINT_INTERVAL_MS),
        config.get(BrokerProperties.LOG_RETENTION_CHECK_INTERVAL_MS),
        config.get(BrokerProperties.LOG_FLUSH_OFFSET_CHECKPOINT_INTERVAL_MS),
        config.get(BrokerProperties.LOG_FLUSH_START_OFFSET_CHECKPOINT_INTERVAL_MS),
        Objects.requireNonNullElse(
            config.get(BrokerProperties.NUM_REPLICA_ALTER_LOG_DIRS_THREADS), 0),
        config.get(BrokerProperties.PRODUCER_ID_EXPIRATION_MS),
        config.get(BrokerProperties.PRODUCER_ID_EXPIRATION_CHECK_INTERVAL_MS));
  }

  private Fetchers makeFetchers(
      MetadataCache cache, LongSupplier brokerEpoch, ConnectionSettings toLeaders) {
    Fetchers made =
        new Fetchers(
            seams.loops().network(),
            this::fetchersPerLeader,
            new FetcherSettings(
                stores.brokerId(),
                config.get(BrokerProperties.REPLICA_FETCH_MAX_BYTES),
                config.get(BrokerProperties.REPLICA_FETCH_RESPONSE_MAX_BYTES),
                config.get(BrokerProperties.REPLICA_FETCH_MIN_BYTES),
                config.get(BrokerProperties.REPLICA_FETCH_WAIT_MAX_MS),
                IdleWait.isPatient(config),
                config.get(BrokerProperties.REPLICA_FETCH_BACKOFF_MS),
                FetcherVersions.of(config.interBrokerVersion())),
            new NetworkLeaderLinks(
                seams.transport(),
                cache,
                config.listeners().interBroker().listenerName(),
                toLeaders),
            brokerEpoch,
            seams.metrics(),
            quotas.follower());
    cache.addListener(
        (before, after, delta) -> {
          if (delta.brokersChanged()) {
            made.onBrokersChanged();
          }
        });
    return made;
  }

  private int fetchersPerLeader() {
    return stores.configs().broker().get(BrokerProperties.NUM_REPLICA_FETCHERS);
  }

  private void limitRates() {
    BrokerConfig now = stores.configs().broker();
    quotas.leader().limit(now.get(BrokerProperties.LEADER_REPLICATION_THROTTLED_RATE));
    quotas.follower().limit(now.get(BrokerProperties.FOLLOWER_REPLICATION_THROTTLED_RATE));
    quotas
        .logDirs()
        .limit(now.get(BrokerProperties.REPLICA_ALTER_LOG_DIRS_IO_MAX_BYTES_PER_SECOND));
  }

  Replicas replicas() {
    return replicas;
  }

  /** A topic's own settings changed. */
  void onTopicChanged(String topic) {
    replicas.configure(topic);
    fetchers.onThrottleChanged();
  }

  /** The broker's settings changed, which topics may inherit. */
  void onBrokerChanged() {
    replicas.configureAll();
    limitRates();
    int wanted = fetchersPerLeader();
    if (wanted != fetchersPerLeader) {
      fetchersPerLeader = wanted;
      fetchers.resize();
    }
  }
}
