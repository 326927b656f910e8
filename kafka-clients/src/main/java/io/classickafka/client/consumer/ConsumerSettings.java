package io.classickafka.client.consumer;

import io.classickafka.client.config.ClientProperties;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * How a consumer fetches, commits and belongs to its group. Times in milliseconds.
 *
 * @param rack where the consumer is; empty when it does not say
 */
public record ConsumerSettings(
    @Nullable String groupId,
    @Nullable String groupInstanceId,
    int sessionTimeoutMs,
    int heartbeatIntervalMs,
    int maxPollIntervalMs,
    boolean autoCommit,
    int autoCommitIntervalMs,
    OffsetResetStrategy reset,
    boolean readCommitted,
    int fetchMinBytes,
    int fetchMaxBytes,
    int fetchMaxWaitMs,
    int partitionMaxBytes,
    int maxPollRecords,
    boolean checkCrcs,
    boolean excludeInternalTopics,
    long defaultApiTimeoutMs,
    String rack,
    List<ConsumerPartitionAssignor> assignors) {

  /** The settings in a consumer's properties. */
  public static ConsumerSettings of(
      ClientProperties properties, List<ConsumerPartitionAssignor> assignors) {
    if (properties.getString("group.protocol").equalsIgnoreCase("consumer")) {
      throw new ConfigException(
          "group.protocol", "consumer", "brokers with ZooKeeper have the classic protocol alone");
    }
    String groupId = properties.findString("group.id");
    boolean autoCommit = properties.getBoolean("enable.auto.commit");
    if (groupId == null && autoCommit) {
      if (properties.isGiven("enable.auto.commit")) {
        throw new ConfigException("enable.auto.commit", true, "it needs a group.id");
      }
      autoCommit = false;
    }
    if (groupId != null && groupId.isBlank()) {
      throw new ConfigException("group.id", groupId, "it must not be empty");
    }
    int heartbeatMs = properties.getInt("heartbeat.interval.ms");
    int sessionMs = properties.getInt("session.timeout.ms");
    if (heartbeatMs <= 0 || heartbeatMs >= sessionMs) {
      throw new ConfigException(
          "heartbeat.interval.ms", heartbeatMs, "it must be below session.timeout.ms");
    }
    return new ConsumerSettings(
        groupId,
        properties.findString("group.instance.id"),
        sessionMs,
        heartbeatMs,
        properties.getInt("max.poll.interval.ms"),
        autoCommit,
        properties.getInt("auto.commit.interval.ms"),
        OffsetResetStrategy.valueOf(
            properties.getString("auto.offset.reset").toUpperCase(Locale.ROOT)),
        properties.getString("isolation.level").equals("read_committed"),
        properties.getInt("fetch.min.bytes"),
        properties.getInt("fetch.max.bytes"),
        properties.getInt("fetch.max.wait.ms"),
        properties.getInt("max.partition.fetch.bytes"),
        properties.getInt("max.poll.records"),
        properties.getBoolean("check.crcs"),
        properties.getBoolean("exclude.internal.topics"),
        properties.getInt("default.api.timeout.ms"),
        properties.getString("client.rack"),
        List.copyOf(assignors));
  }

  byte isolationLevel() {
    return (byte) (readCommitted ? 1 : 0);
  }
}
