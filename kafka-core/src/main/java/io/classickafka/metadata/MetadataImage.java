package io.classickafka.metadata;

import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * The cluster at one moment. Immutable.
 *
 * @param controllerId a broker id, or {@link #NO_CONTROLLER}
 * @param brokers the live brokers, by id
 * @param topics by name
 * @param topicNames the name for each topic id
 * @param births how many times a broker appeared so far
 */
public record MetadataImage(
    int controllerId,
    PersistentSortedMap<Integer, BrokerImage> brokers,
    PersistentSortedMap<String, TopicImage> topics,
    PersistentSortedMap<Uuid, String> topicNames,
    long births) {

  /** There is no controller, or it is not known. */
  public static final int NO_CONTROLLER = -1;

  /** Stands for the birth of a broker that is not alive. */
  public static final long NOT_ALIVE = -1;

  /** What a broker knows before the controller told it anything. */
  public static final MetadataImage EMPTY =
      new MetadataImage(
          NO_CONTROLLER,
          PersistentSortedMap.empty(),
          PersistentSortedMap.empty(),
          PersistentSortedMap.empty(),
          0);

  public @Nullable TopicImage topic(String name) {
    return topics.get(name);
  }

  public @Nullable TopicImage topic(Uuid id) {
    String name = topicNames.get(id);
    return name == null ? null : topics.get(name);
  }

  public @Nullable PartitionImage partition(String topic, int partition) {
    TopicImage image = topics.get(topic);
    return image == null ? null : image.partition(partition);
  }

  /** The id of a topic; {@link Uuid#ZERO_UUID} when the topic or its id is not known. */
  public Uuid topicId(String name) {
    TopicImage topic = topics.get(name);
    return topic == null ? Uuid.ZERO_UUID : topic.id();
  }

  public boolean isAlive(int brokerId) {
    return brokers.containsKey(brokerId);
  }

  /**
   * Tells one life of a broker from the next: grows whenever it appears anew. {@link #NOT_ALIVE}
   * while it is not there.
   */
  public long birth(int brokerId) {
    BrokerImage broker = brokers.get(brokerId);
    return broker == null ? NOT_ALIVE : broker.birth();
  }

  /** A live broker's endpoint on a listener; null when it is not alive or has no such listener. */
  public @Nullable BrokerEndpoint endpoint(int brokerId, String listener) {
    BrokerImage broker = brokers.get(brokerId);
    return broker == null ? null : broker.endpoint(listener);
  }
}
