package io.classickafka.config;

/**
 * How much may be copied a second; set while brokers run, and never in a file (KIP-73, KIP-113).
 */
interface ThrottleProperties {

  PropertyTable THROTTLE_TABLE = new PropertyTable("Throttles, at run time only");

  Property<Long> FOLLOWER_REPLICATION_THROTTLED_RATE =
      THROTTLE_TABLE
          .ofLong("follower.replication.throttled.rate", Long.MAX_VALUE)
          .atLeast(0)
          .runTimeOnly()
          .doc(
              "Bytes a second that the broker fetches of replicas in"
                  + " follower.replication.throttled.replicas that are not in sync.");

  Property<Long> LEADER_REPLICATION_THROTTLED_RATE =
      THROTTLE_TABLE
          .ofLong("leader.replication.throttled.rate", Long.MAX_VALUE)
          .atLeast(0)
          .runTimeOnly()
          .doc(
              "Bytes a second that the broker sends of partitions in"
                  + " leader.replication.throttled.replicas to followers that are not in sync.");

  Property<Long> REPLICA_ALTER_LOG_DIRS_IO_MAX_BYTES_PER_SECOND =
      THROTTLE_TABLE
          .ofLong("replica.alter.log.dirs.io.max.bytes.per.second", Long.MAX_VALUE)
          .atLeast(0)
          .runTimeOnly()
          .doc("Bytes a second that are copied between the broker's log directories.");
}
