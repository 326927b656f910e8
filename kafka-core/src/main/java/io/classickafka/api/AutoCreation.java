package io.classickafka.api;

import io.classickafka.config.BrokerConfig;
import io.classickafka.config.BrokerProperties;
import io.classickafka.controller.NewTopic;
import io.classickafka.controller.TopicOutcome;
import io.classickafka.metadata.MetadataCache;
import io.classickafka.metadata.MetadataImage;
import io.classickafka.metadata.PartitionImage;
import io.classickafka.metadata.TopicImage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.seam.EventLoop;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Creates topics that somebody asked for and waits until this broker knows their leaders, so that
 * the first answer a client gets is one it can use. A topic is asked for once at a time, however
 * many wait for it. State of the metadata cache's loop.
 *
 * <p>Bounded: in time by {@link #WAIT_MS}, and in topics under way by {@link #MAX_UNDER_WAY}; who
 * comes then is answered at once as if the topic were being created.
 */
public final class AutoCreation {

  /** Longest wait for a leader; clients wait 5 s and more for metadata. */
  static final int WAIT_MS = 3_000;

  static final int MAX_UNDER_WAY = 100;

  private final MetadataCache cache;
  private final EventLoop loop;
  private final TopicCreator creator;
  private final Supplier<BrokerConfig> config;
  private final Set<String> underWay = new LinkedHashSet<>();
  private final Set<Waiter> waiters = new LinkedHashSet<>();

  public AutoCreation(MetadataCache cache, TopicCreator creator, Supplier<BrokerConfig> config) {
    this.cache = cache;
    this.loop = cache.owner();
    this.creator = creator;
    this.config = config;
    cache.addListener((before, after, delta) -> onMetadata(after));
  }

  /** Somebody who waits for topics. */
  private static final class Waiter {
    final Set<String> missing;
    final Map<String, ErrorCode> errors = new LinkedHashMap<>();
    final Consumer<Map<String, ErrorCode>> reply;
    boolean answered;

    Waiter(List<String> topics, Consumer<Map<String, ErrorCode>> reply) {
      this.missing = new LinkedHashSet<>(topics);
      this.reply = reply;
    }
  }

  /**
   * Creates what does not exist and waits. From any thread.
   *
   * @param reply on the cache's loop: the topics that could not be created, with the reason. The
   *     image has leaders for the others, or the time is up
   */
  void create(List<String> topics, Consumer<Map<String, ErrorCode>> reply) {
    loop.executeOrRun(() -> begin(topics, reply));
  }

  private void begin(List<String> topics, Consumer<Map<String, ErrorCode>> reply) {
    List<NewTopic> asked = new ArrayList<>();
    for (String topic : topics) {
      if (cache.image().topic(topic) == null
          && underWay.size() < MAX_UNDER_WAY
          && underWay.add(topic)) {
        asked.add(settings(topic));
      }
    }
    Waiter waiter = new Waiter(topics, reply);
    waiters.add(waiter);
    if (!asked.isEmpty()) {
      int patienceMs = config.get().get(BrokerProperties.REQUEST_TIMEOUT_MS);
      creator.create(
          asked, patienceMs, outcomes -> loop.execute(() -> onOutcomes(asked, outcomes)));
    }
    waiter.missing.removeIf(topic -> hasLeaders(cache.image(), topic));
    if (Collections.disjoint(waiter.missing, underWay)) {
      // They came to exist since the caller looked, or there is no room for more.
      answer(waiter);
      return;
    }
    loop.schedule(WAIT_MS, () -> answer(waiter));
  }

  private NewTopic settings(String topic) {
    BrokerConfig now = config.get();
    if (topic.equals(InternalTopics.OFFSETS)) {
      Map<String, String> configs = new LinkedHashMap<>();
      configs.put("cleanup.policy", "compact");
      configs.put("compression.type", "producer");
      configs.put(
          "segment.bytes", String.valueOf(now.get(BrokerProperties.OFFSETS_TOPIC_SEGMENT_BYTES)));
      return new NewTopic(
          topic,
          now.get(BrokerProperties.OFFSETS_TOPIC_NUM_PARTITIONS),
          now.get(BrokerProperties.OFFSETS_TOPIC_REPLICATION_FACTOR),
          List.of(),
          Collections.unmodifiableMap(configs));
    }
    return NewTopic.of(topic, NewTopic.DEFAULT, NewTopic.DEFAULT);
  }

  private void onOutcomes(List<NewTopic> asked, List<TopicOutcome> outcomes) {
    for (NewTopic topic : asked) {
      underWay.remove(topic.name());
    }
    for (TopicOutcome outcome : outcomes) {
      boolean created =
          outcome.error() == ErrorCode.NONE
              || outcome.error() == ErrorCode.TOPIC_ALREADY_EXISTS
              || outcome.error() == ErrorCode.REQUEST_TIMED_OUT;
      if (!created) {
        fail(outcome.name(), outcome.error());
      }
    }
    if (outcomes.isEmpty()) {
      // No controller to ask: the clients will ask again.
      asked.forEach(topic -> fail(topic.name(), ErrorCode.UNKNOWN_TOPIC_OR_PARTITION));
    }
    onMetadata(cache.image());
  }

  private void fail(String topic, ErrorCode error) {
    for (Waiter waiter : new ArrayList<>(waiters)) {
      if (waiter.missing.remove(topic)) {
        waiter.errors.put(topic, error);
        if (waiter.missing.isEmpty()) {
          answer(waiter);
        }
      }
    }
  }

  private void onMetadata(MetadataImage image) {
    if (waiters.isEmpty()) {
      return;
    }
    for (Waiter waiter : new ArrayList<>(waiters)) {
      waiter.missing.removeIf(topic -> hasLeaders(image, topic));
      if (waiter.missing.isEmpty()) {
        answer(waiter);
      }
    }
  }

  private void answer(Waiter waiter) {
    if (!waiter.answered) {
      waiter.answered = true;
      waiters.remove(waiter);
      waiter.reply.accept(waiter.errors);
    }
  }

  private static boolean hasLeaders(MetadataImage image, String topic) {
    TopicImage found = image.topic(topic);
    if (found == null) {
      return false;
    }
    for (PartitionImage partition : found.partitions()) {
      if (!partition.hasLeader()) {
        return false;
      }
    }
    return true;
  }
}
