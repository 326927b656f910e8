package io.classickafka.api;

import io.classickafka.metadata.BrokerImage;
import io.classickafka.metadata.MetadataDelta;
import io.classickafka.metadata.MetadataImage;
import io.classickafka.metadata.MetadataListener;
import io.classickafka.metadata.PersistentSortedMap;
import io.classickafka.metadata.TopicImage;
import io.classickafka.protocol.message.MetadataResponse.MetadataResponseTopic;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Topics as Metadata responses show them, encoded once for each version and listener and again when
 * the topic or the live brokers change. Thread-safe.
 *
 * <p>An entry is good for the very images it was made of, so a request that still reads an older
 * image is never answered with a newer one, nor the other way round.
 */
final class EncodedTopics implements MetadataListener {

  /** Pairs of version and listener that are kept; clients of a cluster are of few kinds. */
  static final int MAX_KINDS = 6;

  private final Supplier<MetadataImage> present;
  private final Map<Kind, OfKind> kinds = new ConcurrentHashMap<>();

  /**
   * Nothing kept yet.
   *
   * @param present the newest image; changed before this listener is told
   */
  EncodedTopics(Supplier<MetadataImage> present) {
    this.present = present;
  }

  private record Kind(short version, String listener) {}

  private record Entry(TopicImage image, EncodedTopic topic) {}

  /** The topics in one version for one listener, as long as the live brokers are the same. */
  private static final class OfKind {
    final PersistentSortedMap<Integer, BrokerImage> brokers;
    final Map<String, Entry> topics = new ConcurrentHashMap<>();

    OfKind(PersistentSortedMap<Integer, BrokerImage> brokers) {
      this.brokers = brokers;
    }
  }

  /** A topic of an answer, without the operations that are allowed on it. */
  @SuppressWarnings("ReferenceEquality") // An image is a new object whenever something changes.
  MetadataResponseTopic topic(MetadataAnswer answer, TopicImage image) {
    Map<String, Entry> topics = of(answer).topics;
    Entry known = topics.get(image.name());
    if (known != null && known.image == image) {
      return known.topic;
    }
    EncodedTopic encoded = EncodedTopic.of(answer.topic(image), answer.version());
    Entry entry = new Entry(image, encoded);
    topics.put(image.name(), entry);
    // Of a topic that changes or goes meanwhile no listener may be told any more.
    if (present.get().topic(image.name()) != image) {
      topics.remove(image.name(), entry);
    }
    return encoded;
  }

  @SuppressWarnings("ReferenceEquality") // The map is a new object whenever a broker changes.
  private OfKind of(MetadataAnswer answer) {
    Kind kind = new Kind(answer.version(), answer.listener());
    PersistentSortedMap<Integer, BrokerImage> brokers = answer.image().brokers();
    OfKind known = kinds.get(kind);
    if (known != null && known.brokers == brokers) {
      return known;
    }
    if (known == null && kinds.size() >= MAX_KINDS) {
      kinds.clear();
    }
    OfKind fresh = new OfKind(brokers);
    kinds.put(kind, fresh);
    return fresh;
  }

  /** Forgets what nobody can ask for any more. */
  @Override
  public void onMetadata(MetadataImage before, MetadataImage after, MetadataDelta delta) {
    if (delta.brokersChanged()) {
      kinds.clear();
      return;
    }
    for (String topic : delta.changedTopics()) {
      kinds.values().forEach(kind -> kind.topics.remove(topic));
    }
  }

  /** Topics kept over all kinds. */
  int size() {
    int sum = 0;
    for (OfKind kind : kinds.values()) {
      sum += kind.topics.size();
    }
    return sum;
  }
}
