package io.classickafka.config;

import org.jspecify.annotations.Nullable;

/** Following, in-sync replicas, elections. */
interface ReplicationProperties {

  PropertyTable REPLICATION_TABLE = new PropertyTable("Replication and controller");

  Property<Integer> REPLICA_FETCH_MAX_BYTES =
      REPLICATION_TABLE
          .ofInt("replica.fetch.max.bytes", 1_048_576)
          .atLeast(0)
          .doc("Bytes a follower asks for of each partition.");

  Property<Integer> REPLICA_FETCH_RESPONSE_MAX_BYTES =
      REPLICATION_TABLE
          .ofInt("replica.fetch.response.max.bytes", 10_485_760)
          .atLeast(0)
          .doc("Bytes a follower asks for in one fetch.");

  Property<Integer> REPLICA_FETCH_MIN_BYTES =
      REPLICATION_TABLE
          .ofInt("replica.fetch.min.bytes", 1)
          .doc("Bytes a leader waits for before it answers a follower.");

  Property<Integer> REPLICA_FETCH_WAIT_MAX_MS =
      REPLICATION_TABLE
          .ofInt("replica.fetch.wait.max.ms", 500)
          .doc(
              "Longest a leader waits for them before it tells what else there is. Keep it below"
                  + " replica.lag.time.max.ms. While there is nothing to tell, it need not"
                  + " answer for 5 s, or a sixth of that.");

  Property<Integer> REPLICA_FETCH_BACKOFF_MS =
      REPLICATION_TABLE
          .ofInt("replica.fetch.backoff.ms", 1000)
          .atLeast(0)
          .doc("Pause of a follower after a failed fetch.");

  Property<Long> REPLICA_LAG_TIME_MAX_MS =
      REPLICATION_TABLE
          .ofLong("replica.lag.time.max.ms", 30_000L)
          .doc("How long a follower may lag before it leaves the in-sync replicas.");

  Property<Long> REPLICA_HIGH_WATERMARK_CHECKPOINT_INTERVAL_MS =
      REPLICATION_TABLE
          .ofLong("replica.high.watermark.checkpoint.interval.ms", 5000L)
          .doc("How often the high watermarks are written down.");

  Property<Integer> REPLICA_SOCKET_TIMEOUT_MS =
      REPLICATION_TABLE
          .ofInt("replica.socket.timeout.ms", 30_000)
          .doc("How long a follower waits for an answer.");

  Property<Integer> REPLICA_SOCKET_RECEIVE_BUFFER_BYTES =
      REPLICATION_TABLE
          .ofInt("replica.socket.receive.buffer.bytes", 65_536)
          .ignored("connections between brokers share the settings of the network loops")
          .doc("Receive buffer of a follower's connection.");

  Property<@Nullable String> REPLICA_SELECTOR_CLASS =
      REPLICATION_TABLE
          .ofString("replica.selector.class")
          .mapped("LeaderSelector (the default) or RackAwareReplicaSelector; no class is loaded")
          .doc("Class that chooses the replica a consumer reads from.");

  Property<Integer> NUM_REPLICA_FETCHERS =
      REPLICATION_TABLE
          .ofInt("num.replica.fetchers", 1)
          .clusterWide()
          .doc("How many fetchers follow each other broker.");

  Property<@Nullable Integer> NUM_REPLICA_ALTER_LOG_DIRS_THREADS =
      REPLICATION_TABLE
          .ofInt("num.replica.alter.log.dirs.threads")
          .mapped("moves are no threads; unset, as many as there are log directories")
          .doc("How many threads copy partitions between log directories.");

  Property<Integer> MIN_INSYNC_REPLICAS =
      REPLICATION_TABLE
          .ofInt("min.insync.replicas", 1)
          .atLeast(1)
          .clusterWide()
          .doc("In-sync replicas that a write with acks=all needs.");

  Property<Boolean> UNCLEAN_LEADER_ELECTION_ENABLE =
      REPLICATION_TABLE
          .ofBoolean("unclean.leader.election.enable", false)
          .clusterWide()
          .doc(
              "Lets a replica outside the in-sync set lead when no other is alive,"
                  + " which can lose records.");

  Property<Long> UNCLEAN_LEADER_ELECTION_INTERVAL_MS =
      REPLICATION_TABLE
          .ofLong("unclean.leader.election.interval.ms", 300_000L)
          .atLeast(1)
          .internal()
          .ignored(Reasons.KRAFT)
          .doc("How often a controller looks for partitions that need an unclean" + " election.");

  Property<Boolean> AUTO_LEADER_REBALANCE_ENABLE =
      REPLICATION_TABLE
          .ofBoolean("auto.leader.rebalance.enable", true)
          .doc("Gives leadership back to preferred replicas by itself.");

  Property<Long> LEADER_IMBALANCE_CHECK_INTERVAL_SECONDS =
      REPLICATION_TABLE
          .ofLong("leader.imbalance.check.interval.seconds", 300L)
          .atLeast(1)
          .doc("How often the controller looks for leaders to give back.");

  Property<Integer> LEADER_IMBALANCE_PER_BROKER_PERCENTAGE =
      REPLICATION_TABLE
          .ofInt("leader.imbalance.per.broker.percentage", 10)
          .doc(
              "Share of a broker's partitions led elsewhere from which on they are"
                  + " given back.");

  Property<Integer> CONTROLLER_SOCKET_TIMEOUT_MS =
      REPLICATION_TABLE
          .ofInt("controller.socket.timeout.ms", 30_000)
          .doc("How long the controller waits for a broker's answer.");

  Property<Integer> FETCH_PURGATORY_PURGE_INTERVAL_REQUESTS =
      REPLICATION_TABLE
          .ofInt("fetch.purgatory.purge.interval.requests", 1000)
          .ignored(Reasons.PURGATORY)
          .doc("Purge interval of waiting fetches.");

  Property<Integer> PRODUCER_PURGATORY_PURGE_INTERVAL_REQUESTS =
      REPLICATION_TABLE
          .ofInt("producer.purgatory.purge.interval.requests", 1000)
          .ignored(Reasons.PURGATORY)
          .doc("Purge interval of waiting produces.");

  Property<Integer> DELETE_RECORDS_PURGATORY_PURGE_INTERVAL_REQUESTS =
      REPLICATION_TABLE
          .ofInt("delete.records.purgatory.purge.interval.requests", 1)
          .ignored(Reasons.PURGATORY)
          .doc("Purge interval of waiting record deletions.");

  Property<Boolean> ELIGIBLE_LEADER_REPLICAS_ENABLE =
      REPLICATION_TABLE
          .ofBoolean("eligible.leader.replicas.enable", false)
          .ignored(Reasons.KRAFT)
          .doc("Keeps a list of replicas that may lead without loss.");
}
