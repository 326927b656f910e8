package io.classickafka.config;

import java.util.List;

/**
 * Every property of a topic, as a constant by which {@link TopicConfig} answers. Where one falls
 * back on a broker property, that is its default for all topics of the broker.
 */
public final class TopicProperties {

  private static final PropertyTable TABLE = new PropertyTable("Topics");

  public static final Property<List<String>> CLEANUP_POLICY =
      TABLE
          .ofList("cleanup.policy", "delete")
          .oneOf("compact", "delete")
          .fallingBackOn(BrokerProperties.LOG_CLEANUP_POLICY)
          .doc(
              "What happens to old records: delete, compact (keep the last of each"
                  + " key), or both.");

  public static final Property<Integer> COMPRESSION_GZIP_LEVEL =
      TABLE
          .ofInt("compression.gzip.level", -1)
          .accepting(Constraint.gzipLevel())
          .fallingBackOn(BrokerProperties.COMPRESSION_GZIP_LEVEL)
          .doc("Level of gzip when the broker compresses; -1 is the library's default.");

  public static final Property<Integer> COMPRESSION_LZ4_LEVEL =
      TABLE
          .ofInt("compression.lz4.level", 9)
          .between(1, 17)
          .fallingBackOn(BrokerProperties.COMPRESSION_LZ4_LEVEL)
          .doc("Level of lz4 when the broker compresses.");

  public static final Property<String> COMPRESSION_TYPE =
      TABLE
          .ofString("compression.type", "producer")
          .oneOf("uncompressed", "zstd", "lz4", "snappy", "gzip", "producer")
          .fallingBackOn(BrokerProperties.COMPRESSION_TYPE)
          .doc(
              "The codec in which batches are stored; producer keeps what the producer"
                  + " chose.");

  public static final Property<Integer> COMPRESSION_ZSTD_LEVEL =
      TABLE
          .ofInt("compression.zstd.level", 3)
          .between(-131_072, 22)
          .fallingBackOn(BrokerProperties.COMPRESSION_ZSTD_LEVEL)
          .doc("Level of zstd when the broker compresses.");

  public static final Property<Long> DELETE_RETENTION_MS =
      TABLE
          .ofLong("delete.retention.ms", 86_400_000L)
          .atLeast(0)
          .fallingBackOn(BrokerProperties.LOG_CLEANER_DELETE_RETENTION_MS)
          .doc("How long the mark of a deleted key stays in a compacted log.");

  public static final Property<String> DURABILITY =
      TABLE
          .ofString("durability", "page-cache")
          .oneOf("page-cache", "flush")
          .fallingBackOn(BrokerProperties.LOG_DURABILITY)
          .own(Reasons.DURABILITY)
          .doc(
              "When an append counts, as an acknowledgement and for the high watermark:"
                  + " once the operating system has it, or once it was forced to disk.");

  public static final Property<Long> FILE_DELETE_DELAY_MS =
      TABLE
          .ofLong("file.delete.delay.ms", 60_000L)
          .atLeast(0)
          .fallingBackOn(BrokerProperties.LOG_SEGMENT_DELETE_DELAY_MS)
          .doc("How long a deleted segment's files stay on disk, renamed.");

  public static final Property<Long> FLUSH_MESSAGES =
      TABLE
          .ofLong("flush.messages", Long.MAX_VALUE)
          .atLeast(1)
          .fallingBackOn(BrokerProperties.LOG_FLUSH_INTERVAL_MESSAGES)
          .mapped(Reasons.FLUSH_MESSAGES)
          .doc("Forces the log to disk after this many records.");

  public static final Property<Long> FLUSH_MS =
      TABLE
          .ofLong("flush.ms", Long.MAX_VALUE)
          .atLeast(0)
          .fallingBackOn(BrokerProperties.LOG_FLUSH_INTERVAL_MS)
          .doc(
              "Forces the log to disk after this long, as often as"
                  + " log.flush.scheduler.interval.ms has the broker look.");

  public static final Property<List<String>> FOLLOWER_REPLICATION_THROTTLED_REPLICAS =
      TABLE
          .ofList("follower.replication.throttled.replicas")
          .accepting(Constraint.throttledReplicas("follower.replication.throttled.replicas"))
          .doc(
              "Followers whose replication is throttled, as partition:broker pairs, or"
                  + " * for all.");

  public static final Property<Integer> INDEX_INTERVAL_BYTES =
      TABLE
          .ofInt("index.interval.bytes", 4096)
          .atLeast(0)
          .fallingBackOn(BrokerProperties.LOG_INDEX_INTERVAL_BYTES)
          .doc("Bytes of records between two entries of the offset index.");

