package io.classickafka.config;

/** The group coordinator and its topic. */
interface GroupProperties {

  PropertyTable GROUP_TABLE = new PropertyTable("Consumer groups");

  Property<Integer> GROUP_INITIAL_REBALANCE_DELAY_MS =
      GROUP_TABLE
          .ofInt("group.initial.rebalance.delay.ms", 3000)
          .doc("How long an empty group waits for more members before its first" + " assignment.");

  Property<Integer> GROUP_MIN_SESSION_TIMEOUT_MS =
      GROUP_TABLE
          .ofInt("group.min.session.timeout.ms", 6000)
          .doc("Shortest session timeout a member may ask for.");

  Property<Integer> GROUP_MAX_SESSION_TIMEOUT_MS =
      GROUP_TABLE
          .ofInt("group.max.session.timeout.ms", 1_800_000)
          .doc("Longest session timeout a member may ask for.");

  Property<Integer> GROUP_MAX_SIZE =
      GROUP_TABLE
          .ofInt("group.max.size", Integer.MAX_VALUE)
          .atLeast(1)
          .doc("Most members of a group.");

  Property<Integer> OFFSET_METADATA_MAX_BYTES =
      GROUP_TABLE
          .ofInt("offset.metadata.max.bytes", 4096)
          .doc("Longest text a client may store with an offset.");

  Property<Short> OFFSETS_COMMIT_REQUIRED_ACKS =
      GROUP_TABLE
          .ofShort("offsets.commit.required.acks", -1)
          .doc("Acks that a commit of offsets needs; -1 is all in-sync replicas.");

  Property<Integer> OFFSETS_COMMIT_TIMEOUT_MS =
      GROUP_TABLE
          .ofInt("offsets.commit.timeout.ms", 5000)
          .atLeast(1)
          .doc("How long a commit waits for them.");

  Property<Integer> OFFSETS_LOAD_BUFFER_SIZE =
      GROUP_TABLE
          .ofInt("offsets.load.buffer.size", 5_242_880)
          .atLeast(1)
          .doc("Bytes read at a time when a coordinator loads its partition.");

  Property<Integer> OFFSETS_RETENTION_MINUTES =
      GROUP_TABLE
          .ofInt("offsets.retention.minutes", 10_080)
          .atLeast(1)
          .doc("How long the offsets of an empty group are kept.");

  Property<Long> OFFSETS_RETENTION_CHECK_INTERVAL_MS =
      GROUP_TABLE
          .ofLong("offsets.retention.check.interval.ms", 600_000L)
          .atLeast(1)
          .doc("How often the broker looks for offsets to drop.");

  Property<Integer> OFFSETS_TOPIC_COMPRESSION_CODEC =
      GROUP_TABLE
          .ofInt("offsets.topic.compression.codec", 0)
          .doc("Codec number of what coordinators write.");

  Property<Integer> OFFSETS_TOPIC_NUM_PARTITIONS =
      GROUP_TABLE
          .ofInt("offsets.topic.num.partitions", 50)
          .atLeast(1)
          .doc("Partitions of __consumer_offsets; must not change once it exists.");

  Property<Short> OFFSETS_TOPIC_REPLICATION_FACTOR =
      GROUP_TABLE
          .ofShort("offsets.topic.replication.factor", 3)
          .atLeast(1)
          .doc("Replicas of __consumer_offsets.");

  Property<Integer> OFFSETS_TOPIC_SEGMENT_BYTES =
      GROUP_TABLE
          .ofInt("offsets.topic.segment.bytes", 104_857_600)
          .atLeast(1)
          .doc("Segment size of __consumer_offsets.");
}
