package org.apache.kafka.clients.producer;

import io.classickafka.client.config.PropertyTable;
import java.util.Set;

/** The names of the settings of a producer. */
public final class ProducerConfig {

  public static final String BOOTSTRAP_SERVERS_CONFIG = "bootstrap.servers";
  public static final String CLIENT_DNS_LOOKUP_CONFIG = "client.dns.lookup";
  public static final String METADATA_MAX_AGE_CONFIG = "metadata.max.age.ms";
  public static final String METADATA_MAX_IDLE_CONFIG = "metadata.max.idle.ms";
  public static final String BATCH_SIZE_CONFIG = "batch.size";
  public static final String PARTITIONER_ADPATIVE_PARTITIONING_ENABLE_CONFIG =
      "partitioner.adaptive.partitioning.enable";
  public static final String PARTITIONER_AVAILABILITY_TIMEOUT_MS_CONFIG =
      "partitioner.availability.timeout.ms";
  public static final String PARTITIONER_IGNORE_KEYS_CONFIG = "partitioner.ignore.keys";
  public static final String ACKS_CONFIG = "acks";
  public static final String LINGER_MS_CONFIG = "linger.ms";
  public static final String REQUEST_TIMEOUT_MS_CONFIG = "request.timeout.ms";
  public static final String DELIVERY_TIMEOUT_MS_CONFIG = "delivery.timeout.ms";
  public static final String CLIENT_ID_CONFIG = "client.id";
  public static final String SEND_BUFFER_CONFIG = "send.buffer.bytes";
  public static final String RECEIVE_BUFFER_CONFIG = "receive.buffer.bytes";
  public static final String MAX_REQUEST_SIZE_CONFIG = "max.request.size";
  public static final String RECONNECT_BACKOFF_MS_CONFIG = "reconnect.backoff.ms";
  public static final String RECONNECT_BACKOFF_MAX_MS_CONFIG = "reconnect.backoff.max.ms";
  public static final String MAX_BLOCK_MS_CONFIG = "max.block.ms";
  public static final String BUFFER_MEMORY_CONFIG = "buffer.memory";
  public static final String RETRY_BACKOFF_MS_CONFIG = "retry.backoff.ms";
  public static final String RETRY_BACKOFF_MAX_MS_CONFIG = "retry.backoff.max.ms";
  public static final String ENABLE_METRICS_PUSH_CONFIG = "enable.metrics.push";
  public static final String COMPRESSION_TYPE_CONFIG = "compression.type";
  public static final String COMPRESSION_GZIP_LEVEL_CONFIG = "compression.gzip.level";
  public static final String COMPRESSION_LZ4_LEVEL_CONFIG = "compression.lz4.level";
  public static final String COMPRESSION_ZSTD_LEVEL_CONFIG = "compression.zstd.level";
  public static final String METRICS_SAMPLE_WINDOW_MS_CONFIG = "metrics.sample.window.ms";
  public static final String METRICS_NUM_SAMPLES_CONFIG = "metrics.num.samples";
  public static final String METRICS_RECORDING_LEVEL_CONFIG = "metrics.recording.level";
  public static final String METRIC_REPORTER_CLASSES_CONFIG = "metric.reporters";
  public static final String AUTO_INCLUDE_JMX_REPORTER_CONFIG = "auto.include.jmx.reporter";
  public static final String MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION =
      "max.in.flight.requests.per.connection";
  public static final String RETRIES_CONFIG = "retries";
  public static final String KEY_SERIALIZER_CLASS_CONFIG = "key.serializer";
  public static final String VALUE_SERIALIZER_CLASS_CONFIG = "value.serializer";
  public static final String SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG =
      "socket.connection.setup.timeout.ms";
  public static final String SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG =
      "socket.connection.setup.timeout.max.ms";
  public static final String CONNECTIONS_MAX_IDLE_MS_CONFIG = "connections.max.idle.ms";
  public static final String PARTITIONER_CLASS_CONFIG = "partitioner.class";
  public static final String INTERCEPTOR_CLASSES_CONFIG = "interceptor.classes";
  public static final String ENABLE_IDEMPOTENCE_CONFIG = "enable.idempotence";
  public static final String TRANSACTION_TIMEOUT_CONFIG = "transaction.timeout.ms";
  public static final String TRANSACTIONAL_ID_CONFIG = "transactional.id";
  public static final String SECURITY_PROVIDERS_CONFIG = "security.providers";

  private ProducerConfig() {}

  /** The names of all settings. */
  public static Set<String> configNames() {
    return PropertyTable.PRODUCER.names();
  }
}
