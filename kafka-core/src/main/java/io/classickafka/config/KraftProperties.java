package io.classickafka.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Properties of an Apache broker that have no meaning in a cluster on ZooKeeper. Listed so that a
 * file which has them is understood.
 */
interface KraftProperties {

  PropertyTable KRAFT_TABLE = new PropertyTable("KRaft and the newer group protocols");

  Property<List<String>> PROCESS_ROLES =
      KRAFT_TABLE
          .ofList("process.roles")
          .oneOf("broker", "controller")
          .refused(Reasons.KRAFT)
          .doc("Turns the process into a KRaft broker or controller.");

  Property<Integer> BROKER_HEARTBEAT_INTERVAL_MS =
      KRAFT_TABLE
          .ofInt("broker.heartbeat.interval.ms", 2000)
          .ignored(Reasons.KRAFT)
          .doc("How often a broker reports to the quorum.");

  Property<Integer> BROKER_SESSION_TIMEOUT_MS =
      KRAFT_TABLE
          .ofInt("broker.session.timeout.ms", 9000)
          .ignored(Reasons.KRAFT)
          .doc("How long a quorum waits for a silent broker.");

  Property<@Nullable String> CONTROLLER_LISTENER_NAMES =
      KRAFT_TABLE
          .ofString("controller.listener.names")
          .ignored(Reasons.KRAFT)
          .doc("Listeners of the quorum's controllers.");

  Property<Integer> CONTROLLER_QUORUM_APPEND_LINGER_MS =
      KRAFT_TABLE
          .ofInt("controller.quorum.append.linger.ms", 25)
          .ignored(Reasons.KRAFT)
          .doc("How long a quorum leader gathers appends.");

  Property<List<String>> CONTROLLER_QUORUM_BOOTSTRAP_SERVERS =
      KRAFT_TABLE
          .ofList("controller.quorum.bootstrap.servers")
          .accepting(Constraint.nonEmptyList())
          .ignored(Reasons.KRAFT)
          .doc("Where to find the quorum.");

  Property<Integer> CONTROLLER_QUORUM_ELECTION_BACKOFF_MAX_MS =
      KRAFT_TABLE
          .ofInt("controller.quorum.election.backoff.max.ms", 1000)
          .ignored(Reasons.KRAFT)
          .doc("Longest pause before another election.");

  Property<Integer> CONTROLLER_QUORUM_ELECTION_TIMEOUT_MS =
      KRAFT_TABLE
          .ofInt("controller.quorum.election.timeout.ms", 1000)
          .ignored(Reasons.KRAFT)
          .doc("How long a candidate waits for votes.");

  Property<Integer> CONTROLLER_QUORUM_FETCH_TIMEOUT_MS =
      KRAFT_TABLE
          .ofInt("controller.quorum.fetch.timeout.ms", 2000)
          .ignored(Reasons.KRAFT)
          .doc("How long a voter goes without a fetch before it stands for election.");

  Property<Integer> CONTROLLER_QUORUM_REQUEST_TIMEOUT_MS =
      KRAFT_TABLE
          .ofInt("controller.quorum.request.timeout.ms", 2000)
          .ignored(Reasons.KRAFT)
          .doc("How long the quorum waits for an answer.");

  Property<Integer> CONTROLLER_QUORUM_RETRY_BACKOFF_MS =
      KRAFT_TABLE
          .ofInt("controller.quorum.retry.backoff.ms", 20)
          .ignored(Reasons.KRAFT)
          .doc("Pause before a request to the quorum is repeated.");

  Property<List<String>> CONTROLLER_QUORUM_VOTERS =
      KRAFT_TABLE
          .ofList("controller.quorum.voters")
          .accepting(Constraint.nonEmptyList())
          .ignored(Reasons.KRAFT)
          .doc("The voters of the quorum.");

  Property<@Nullable String> EARLY_START_LISTENERS =
      KRAFT_TABLE
          .ofString("early.start.listeners")
          .ignored(Reasons.KRAFT)
          .doc("Listeners that open before the authoriser is ready.");

  Property<Integer> INITIAL_BROKER_REGISTRATION_TIMEOUT_MS =
      KRAFT_TABLE
          .ofInt("initial.broker.registration.timeout.ms", 60_000)
          .ignored(Reasons.KRAFT)
          .doc("How long a first registration may take.");

