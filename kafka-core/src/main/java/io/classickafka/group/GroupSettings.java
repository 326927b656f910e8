package io.classickafka.group;

import io.classickafka.config.BrokerConfig;
import io.classickafka.config.BrokerProperties;
import io.classickafka.record.Compression;
import java.util.concurrent.TimeUnit;

/**
 * The settings of the coordinator.
 *
 * @param offsetMetadataMax characters of the text that a client may store with an offset
 * @param codec of the batches written
 */
public record GroupSettings(
    int sessionTimeoutMinMs,
    int sessionTimeoutMaxMs,
    int initialRebalanceDelayMs,
    int groupMaxSize,
    int offsetMetadataMax,
    long commitTimeoutMs,
    short commitAcks,
    long offsetsRetentionMs,
    long expiryIntervalMs,
    int loadBufferBytes,
    Compression codec) {

  /** How long the first join of a member may take, whatever its session timeout. */
  static final long NEW_MEMBER_JOIN_TIMEOUT_MS = TimeUnit.MINUTES.toMillis(5);

  /** As a broker is configured. */
  public static GroupSettings of(BrokerConfig config) {
    Compression codec =
        Compression.of(config.get(BrokerProperties.OFFSETS_TOPIC_COMPRESSION_CODEC));
    return new GroupSettings(
        config.get(BrokerProperties.GROUP_MIN_SESSION_TIMEOUT_MS),
        config.get(BrokerProperties.GROUP_MAX_SESSION_TIMEOUT_MS),
        config.get(BrokerProperties.GROUP_INITIAL_REBALANCE_DELAY_MS),
        config.get(BrokerProperties.GROUP_MAX_SIZE),
        config.get(BrokerProperties.OFFSET_METADATA_MAX_BYTES),
        config.get(BrokerProperties.OFFSETS_COMMIT_TIMEOUT_MS),
        config.get(BrokerProperties.OFFSETS_COMMIT_REQUIRED_ACKS),
        TimeUnit.MINUTES.toMillis(config.get(BrokerProperties.OFFSETS_RETENTION_MINUTES)),
        config.get(BrokerProperties.OFFSETS_RETENTION_CHECK_INTERVAL_MS),
        config.get(BrokerProperties.OFFSETS_LOAD_BUFFER_SIZE),
        codec == null ? Compression.NONE : codec);
  }
}
