package org.apache.kafka.clients.admin;

import io.classickafka.client.config.PropertyTable;
import java.util.Set;

/** The names of the settings of an admin client. */
public final class AdminClientConfig {

  public static final String AUTO_INCLUDE_JMX_REPORTER_CONFIG = "auto.include.jmx.reporter";
  public static final String BOOTSTRAP_CONTROLLERS_CONFIG = "bootstrap.controllers";
  public static final String BOOTSTRAP_SERVERS_CONFIG = "bootstrap.servers";
  public static final String CLIENT_DNS_LOOKUP_CONFIG = "client.dns.lookup";
  public static final String CLIENT_ID_CONFIG = "client.id";
  public static final String CONNECTIONS_MAX_IDLE_MS_CONFIG = "connections.max.idle.ms";
  public static final String DEFAULT_API_TIMEOUT_MS_CONFIG = "default.api.timeout.ms";
  public static final String ENABLE_METRICS_PUSH_CONFIG = "enable.metrics.push";
  public static final String METADATA_MAX_AGE_CONFIG = "metadata.max.age.ms";
  public static final String METADATA_RECOVERY_STRATEGY_CONFIG = "metadata.recovery.strategy";
  public static final String METRIC_REPORTER_CLASSES_CONFIG = "metric.reporters";
  public static final String METRICS_NUM_SAMPLES_CONFIG = "metrics.num.samples";
  public static final String METRICS_RECORDING_LEVEL_CONFIG = "metrics.recording.level";
  public static final String METRICS_SAMPLE_WINDOW_MS_CONFIG = "metrics.sample.window.ms";
  public static final String RECEIVE_BUFFER_CONFIG = "receive.buffer.bytes";
  public static final String RECONNECT_BACKOFF_MAX_MS_CONFIG = "reconnect.backoff.max.ms";
  public static final String RECONNECT_BACKOFF_MS_CONFIG = "reconnect.backoff.ms";
  public static final String REQUEST_TIMEOUT_MS_CONFIG = "request.timeout.ms";
  public static final String RETRIES_CONFIG = "retries";
  public static final String RETRY_BACKOFF_MAX_MS_CONFIG = "retry.backoff.max.ms";
  public static final String RETRY_BACKOFF_MS_CONFIG = "retry.backoff.ms";
  public static final String SECURITY_PROTOCOL_CONFIG = "security.protocol";
  public static final String SECURITY_PROVIDERS_CONFIG = "security.providers";
  public static final String SEND_BUFFER_CONFIG = "send.buffer.bytes";
  public static final String SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG =
      "socket.connection.setup.timeout.max.ms";
  public static final String SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG =
      "socket.connection.setup.timeout.ms";

  private AdminClientConfig() {}

  /** The names of all settings. */
  public static Set<String> configNames() {
    return PropertyTable.ADMIN.names();
  }
}