  Property<@Nullable String> METADATA_LOG_DIR =
      KRAFT_TABLE
          .ofString("metadata.log.dir")
          .ignored(Reasons.KRAFT)
          .doc("Folder of the metadata log.");

  Property<Long> METADATA_LOG_MAX_RECORD_BYTES_BETWEEN_SNAPSHOTS =
      KRAFT_TABLE
          .ofLong("metadata.log.max.record.bytes.between.snapshots", 20_971_520L)
          .atLeast(1)
          .ignored(Reasons.KRAFT)
          .doc("Bytes of metadata between snapshots.");

  Property<Long> METADATA_LOG_MAX_SNAPSHOT_INTERVAL_MS =
      KRAFT_TABLE
          .ofLong("metadata.log.max.snapshot.interval.ms", 3_600_000L)
          .atLeast(0)
          .ignored(Reasons.KRAFT)
          .doc("Time between snapshots.");

  Property<Integer> METADATA_LOG_SEGMENT_BYTES =
      KRAFT_TABLE
          .ofInt("metadata.log.segment.bytes", 1_073_741_824)
          .atLeast(12)
          .ignored(Reasons.KRAFT)
          .doc("Segment size of the metadata log.");

  Property<Integer> METADATA_LOG_SEGMENT_MIN_BYTES =
      KRAFT_TABLE
          .ofInt("metadata.log.segment.min.bytes", 8_388_608)
          .atLeast(12)
          .internal()
          .ignored(Reasons.KRAFT)
          .doc("Smallest segment of the metadata log.");

  Property<Long> METADATA_LOG_SEGMENT_MS =
      KRAFT_TABLE
          .ofLong("metadata.log.segment.ms", 604_800_000L)
          .ignored(Reasons.KRAFT)
          .doc("Age at which a segment of the metadata log is closed.");

  Property<Integer> METADATA_MAX_IDLE_INTERVAL_MS =
      KRAFT_TABLE
          .ofInt("metadata.max.idle.interval.ms", 500)
          .atLeast(0)
          .ignored(Reasons.KRAFT)
          .doc("How often an idle controller writes an empty record.");

  Property<Long> METADATA_MAX_RETENTION_BYTES =
      KRAFT_TABLE
          .ofLong("metadata.max.retention.bytes", 104_857_600L)
          .ignored(Reasons.KRAFT)
          .doc("Size of metadata that is kept.");

  Property<Long> METADATA_MAX_RETENTION_MS =
      KRAFT_TABLE
          .ofLong("metadata.max.retention.ms", 604_800_000L)
          .ignored(Reasons.KRAFT)
          .doc("Age of metadata that is kept.");

  Property<String> SASL_MECHANISM_CONTROLLER_PROTOCOL =
      KRAFT_TABLE
          .ofString("sasl.mechanism.controller.protocol", "GSSAPI")
          .ignored(Reasons.KRAFT)
          .doc("Login mechanism between quorum members.");

  Property<Long> SERVER_MAX_STARTUP_TIME_MS =
      KRAFT_TABLE
          .ofLong("server.max.startup.time.ms", Long.MAX_VALUE)
          .atLeast(0)
          .internal()
          .ignored(Reasons.KRAFT)
          .doc("How long a start may take.");

  Property<Integer> TELEMETRY_MAX_BYTES =
      KRAFT_TABLE
          .ofInt("telemetry.max.bytes", 1_048_576)
          .atLeast(1)
          .ignored("the push of client metrics exists in KRaft clusters only")
          .doc("Largest push of client metrics.");

  Property<Boolean> UNSTABLE_API_VERSIONS_ENABLE =
      KRAFT_TABLE
          .ofBoolean("unstable.api.versions.enable", false)
          .internal()
          .ignored("unreleased API versions are not part of this broker")
          .doc("Offers API versions that are not released.");

  Property<Boolean> UNSTABLE_FEATURE_VERSIONS_ENABLE =
      KRAFT_TABLE
          .ofBoolean("unstable.feature.versions.enable", false)
          .internal()
          .ignored("unreleased feature levels are not part of this broker")
          .doc("Offers feature levels that are not released.");

