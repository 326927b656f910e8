package io.classickafka.client.admin;

import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;

/**
 * What the broker says of a topic it created.
 *
 * @param topicId the zero id where the broker is too old to say
 * @param partitionCount as above, -1
 * @param replicaCount as above, -1
 * @param config as above, null
 */
public record CreatedTopic(
    Uuid topicId, int partitionCount, int replicaCount, @Nullable Config config) {

  /** The settings. */
  public Config configOrThrow() {
    if (config == null) {
      throw new UnsupportedVersionException("the broker does not tell the settings of new topics");
    }
    return config;
  }
}
