package io.classickafka.client.consumer;

import io.classickafka.client.cluster.TopicSnapshot;
import io.classickafka.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.jspecify.annotations.Nullable;

/**
 * What the application must hear of and has not heard yet. The loop's.
 *
 * <p>An error of a partition lies with the partition, so that it goes with what it is about: with a
 * seek, or with the end of the assignment.
 */
final class ConsumerErrors {

  private static final String GROUP = "group";
  private static final String FORBIDDEN = "topics that may not be read";
  private static final String INVALID = "topics that have no valid name";

  private final Assigned assigned;
  // By what they are about, so that a fault that repeats itself is told once.
  private final Map<String, RuntimeException> others = new LinkedHashMap<>();

  ConsumerErrors(Assigned assigned) {
    this.assigned = assigned;
  }

  void ofGroup(RuntimeException error) {
    others.put(GROUP, error);
  }

  /** The group is given up, and what was wrong with it. */
  void forgetGroup() {
    others.remove(GROUP);
  }

  /** What the latest metadata says of topics: what earlier ones said may have been mended. */
  void ofTopics(Collection<TopicSnapshot> topics, Set<String> wanted) {
    Set<String> forbidden = new TreeSet<>();
    Set<String> invalid = new TreeSet<>();
    for (TopicSnapshot topic : topics) {
      if (!wanted.contains(topic.name())) {
        continue;
      }
      if (topic.error() == ErrorCode.TOPIC_AUTHORIZATION_FAILED) {
        forbidden.add(topic.name());
      } else if (topic.error() == ErrorCode.INVALID_TOPIC_EXCEPTION) {
        invalid.add(topic.name());
      }
    }
    forgetTopics();
    if (!invalid.isEmpty()) {
      others.put(
          INVALID, new InvalidTopicException("these are no names of topics: " + invalid, invalid));
    }
    if (!forbidden.isEmpty()) {
      others.put(
          FORBIDDEN,
          new TopicAuthorizationException("these topics may not be read: " + forbidden, forbidden));
    }
  }

  /** Forgets what was said of topics; whether there was something. */
  boolean forgetTopics() {
    boolean forbidden = others.remove(FORBIDDEN) != null;
    boolean invalid = others.remove(INVALID) != null;
    return forbidden || invalid;
  }

  boolean isEmpty() {
    return others.isEmpty() && find(state -> true) == null;
  }

  /** The next error, which is told by this. */
  @Nullable RuntimeException take() {
    return others.isEmpty()
        ? takeOfPartitions(state -> true)
        : others.remove(others.keySet().iterator().next());
  }

  /** The next error of some partitions, which is told by this for all that have it. */
  @Nullable RuntimeException takeOfPartitions(Predicate<PartitionState> concerned) {
    PartitionState first = find(concerned);
    RuntimeException error = first == null ? null : first.error();
    return error == null ? null : take(error);
  }

  private @Nullable PartitionState find(Predicate<PartitionState> concerned) {
    for (PartitionState state : assigned.all()) {
      if (state.error() != null && concerned.test(state)) {
        return state;
      }
    }
    return null;
  }

  private RuntimeException take(RuntimeException first) {
    boolean nowhere = first instanceof NoOffsetForPartitionException;
    boolean truncated = first instanceof LogTruncationException;
    List<TopicPartition> same = new ArrayList<>();
    Map<TopicPartition, Long> offsets = new LinkedHashMap<>();
    Map<TopicPartition, OffsetAndMetadata> divergent = new LinkedHashMap<>();
    for (PartitionState state : assigned.all()) {
      RuntimeException error = state.error();
      if (truncated && error instanceof LogTruncationException one) {
        offsets.putAll(one.offsetOutOfRangePartitions());
        divergent.putAll(one.divergentOffsets());
        state.told();
      } else if (error == first || (nowhere && error instanceof NoOffsetForPartitionException)) {
        same.add(state.partition);
        state.told();
      }
    }
    if (truncated) {
      return new LogTruncationException(offsets, divergent);
    }
    return nowhere ? new NoOffsetForPartitionException(same) : first;
  }
}