  public static final Property<List<String>> LEADER_REPLICATION_THROTTLED_REPLICAS =
      TABLE
          .ofList("leader.replication.throttled.replicas")
          .accepting(Constraint.throttledReplicas("leader.replication.throttled.replicas"))
          .doc(
              "Leaders whose replication is throttled, as partition:broker pairs, or *"
                  + " for all.");

  public static final Property<Long> LOCAL_RETENTION_BYTES =
      TABLE
          .ofLong("local.retention.bytes", -2L)
          .atLeast(-2)
          .fallingBackOn(BrokerProperties.LOG_LOCAL_RETENTION_BYTES)
          .ignored(Reasons.TIER)
          .doc("Size kept on local disks; -2 is the whole retention.");

  public static final Property<Long> LOCAL_RETENTION_MS =
      TABLE
          .ofLong("local.retention.ms", -2L)
          .atLeast(-2)
          .fallingBackOn(BrokerProperties.LOG_LOCAL_RETENTION_MS)
          .ignored(Reasons.TIER)
          .doc("Age kept on local disks; -2 is the whole retention.");

  public static final Property<Long> MAX_COMPACTION_LAG_MS =
      TABLE
          .ofLong("max.compaction.lag.ms", Long.MAX_VALUE)
          .atLeast(1)
          .fallingBackOn(BrokerProperties.LOG_CLEANER_MAX_COMPACTION_LAG_MS)
          .doc("Age at which a record must have been looked at by the cleaner.");

  public static final Property<Integer> MAX_MESSAGE_BYTES =
      TABLE
          .ofInt("max.message.bytes", 1_048_588)
          .atLeast(0)
          .fallingBackOn(BrokerProperties.MESSAGE_MAX_BYTES)
          .doc("Largest record batch the topic accepts.");

  public static final Property<Boolean> MESSAGE_DOWNCONVERSION_ENABLE =
      TABLE
          .ofBoolean("message.downconversion.enable", true)
          .fallingBackOn(BrokerProperties.LOG_MESSAGE_DOWNCONVERSION_ENABLE)
          .doc("Converts records for consumers that only read an older format.");

  public static final Property<String> MESSAGE_FORMAT_VERSION =
      TABLE
          .ofString("message.format.version", "3.0-IV1")
          .accepting(Constraint.release())
          .fallingBackOn(BrokerProperties.LOG_MESSAGE_FORMAT_VERSION)
          .ignored(
              "records are stored in the format of 3.0, as Apache 3.x does with an"
                  + " inter-broker protocol of 3.0 or later")
          .doc("The record format of older brokers; deprecated.");

  public static final Property<Long> MESSAGE_TIMESTAMP_AFTER_MAX_MS =
      TABLE
          .ofLong("message.timestamp.after.max.ms", Long.MAX_VALUE)
          .atLeast(0)
          .fallingBackOn(BrokerProperties.LOG_MESSAGE_TIMESTAMP_AFTER_MAX_MS)
          .doc("How far a record's time may lie in the future.");

  public static final Property<Long> MESSAGE_TIMESTAMP_BEFORE_MAX_MS =
      TABLE
          .ofLong("message.timestamp.before.max.ms", Long.MAX_VALUE)
          .atLeast(0)
          .fallingBackOn(BrokerProperties.LOG_MESSAGE_TIMESTAMP_BEFORE_MAX_MS)
          .doc("How far a record's time may lie in the past.");

  public static final Property<Long> MESSAGE_TIMESTAMP_DIFFERENCE_MAX_MS =
      TABLE
          .ofLong("message.timestamp.difference.max.ms", Long.MAX_VALUE)
          .atLeast(0)
          .fallingBackOn(BrokerProperties.LOG_MESSAGE_TIMESTAMP_DIFFERENCE_MAX_MS)
          .doc(
              "Both limits at once; deprecated, and counts only while the two others"
                  + " are unset.");

  public static final Property<String> MESSAGE_TIMESTAMP_TYPE =
      TABLE
          .ofString("message.timestamp.type", "CreateTime")
          .oneOf("CreateTime", "LogAppendTime")
          .fallingBackOn(BrokerProperties.LOG_MESSAGE_TIMESTAMP_TYPE)
          .doc(
              "Whether a record's time is the producer's (CreateTime) or the broker's"
                  + " (LogAppendTime).");