  Property<List<String>> GROUP_CONSUMER_ASSIGNORS =
      KRAFT_TABLE
          .ofList(
              "group.consumer.assignors",
              "org.apache.kafka.coordinator.group.assignor.UniformAssignor",
              "org.apache.kafka.coordinator.group.assignor.RangeAssignor")
          .ignored(Reasons.NEW_GROUP)
          .doc("Assignors the coordinator offers.");

  Property<Integer> GROUP_CONSUMER_HEARTBEAT_INTERVAL_MS =
      KRAFT_TABLE
          .ofInt("group.consumer.heartbeat.interval.ms", 5000)
          .atLeast(1)
          .ignored(Reasons.NEW_GROUP)
          .doc("Time between heartbeats.");

  Property<Integer> GROUP_CONSUMER_MAX_HEARTBEAT_INTERVAL_MS =
      KRAFT_TABLE
          .ofInt("group.consumer.max.heartbeat.interval.ms", 15_000)
          .atLeast(1)
          .ignored(Reasons.NEW_GROUP)
          .doc("Longest time between heartbeats.");

  Property<Integer> GROUP_CONSUMER_MAX_SESSION_TIMEOUT_MS =
      KRAFT_TABLE
          .ofInt("group.consumer.max.session.timeout.ms", 60_000)
          .atLeast(1)
          .ignored(Reasons.NEW_GROUP)
          .doc("Longest session timeout.");

  Property<Integer> GROUP_CONSUMER_MAX_SIZE =
      KRAFT_TABLE
          .ofInt("group.consumer.max.size", Integer.MAX_VALUE)
          .atLeast(1)
          .ignored(Reasons.NEW_GROUP)
          .doc("Most members of a group.");

  Property<String> GROUP_CONSUMER_MIGRATION_POLICY =
      KRAFT_TABLE
          .ofString("group.consumer.migration.policy", "disabled")
          .accepting(
              Constraint.oneOfIgnoringCase(
                  List.of("DISABLED", "DOWNGRADE", "UPGRADE", "BIDIRECTIONAL")))
          .internal()
          .ignored(Reasons.NEW_GROUP)
          .doc("Whether groups move between the protocols.");

  Property<Integer> GROUP_CONSUMER_MIN_HEARTBEAT_INTERVAL_MS =
      KRAFT_TABLE
          .ofInt("group.consumer.min.heartbeat.interval.ms", 5000)
          .atLeast(1)
          .ignored(Reasons.NEW_GROUP)
          .doc("Shortest time between heartbeats.");

  Property<Integer> GROUP_CONSUMER_MIN_SESSION_TIMEOUT_MS =
      KRAFT_TABLE
          .ofInt("group.consumer.min.session.timeout.ms", 45_000)
          .atLeast(1)
          .ignored(Reasons.NEW_GROUP)
          .doc("Shortest session timeout.");

  Property<Integer> GROUP_CONSUMER_SESSION_TIMEOUT_MS =
      KRAFT_TABLE
          .ofInt("group.consumer.session.timeout.ms", 45_000)
          .atLeast(1)
          .ignored(Reasons.NEW_GROUP)
          .doc("Session timeout.");

  Property<Integer> GROUP_COORDINATOR_APPEND_LINGER_MS =
      KRAFT_TABLE
          .ofInt("group.coordinator.append.linger.ms", 10)
          .atLeast(0)
          .ignored(Reasons.NEW_GROUP)
          .doc("How long the coordinator gathers records.");

  Property<Boolean> GROUP_COORDINATOR_NEW_ENABLE =
      KRAFT_TABLE
          .ofBoolean("group.coordinator.new.enable", false)
          .internal()
          .ignored(Reasons.NEW_GROUP)
          .doc("Runs the newer coordinator.");

  Property<List<String>> GROUP_COORDINATOR_REBALANCE_PROTOCOLS =
      KRAFT_TABLE
          .ofList("group.coordinator.rebalance.protocols", "classic")
          .oneOf("consumer", "classic", "share", "unknown")
          .ignored(Reasons.NEW_GROUP)
          .doc("Protocols the coordinator offers.");

  Property<Integer> GROUP_COORDINATOR_THREADS =
      KRAFT_TABLE
          .ofInt("group.coordinator.threads", 1)
          .atLeast(1)
          .ignored(Reasons.NEW_GROUP)
          .doc("Threads of the newer coordinator.");

