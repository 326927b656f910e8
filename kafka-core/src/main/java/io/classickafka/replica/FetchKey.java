package io.classickafka.replica;

import org.apache.kafka.common.Uuid;

/**
 * A partition as a fetch names it: by the topic's name or, since version 13, by its id.
 *
 * @param topic the name; empty when the id is given
 * @param topicId the id; zero when the name is given
 */
public record FetchKey(String topic, Uuid topicId, int partition) {

  /** A partition by its topic's name. */
  public static FetchKey byName(String topic, int partition) {
    return new FetchKey(topic, Uuid.ZERO_UUID, partition);
  }

  /** A partition by its topic's id. */
  public static FetchKey byId(Uuid topicId, int partition) {
    return new FetchKey("", topicId, partition);
  }

  boolean hasId() {
    return !topicId.equals(Uuid.ZERO_UUID);
  }
}
