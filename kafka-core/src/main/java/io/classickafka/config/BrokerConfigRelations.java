package io.classickafka.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What must fit together in a broker's configuration, each with its reason. */
final class BrokerConfigRelations {

  private static final int MINIMUM_DEDUPE_BYTES_PER_THREAD = 1024 * 1024;
  private static final int HIGHEST_CODEC = 4;

  private final ConfigValues config;
  private final List<String> errors;

  private BrokerConfigRelations(ConfigValues config, List<String> errors) {
    this.config = config;
    this.errors = errors;
  }

  static void check(ConfigValues config, List<String> errors) {
    BrokerConfigRelations relations = new BrokerConfigRelations(config, errors);
    relations.identity();
    relations.dialect();
    relations.log();
    relations.replication();
    relations.groups();
    relations.connections();
  }

  /** What is accepted but is not what it seems. */
  static List<String> warnings(ConfigValues config) {
    Property<String> property = BrokerProperties.INTER_BROKER_PROTOCOL_VERSION;
    InterBrokerVersion version = InterBrokerVersion.of(config.get(property));
    return version.compareTo(InterBrokerVersion.LATEST) >= 0
        ? List.of()
        : List.of(
            property
                + "="
                + config.get(property)
                + " has effect on what followers ask and on changes of in-sync sets only: a"
                + " controller here speaks "
                + InterBrokerVersion.LATEST.name());
  }

  private void identity() {
    String connect = config.get(BrokerProperties.ZOOKEEPER_CONNECT);
    if (connect == null || connect.isBlank()) {
      errors.add("zookeeper.connect is missing: expected the host:port pairs of the ensemble");
    }
    int brokerId = config.get(BrokerProperties.BROKER_ID);
    int nodeId = config.get(BrokerProperties.NODE_ID);
    if (brokerId >= 0 && nodeId >= 0 && brokerId != nodeId) {
      error(BrokerProperties.NODE_ID, "must be the same as broker.id=" + brokerId);
    }
    int id = BrokerConfig.brokerId(config);
    Property<?> key =
        config.isGiven(BrokerProperties.BROKER_ID) || !config.isGiven(BrokerProperties.NODE_ID)
            ? BrokerProperties.BROKER_ID
            : BrokerProperties.NODE_ID;
    if (config.get(BrokerProperties.BROKER_ID_GENERATION_ENABLE)) {
      int highest = config.get(BrokerProperties.RESERVED_BROKER_MAX_ID);
      if (id < -1 || brokerId < -1) {
        error(key, "must be at least -1");
      } else if (id > highest) {
        error(
            key,
            "must not be above reserved.broker.max.id="
                + highest
                + ": higher numbers are handed out by the ensemble");
      }
    } else if (id < 0) {
      error(key, "must be at least 0 while broker.id.generation.enable=false");
    }
  }

  private void dialect() {
    Property<String> property = BrokerProperties.INTER_BROKER_PROTOCOL_VERSION;
    if (InterBrokerVersion.of(config.get(property)).compareTo(InterBrokerVersion.LATEST) > 0) {
      error(property, "the newest that this broker speaks is " + InterBrokerVersion.LATEST.name());
    }
  }

  private void log() {
    if (BrokerConfig.logDirs(config).isEmpty()) {
      error(BrokerProperties.LOG_DIRS, "at least one log directory is needed");
    }
    atLeast(BrokerProperties.LOG_ROLL_MS, 1);
    atLeast(BrokerProperties.LOG_ROLL_JITTER_MS, 0);
    long retentionMs = config.get(BrokerProperties.LOG_RETENTION_MS);
    if (retentionMs != -1 && retentionMs < 1) {
      error(BrokerProperties.LOG_RETENTION_MS, "expected at least 1, or -1 for no limit");
    }
    int threads = config.get(BrokerProperties.LOG_CLEANER_THREADS);
    long dedupeBytes = config.get(BrokerProperties.LOG_CLEANER_DEDUPE_BUFFER_SIZE);
    if (threads > 0 && dedupeBytes / threads <= MINIMUM_DEDUPE_BYTES_PER_THREAD) {
      error(
          BrokerProperties.LOG_CLEANER_DEDUPE_BUFFER_SIZE,
          "must be above 1048576 for each of log.cleaner.threads=" + threads);
    }
    long minLagMs = config.get(BrokerProperties.LOG_CLEANER_MIN_COMPACTION_LAG_MS);
    if (minLagMs > config.get(BrokerProperties.LOG_CLEANER_MAX_COMPACTION_LAG_MS)) {
      error(
          BrokerProperties.LOG_CLEANER_MIN_COMPACTION_LAG_MS,
          "must not be above log.cleaner.max.compaction.lag.ms");
    }
  }

