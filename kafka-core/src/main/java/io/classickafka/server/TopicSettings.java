package io.classickafka.server;

import io.classickafka.config.TopicConfig;
import io.classickafka.config.TopicProperties;
import io.classickafka.log.Durability;
import io.classickafka.log.LogConfig;
import io.classickafka.quota.ThrottledReplicas;
import io.classickafka.record.Compression;
import io.classickafka.record.TimestampType;
import io.classickafka.replica.PartitionSettings;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A topic's configuration as its partitions and their logs want it. Pure. */
final class TopicSettings {

  private static final String KEEP_CODEC = "producer";
  private static final String UNCOMPRESSED = "uncompressed";

  private TopicSettings() {}

  /** As a broker wants it, which may be named in the lists of throttled replicas. */
  static PartitionSettings partition(TopicConfig config, int brokerId) {
    return new PartitionSettings(
        log(config),
        config.get(TopicProperties.MIN_INSYNC_REPLICAS),
        config.get(TopicProperties.MESSAGE_DOWNCONVERSION_ENABLE),
        config.get(TopicProperties.UNCLEAN_LEADER_ELECTION_ENABLE),
        ThrottledReplicas.of(
            config.get(TopicProperties.LEADER_REPLICATION_THROTTLED_REPLICAS), brokerId),
        ThrottledReplicas.of(
            config.get(TopicProperties.FOLLOWER_REPLICATION_THROTTLED_REPLICAS), brokerId));
  }

  static LogConfig log(TopicConfig config) {
    List<String> policy = config.get(TopicProperties.CLEANUP_POLICY);
    Compression compression = compression(config.get(TopicProperties.COMPRESSION_TYPE));
    boolean logAppendTime =
        config.get(TopicProperties.MESSAGE_TIMESTAMP_TYPE).equals("LogAppendTime");
    return LogConfig.DEFAULTS.toBuilder()
        .segmentBytes(config.get(TopicProperties.SEGMENT_BYTES))
        .segmentMs(config.get(TopicProperties.SEGMENT_MS))
        .segmentJitterMs(config.get(TopicProperties.SEGMENT_JITTER_MS))
        .segmentIndexBytes(config.get(TopicProperties.SEGMENT_INDEX_BYTES))
        .indexIntervalBytes(config.get(TopicProperties.INDEX_INTERVAL_BYTES))
        .maxMessageBytes(config.get(TopicProperties.MAX_MESSAGE_BYTES))
        .retentionBytes(config.get(TopicProperties.RETENTION_BYTES))
        .retentionMs(config.get(TopicProperties.RETENTION_MS))
        .deletes(policy.contains("delete"))
        .compacts(policy.contains("compact"))
        .minCompactionLagMs(config.get(TopicProperties.MIN_COMPACTION_LAG_MS))
        .maxCompactionLagMs(config.get(TopicProperties.MAX_COMPACTION_LAG_MS))
        .minCleanableRatio(config.get(TopicProperties.MIN_CLEANABLE_DIRTY_RATIO))
        .deleteRetentionMs(config.get(TopicProperties.DELETE_RETENTION_MS))
        .fileDeleteDelayMs(config.get(TopicProperties.FILE_DELETE_DELAY_MS))
        .durability(Durability.of(config.get(TopicProperties.DURABILITY)))
        .flushMessages(config.get(TopicProperties.FLUSH_MESSAGES))
        .flushMs(config.get(TopicProperties.FLUSH_MS))
        .timestampType(logAppendTime ? TimestampType.LOG_APPEND_TIME : TimestampType.CREATE_TIME)
        .timestampBeforeMaxMs(config.get(TopicProperties.MESSAGE_TIMESTAMP_BEFORE_MAX_MS))
        .timestampAfterMaxMs(config.get(TopicProperties.MESSAGE_TIMESTAMP_AFTER_MAX_MS))
        .compression(compression)
        .compressionLevel(level(config, compression))
        .build();
  }

  /** The codec that batches are stored in; null when each keeps its own. */
  private static @Nullable Compression compression(String name) {
    if (name.equals(KEEP_CODEC)) {
      return null;
    }
    return name.equals(UNCOMPRESSED)
        ? Compression.NONE
        : Compression.valueOf(name.toUpperCase(Locale.ROOT));
  }

  private static int level(TopicConfig config, @Nullable Compression compression) {
    if (compression == Compression.GZIP) {
      return config.get(TopicProperties.COMPRESSION_GZIP_LEVEL);
    }
    if (compression == Compression.LZ4) {
      return config.get(TopicProperties.COMPRESSION_LZ4_LEVEL);
    }
    return compression == Compression.ZSTD
        ? config.get(TopicProperties.COMPRESSION_ZSTD_LEVEL)
        : LogConfig.DEFAULTS.compressionLevel();
  }
}
