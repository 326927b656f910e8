package io.classickafka.client.cluster;

import io.classickafka.client.config.ClientProperties;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.config.ConfigException;

/**
 * What every client is told about reaching its cluster. Times in milliseconds.
 *
 * @param clientId the name in every request
 * @param bootstrap where to ask for the cluster first
 * @param requestTimeoutMs longest wait for one answer
 * @param connectTimeoutMs longest wait for one connection
 * @param reconnectBackoffMs pause after a failed connection, growing up to the maximum
 * @param retryBackoffMs pause before a request is repeated, growing up to the maximum
 * @param metadataMaxAgeMs age at which metadata is asked for again
 * @param metadataMaxIdleMs time after which a topic that is not used is forgotten
 * @param autoCreateTopics whether asking for a topic may create it
 */
public record ClientSettings(
    String clientId,
    List<HostPort> bootstrap,
    long requestTimeoutMs,
    long connectTimeoutMs,
    long reconnectBackoffMs,
    long reconnectBackoffMaxMs,
    long retryBackoffMs,
    long retryBackoffMaxMs,
    long metadataMaxAgeMs,
    long metadataMaxIdleMs,
    boolean autoCreateTopics,
    int sendBufferBytes,
    int receiveBufferBytes) {

  /**
   * The settings in the properties of a producer, a consumer or an admin client.
   *
   * @param metadataMaxIdleMs as above; Long.MAX_VALUE for never
   */
  public static ClientSettings of(
      ClientProperties properties,
      String clientId,
      long metadataMaxIdleMs,
      boolean autoCreateTopics) {
    String security = properties.getString("security.protocol");
    if (!security.toUpperCase(Locale.ROOT).equals("PLAINTEXT")) {
      throw new ConfigException("security.protocol", security, "only PLAINTEXT is supported yet");
    }
    return new ClientSettings(
        clientId,
        HostPort.parseAll(properties.getList("bootstrap.servers")),
        properties.getLong("request.timeout.ms"),
        properties.getLong("socket.connection.setup.timeout.ms"),
        properties.getLong("reconnect.backoff.ms"),
        properties.getLong("reconnect.backoff.max.ms"),
        properties.getLong("retry.backoff.ms"),
        properties.getLong("retry.backoff.max.ms"),
        properties.getLong("metadata.max.age.ms"),
        metadataMaxIdleMs,
        autoCreateTopics,
        properties.getInt("send.buffer.bytes"),
        properties.getInt("receive.buffer.bytes"));
  }
}