  private void replication() {
    String selector = config.get(BrokerProperties.REPLICA_SELECTOR_CLASS);
    if (selector != null
        && !selector.equals(BrokerConfig.RACK_AWARE_SELECTOR)
        && !selector.equals(BrokerConfig.LEADER_SELECTOR)) {
      error(
          BrokerProperties.REPLICA_SELECTOR_CLASS,
          "expected "
              + BrokerConfig.RACK_AWARE_SELECTOR
              + " or "
              + BrokerConfig.LEADER_SELECTOR
              + ": other classes cannot be loaded");
    }
    int waitMs = config.get(BrokerProperties.REPLICA_FETCH_WAIT_MAX_MS);
    if (waitMs > config.get(BrokerProperties.REPLICA_SOCKET_TIMEOUT_MS)) {
      error(
          BrokerProperties.REPLICA_FETCH_WAIT_MAX_MS,
          "must not be above replica.socket.timeout.ms="
              + config.get(BrokerProperties.REPLICA_SOCKET_TIMEOUT_MS)
              + ": every idle fetch would time out");
    }
    if (waitMs > config.get(BrokerProperties.REPLICA_LAG_TIME_MAX_MS)) {
      error(
          BrokerProperties.REPLICA_FETCH_WAIT_MAX_MS,
          "must not be above replica.lag.time.max.ms="
              + config.get(BrokerProperties.REPLICA_LAG_TIME_MAX_MS)
              + ": idle followers would leave the in-sync replicas");
    }
  }

  private void groups() {
    short acks = config.get(BrokerProperties.OFFSETS_COMMIT_REQUIRED_ACKS);
    short factor = config.get(BrokerProperties.OFFSETS_TOPIC_REPLICATION_FACTOR);
    if (acks < -1 || acks > factor) {
      error(
          BrokerProperties.OFFSETS_COMMIT_REQUIRED_ACKS,
          "expected -1 to offsets.topic.replication.factor=" + factor);
    }
    int codec = config.get(BrokerProperties.OFFSETS_TOPIC_COMPRESSION_CODEC);
    if (codec < 0 || codec > HIGHEST_CODEC) {
      error(
          BrokerProperties.OFFSETS_TOPIC_COMPRESSION_CODEC,
          "expected 0 (none), 1 (gzip), 2 (snappy), 3 (lz4) or 4 (zstd)");
    }
    int shortest = config.get(BrokerProperties.GROUP_MIN_SESSION_TIMEOUT_MS);
    if (shortest > config.get(BrokerProperties.GROUP_MAX_SESSION_TIMEOUT_MS)) {
      error(
          BrokerProperties.GROUP_MIN_SESSION_TIMEOUT_MS,
          "must not be above group.max.session.timeout.ms="
              + config.get(BrokerProperties.GROUP_MAX_SESSION_TIMEOUT_MS)
              + ": no consumer could join");
    }
  }

  private void connections() {
    String overrides = config.get(BrokerProperties.MAX_CONNECTIONS_PER_IP_OVERRIDES);
    if (config.get(BrokerProperties.MAX_CONNECTIONS_PER_IP) == 0 && overrides.isBlank()) {
      error(
          BrokerProperties.MAX_CONNECTIONS_PER_IP,
          "would let nobody connect: max.connections.per.ip.overrides names no exception");
    }
    String wrong = firstWrongOverride(overrides);
    if (wrong != null) {
      error(
          BrokerProperties.MAX_CONNECTIONS_PER_IP_OVERRIDES,
          "expected host:count pairs separated by commas, found " + wrong);
    }
    int delayMs = config.get(BrokerProperties.CONNECTION_FAILED_AUTHENTICATION_DELAY_MS);
    long idleMs = config.get(BrokerProperties.CONNECTIONS_MAX_IDLE_MS);
    if (idleMs > 0 && delayMs >= idleMs) {
      error(
          BrokerProperties.CONNECTIONS_MAX_IDLE_MS,
          "must be above connection.failed.authentication.delay.ms=" + delayMs);
    }
  }

  private static @Nullable String firstWrongOverride(String overrides) {
    for (String entry : overrides.split(",", -1)) {
      if (!entry.isBlank() && !entry.trim().matches(".+:[0-9]{1,9}")) {
        return entry.trim();
      }
    }
    return null;
  }

  private void atLeast(Property<Long> property, long lowest) {
    if (config.get(property) < lowest) {
      error(property, "expected at least " + lowest);
    }
  }

  private void error(Property<?> property, String problem) {
    errors.add(property + "=" + property.type().render(config.get(property)) + ": " + problem);
  }
}