  Property<Integer> GROUP_SHARE_DELIVERY_COUNT_LIMIT =
      KRAFT_TABLE
          .ofInt("group.share.delivery.count.limit", 5)
          .between(2, 10)
          .ignored(Reasons.SHARE)
          .doc("Most deliveries of a record.");

  Property<Boolean> GROUP_SHARE_ENABLE =
      KRAFT_TABLE
          .ofBoolean("group.share.enable", false)
          .internal()
          .ignored(Reasons.SHARE)
          .doc("Offers share groups.");

  Property<Integer> GROUP_SHARE_HEARTBEAT_INTERVAL_MS =
      KRAFT_TABLE
          .ofInt("group.share.heartbeat.interval.ms", 5000)
          .atLeast(1)
          .ignored(Reasons.SHARE)
          .doc("Time between heartbeats.");

  Property<Short> GROUP_SHARE_MAX_GROUPS =
      KRAFT_TABLE
          .ofShort("group.share.max.groups", 10)
          .between(1, 100)
          .ignored(Reasons.SHARE)
          .doc("Most share groups.");

  Property<Integer> GROUP_SHARE_MAX_HEARTBEAT_INTERVAL_MS =
      KRAFT_TABLE
          .ofInt("group.share.max.heartbeat.interval.ms", 15_000)
          .atLeast(1)
          .ignored(Reasons.SHARE)
          .doc("Longest time between heartbeats.");

  Property<Integer> GROUP_SHARE_MAX_RECORD_LOCK_DURATION_MS =
      KRAFT_TABLE
          .ofInt("group.share.max.record.lock.duration.ms", 60_000)
          .between(30_000, 3_600_000)
          .ignored(Reasons.SHARE)
          .doc("Longest lock of a record.");

  Property<Integer> GROUP_SHARE_MAX_SESSION_TIMEOUT_MS =
      KRAFT_TABLE
          .ofInt("group.share.max.session.timeout.ms", 60_000)
          .atLeast(1)
          .ignored(Reasons.SHARE)
          .doc("Longest session timeout.");

  Property<Short> GROUP_SHARE_MAX_SIZE =
      KRAFT_TABLE
          .ofShort("group.share.max.size", 200)
          .between(10, 1000)
          .ignored(Reasons.SHARE)
          .doc("Most members of a group.");

  Property<Integer> GROUP_SHARE_MIN_HEARTBEAT_INTERVAL_MS =
      KRAFT_TABLE
          .ofInt("group.share.min.heartbeat.interval.ms", 5000)
          .atLeast(1)
          .ignored(Reasons.SHARE)
          .doc("Shortest time between heartbeats.");

  Property<Integer> GROUP_SHARE_MIN_RECORD_LOCK_DURATION_MS =
      KRAFT_TABLE
          .ofInt("group.share.min.record.lock.duration.ms", 15_000)
          .between(1000, 30_000)
          .ignored(Reasons.SHARE)
          .doc("Shortest lock of a record.");

  Property<Integer> GROUP_SHARE_MIN_SESSION_TIMEOUT_MS =
      KRAFT_TABLE
          .ofInt("group.share.min.session.timeout.ms", 45_000)
          .atLeast(1)
          .ignored(Reasons.SHARE)
          .doc("Shortest session timeout.");

  Property<Integer> GROUP_SHARE_PARTITION_MAX_RECORD_LOCKS =
      KRAFT_TABLE
          .ofInt("group.share.partition.max.record.locks", 200)
          .between(100, 10_000)
          .ignored(Reasons.SHARE)
          .doc("Most locked records of a partition.");

  Property<Integer> GROUP_SHARE_RECORD_LOCK_DURATION_MS =
      KRAFT_TABLE
          .ofInt("group.share.record.lock.duration.ms", 30_000)
          .between(1000, 60_000)
          .ignored(Reasons.SHARE)
          .doc("Lock of a record.");

  Property<Integer> GROUP_SHARE_SESSION_TIMEOUT_MS =
      KRAFT_TABLE
          .ofInt("group.share.session.timeout.ms", 45_000)
          .atLeast(1)
          .ignored(Reasons.SHARE)
          .doc("Session timeout.");
}