  public static final Property<Double> MIN_CLEANABLE_DIRTY_RATIO =
      TABLE
          .ofDouble("min.cleanable.dirty.ratio", 0.5)
          .between(0, 1)
          .fallingBackOn(BrokerProperties.LOG_CLEANER_MIN_CLEANABLE_RATIO)
          .doc("Share of the log that must be uncleaned before it is cleaned.");

  public static final Property<Long> MIN_COMPACTION_LAG_MS =
      TABLE
          .ofLong("min.compaction.lag.ms", 0L)
          .atLeast(0)
          .fallingBackOn(BrokerProperties.LOG_CLEANER_MIN_COMPACTION_LAG_MS)
          .doc("Age before which a record is not compacted away.");

  public static final Property<Integer> MIN_INSYNC_REPLICAS =
      TABLE
          .ofInt("min.insync.replicas", 1)
          .atLeast(1)
          .fallingBackOn(BrokerProperties.MIN_INSYNC_REPLICAS)
          .doc("In-sync replicas that a write with acks=all needs.");

  public static final Property<Boolean> PREALLOCATE =
      TABLE
          .ofBoolean("preallocate", false)
          .fallingBackOn(BrokerProperties.LOG_PREALLOCATE)
          .notYet(Reasons.PREALLOCATION)
          .doc("Reserves the whole segment file when it is made.");

  public static final Property<Boolean> REMOTE_LOG_COPY_DISABLE =
      TABLE
          .ofBoolean("remote.log.copy.disable", false)
          .ignored(Reasons.TIER)
          .doc("Stops copying segments to remote storage.");

  public static final Property<Boolean> REMOTE_LOG_DELETE_ON_DISABLE =
      TABLE
          .ofBoolean("remote.log.delete.on.disable", false)
          .ignored(Reasons.TIER)
          .doc("Deletes remote segments when remote storage is turned off.");

  public static final Property<Boolean> REMOTE_STORAGE_ENABLE =
      TABLE
          .ofBoolean("remote.storage.enable", false)
          .refused(
              "tiered storage is not supported, and records that only lie in remote"
                  + " storage could not be served")
          .doc("Turns tiered storage on for the topic.");

  public static final Property<Long> RETENTION_BYTES =
      TABLE
          .ofLong("retention.bytes", -1L)
          .fallingBackOn(BrokerProperties.LOG_RETENTION_BYTES)
          .doc(
              "Size of a partition's log beyond which its oldest segments are deleted;"
                  + " -1 sets no limit.");

  public static final Property<Long> RETENTION_MS =
      TABLE
          .ofLong("retention.ms", 604_800_000L)
          .atLeast(-1)
          .fallingBackOn(BrokerProperties.LOG_RETENTION_MS)
          .doc("Age at which a closed segment is deleted; -1 keeps it.");

  public static final Property<Integer> SEGMENT_BYTES =
      TABLE
          .ofInt("segment.bytes", 1_073_741_824)
          .atLeast(14)
          .fallingBackOn(BrokerProperties.LOG_SEGMENT_BYTES)
          .doc("Size at which a segment is closed and the next begins.");

  public static final Property<Integer> SEGMENT_INDEX_BYTES =
      TABLE
          .ofInt("segment.index.bytes", 10_485_760)
          .atLeast(4)
          .fallingBackOn(BrokerProperties.LOG_INDEX_SIZE_MAX_BYTES)
          .doc("Size at which an index is full and the segment is closed.");

  public static final Property<Long> SEGMENT_JITTER_MS =
      TABLE
          .ofLong("segment.jitter.ms", 0L)
          .atLeast(0)
          .fallingBackOn(BrokerProperties.LOG_ROLL_JITTER_MS)
          .doc(
              "Most that is taken off segment.ms at random, so that segments do not"
                  + " roll all at once.");

  public static final Property<Long> SEGMENT_MS =
      TABLE
          .ofLong("segment.ms", 604_800_000L)
          .atLeast(1)
          .fallingBackOn(BrokerProperties.LOG_ROLL_MS)
          .doc("Age at which a segment is closed even when it is not full.");

  public static final Property<Boolean> UNCLEAN_LEADER_ELECTION_ENABLE =
      TABLE
          .ofBoolean("unclean.leader.election.enable", false)
          .fallingBackOn(BrokerProperties.UNCLEAN_LEADER_ELECTION_ENABLE)
          .doc(
              "Lets a replica outside the in-sync set lead when no other is alive,"
                  + " which can lose records.");

  /** Every property, by name. */
  public static final List<Property<?>> ALL = TABLE.properties();

  private TopicProperties() {}
}
