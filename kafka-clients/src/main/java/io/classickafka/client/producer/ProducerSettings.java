package io.classickafka.client.producer;

import io.classickafka.client.config.ClientProperties;
import io.classickafka.record.Compression;
import org.apache.kafka.common.config.ConfigException;

/**
 * How a producer batches, sends and repeats. Times in milliseconds.
 *
 * @param acks -1, 0 or 1
 * @param retries how often a batch is repeated at most
 */
public record ProducerSettings(
    short acks,
    int batchSizeBytes,
    long lingerMs,
    long bufferMemoryBytes,
    int maxRequestSizeBytes,
    int maxInFlight,
    int retries,
    long requestTimeoutMs,
    long deliveryTimeoutMs,
    boolean idempotent,
    boolean adaptivePartitions,
    Compression compression,
    int compressionLevel) {

  private static final int MAX_IN_FLIGHT_IN_ORDER = 5;

  /** The settings in a producer's properties; contradictions are refused. */
  public static ProducerSettings of(ClientProperties properties) {
    String acksText = properties.getString("acks");
    short acks = acksText.equals("all") ? -1 : Short.parseShort(acksText);
    int retries = properties.getInt("retries");
    int maxInFlight = properties.getInt("max.in.flight.requests.per.connection");
    Compression codec = Compression.ofName(properties.getString("compression.type"));
    if (codec == null) {
      throw new ConfigException("compression.type", properties.getString("compression.type"));
    }
    return new ProducerSettings(
        acks,
        Math.max(1, properties.getInt("batch.size")),
        properties.getLong("linger.ms"),
        properties.getLong("buffer.memory"),
        properties.getInt("max.request.size"),
        maxInFlight,
        retries,
        properties.getLong("request.timeout.ms"),
        deliveryTimeoutMs(properties),
        isIdempotent(properties, acks, retries, maxInFlight),
        properties.getBoolean("partitioner.adaptive.partitioning.enable"),
        codec,
        level(properties, codec));
  }

  // On by default, but other settings that were given weigh more than a default.
  private static boolean isIdempotent(
      ClientProperties properties, short acks, int retries, int maxInFlight) {
    if (!properties.getBoolean("enable.idempotence")) {
      return false;
    }
    String conflict = null;
    if (acks != -1) {
      conflict = "acks must be all";
    } else if (retries == 0) {
      conflict = "retries must not be 0";
    } else if (maxInFlight > MAX_IN_FLIGHT_IN_ORDER) {
      conflict = "max.in.flight.requests.per.connection must be at most " + MAX_IN_FLIGHT_IN_ORDER;
    }
    if (conflict != null && properties.isGiven("enable.idempotence")) {
      throw new ConfigException("enable.idempotence", true, conflict);
    }
    return conflict == null;
  }

  private static long deliveryTimeoutMs(ClientProperties properties) {
    long given = properties.getLong("delivery.timeout.ms");
    long least = properties.getLong("linger.ms") + properties.getLong("request.timeout.ms");
    if (given < least && properties.isGiven("delivery.timeout.ms")) {
      throw new ConfigException(
          "delivery.timeout.ms", given, "less than linger.ms and request.timeout.ms together");
    }
    return Math.max(given, least);
  }

  private static int level(ClientProperties properties, Compression codec) {
    return switch (codec) {
      case GZIP -> properties.getInt("compression.gzip.level");
      case LZ4 -> properties.getInt("compression.lz4.level");
      case ZSTD -> properties.getInt("compression.zstd.level");
      default -> codec.defaultLevel();
    };
  }
}
