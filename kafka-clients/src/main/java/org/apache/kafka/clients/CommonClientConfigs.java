package org.apache.kafka.clients;

/** The names of the settings that all clients share. */
public final class CommonClientConfigs {

  public static final String BOOTSTRAP_SERVERS_CONFIG = "bootstrap.servers";
  public static final String CLIENT_DNS_LOOKUP_CONFIG = "client.dns.lookup";
  public static final String METADATA_MAX_AGE_CONFIG = "metadata.max.age.ms";
  public static final String SEND_BUFFER_CONFIG = "send.buffer.bytes";
  public static final int SEND_BUFFER_LOWER_BOUND = -1;
  public static final String RECEIVE_BUFFER_CONFIG = "receive.buffer.bytes";
  public static final int RECEIVE_BUFFER_LOWER_BOUND = -1;
  public static final String CLIENT_ID_CONFIG = "client.id";
  public static final String CLIENT_RACK_CONFIG = "client.rack";
  public static final String DEFAULT_CLIENT_RACK = "";
  public static final String RECONNECT_BACKOFF_MS_CONFIG = "reconnect.backoff.ms";
  public static final String RECONNECT_BACKOFF_MAX_MS_CONFIG = "reconnect.backoff.max.ms";
  public static final String RETRIES_CONFIG = "retries";
  public static final String RETRY_BACKOFF_MS_CONFIG = "retry.backoff.ms";
  public static final String RETRY_BACKOFF_MAX_MS_CONFIG = "retry.backoff.max.ms";
  public static final int RETRY_BACKOFF_EXP_BASE = 2;
  public static final double RETRY_BACKOFF_JITTER = 0.2d;
  public static final String ENABLE_METRICS_PUSH_CONFIG = "enable.metrics.push";
  public static final String METRICS_SAMPLE_WINDOW_MS_CONFIG = "metrics.sample.window.ms";
  public static final String METRICS_NUM_SAMPLES_CONFIG = "metrics.num.samples";
  public static final String METRICS_RECORDING_LEVEL_CONFIG = "metrics.recording.level";
  public static final String METRIC_REPORTER_CLASSES_CONFIG = "metric.reporters";
  public static final String METRICS_CONTEXT_PREFIX = "metrics.context.";
  public static final String AUTO_INCLUDE_JMX_REPORTER_CONFIG = "auto.include.jmx.reporter";
  public static final String SECURITY_PROTOCOL_CONFIG = "security.protocol";
  public static final String DEFAULT_SECURITY_PROTOCOL = "PLAINTEXT";
  public static final String SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG =
      "socket.connection.setup.timeout.ms";
  public static final String SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG =
      "socket.connection.setup.timeout.max.ms";
  public static final String CONNECTIONS_MAX_IDLE_MS_CONFIG = "connections.max.idle.ms";
  public static final String REQUEST_TIMEOUT_MS_CONFIG = "request.timeout.ms";
  public static final String DEFAULT_LIST_KEY_SERDE_INNER_CLASS = "default.list.key.serde.inner";
  public static final String DEFAULT_LIST_VALUE_SERDE_INNER_CLASS =
      "default.list.value.serde.inner";
  public static final String DEFAULT_LIST_KEY_SERDE_TYPE_CLASS = "default.list.key.serde.type";
  public static final String DEFAULT_LIST_VALUE_SERDE_TYPE_CLASS = "default.list.value.serde.type";
  public static final String GROUP_ID_CONFIG = "group.id";
  public static final String GROUP_INSTANCE_ID_CONFIG = "group.instance.id";
  public static final String MAX_POLL_INTERVAL_MS_CONFIG = "max.poll.interval.ms";
  public static final String REBALANCE_TIMEOUT_MS_CONFIG = "rebalance.timeout.ms";
  public static final String SESSION_TIMEOUT_MS_CONFIG = "session.timeout.ms";
  public static final String HEARTBEAT_INTERVAL_MS_CONFIG = "heartbeat.interval.ms";
  public static final String DEFAULT_API_TIMEOUT_MS_CONFIG = "default.api.timeout.ms";
  public static final String METADATA_RECOVERY_STRATEGY_CONFIG = "metadata.recovery.strategy";

  private CommonClientConfigs() {}
}
