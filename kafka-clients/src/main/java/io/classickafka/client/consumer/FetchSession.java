package io.classickafka.client.consumer;

import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.FetchRequest;
import io.classickafka.protocol.message.FetchRequest.FetchPartition;
import io.classickafka.protocol.message.FetchRequest.FetchTopic;
import io.classickafka.protocol.message.FetchRequest.ForgottenTopic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * What one broker remembers of our fetches, so that a request says only what changed. The loop's.
 */
final class FetchSession {

  private static final int NO_SESSION = 0;
  private static final int FIRST_EPOCH = 0;

  private int id = NO_SESSION;
  private int epoch = FIRST_EPOCH;
  private Map<TopicPartition, Wanted> known = new LinkedHashMap<>();
  private Map<TopicPartition, Wanted> asked = new LinkedHashMap<>();
  // Of the topics in the last request, those the broker knew of already included.
  private final Map<Uuid, String> names = new HashMap<>();
  private boolean withIds;

  /**
   * What is wanted of one partition.
   *
   * @param topicId the zero id where it is not known
   */
  record Wanted(Uuid topicId, long offset, int leaderEpoch, int maxBytes) {

    // Not equals, as the start of each consumer would pay for one that is generated.
    boolean isSameAs(@Nullable Wanted other) {
      return other != null
          && topicId.equals(other.topicId)
          && offset == other.offset
          && leaderEpoch == other.leaderEpoch
          && maxBytes == other.maxBytes;
    }
  }

  /**
   * Writes the next request's session part: everything at first, then what changed.
   *
   * @param ids whether every topic's id is known
   */
  void ask(FetchRequest request, Map<TopicPartition, Wanted> wanted, boolean ids) {
    if (ids != withIds) {
      // The broker keeps either names or ids.
      reset();
      withIds = ids;
    }
    request.sessionId(id).sessionEpoch(epoch);
    Map<TopicPartition, Wanted> told = new LinkedHashMap<>(wanted);
    if (epoch == FIRST_EPOCH) {
      names.clear();
    } else {
      told.entrySet().removeIf(entry -> entry.getValue().isSameAs(known.get(entry.getKey())));
      List<ForgottenTopic> forgotten = forgotten(wanted);
      request.forgottenTopicsData(forgotten);
      if (!forgotten.isEmpty()) {
        forgotten.forEach(topic -> names.remove(topic.topicId()));
        // Of some of them other partitions are wanted still.
        wanted.forEach((partition, what) -> names.put(what.topicId(), partition.topic()));
      }
    }
    List<FetchTopic> topics = topics(told);
    topics.forEach(topic -> names.put(topic.topicId(), topic.topic()));
    request.topics(topics);
    asked = wanted;
  }

  private List<ForgottenTopic> forgotten(Map<TopicPartition, Wanted> wanted) {
    Map<String, ForgottenTopic> topics = new LinkedHashMap<>();
    known.forEach(
        (partition, last) -> {
          Wanted now = wanted.get(partition);
          if (now == null || !now.topicId().equals(last.topicId())) {
            topics
                .computeIfAbsent(
                    partition.topic() + last.topicId(),
                    key ->
                        new ForgottenTopic()
                            .topic(partition.topic())
                            .topicId(last.topicId())
                            .partitions(new ArrayList<>()))
                .partitions()
                .add(partition.partition());
          }
        });
    return new ArrayList<>(topics.values());
  }

  private static List<FetchTopic> topics(Map<TopicPartition, Wanted> wanted) {
    Map<String, FetchTopic> topics = new LinkedHashMap<>();
    wanted.forEach(
        (partition, what) ->
            topics
                .computeIfAbsent(
                    partition.topic(),
                    name ->
                        new FetchTopic()
                            .topic(name)
                            .topicId(what.topicId())
                            .partitions(new ArrayList<>()))
                .partitions()
                .add(
                    new FetchPartition()
                        .partition(partition.partition())
                        .currentLeaderEpoch(what.leaderEpoch())
                        .fetchOffset(what.offset())
                        .partitionMaxBytes(what.maxBytes())));
    return new ArrayList<>(topics.values());
  }

  /** The name of a topic that an answer names by its id; null when it was not asked for. */
  @Nullable String nameOf(Uuid topicId) {
    return names.get(topicId);
  }

  /** What was asked of a partition; null when it was not asked for. */
  @Nullable Wanted asked(TopicPartition partition) {
    return asked.get(partition);
  }

  /** All partitions of the last request, those the broker knew of already included. */
  List<TopicPartition> askedPartitions() {
    return new ArrayList<>(asked.keySet());
  }

  /** The broker answered. */
  void answered(ErrorCode error, int sessionId) {
    if (error != ErrorCode.NONE) {
      reset();
    } else if (sessionId == NO_SESSION) {
      // It keeps no session: the next request says everything again.
      reset();
    } else {
      known = asked;
      id = sessionId;
      // Goes around to 1: 0 begins a session.
      epoch = epoch == Integer.MAX_VALUE ? 1 : epoch + 1;
    }
  }

  /** Begins anew: an answer is missing, or the broker has forgotten. */
  void reset() {
    // The id goes along, so that the broker can drop what it kept.
    epoch = FIRST_EPOCH;
    known = new LinkedHashMap<>();
  }
}
