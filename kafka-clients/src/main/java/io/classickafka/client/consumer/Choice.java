package io.classickafka.client.consumer;

import io.classickafka.client.cluster.ClusterClient;
import io.classickafka.client.cluster.ClusterSnapshot;
import io.classickafka.client.cluster.TopicSnapshot;
import io.classickafka.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What the application chose to read: topics by their names, those that match a pattern, or
 * partitions by hand. To go from one to another it must give up the first. The loop's.
 */
final class Choice {

  private final ClusterClient client;
  private final ConsumerSettings settings;
  private final Assigned assigned;
  private final @Nullable GroupMember member;
  private Set<String> topics = new LinkedHashSet<>();
  private @Nullable Predicate<String> pattern;

  Choice(
      ClusterClient client,
      ConsumerSettings settings,
      Assigned assigned,
      @Nullable GroupMember member) {
    this.client = client;
    this.settings = settings;
    this.assigned = assigned;
    this.member = member;
  }

  Set<String> topics() {
    return new LinkedHashSet<>(topics);
  }

  boolean isByPattern() {
    return pattern != null;
  }

  /** Whether the group says which partitions. */
  boolean isSubscribed() {
    // A pattern is a subscription before any topic is known that matches it.
    return pattern != null || (member != null && member.isSubscribed());
  }

  /** The topics that the consumer has to do with, however it came to them. */
  Set<String> concerned() {
    Set<String> all = topics();
    assigned.names().forEach(partition -> all.add(partition.topic()));
    return all;
  }

  void names(GroupMember as, Collection<String> wanted) {
    requireNotByHand();
    if (isByPattern()) {
      throw new IllegalStateException(
          "a pattern was subscribed to; unsubscribe before subscribing to topics by name");
    }
    Set<String> chosen = new LinkedHashSet<>(wanted);
    if (!as.isSubscribed() || !chosen.equals(topics)) {
      topics = chosen;
      // Not when nothing changes: a leader wants the topics of the other members as well.
      client.metadata().wantOnly(topics);
    }
    as.subscribe(new ArrayList<>(new TreeSet<>(topics)), "subscribed");
  }

  /** All topics, of now and later, that match. */
  void matching(GroupMember as, Predicate<String> wanted) {
    requireNotByHand();
    if (as.isSubscribed() && !isByPattern()) {
      throw new IllegalStateException(
          "topics were subscribed to by name; unsubscribe before subscribing to a pattern");
    }
    pattern = wanted;
    topics = new LinkedHashSet<>();
    client.metadata().wantAll();
    onMetadata(client.snapshot());
  }

  private void requireNotByHand() {
    if (!isSubscribed() && !assigned.isEmpty()) {
      throw new IllegalStateException(
          "partitions were assigned by hand; unsubscribe before subscribing to topics");
    }
  }

  /** Looks which topics match now, if that is what was chosen. */
  void onMetadata(ClusterSnapshot snapshot) {
    Predicate<String> wanted = pattern;
    if (wanted == null || member == null || snapshot.version() == 0) {
      return;
    }
    TreeSet<String> matching = new TreeSet<>();
    for (TopicSnapshot topic : snapshot.topics()) {
      boolean hidden = topic.internal() && settings.excludeInternalTopics();
      if (topic.error() == ErrorCode.NONE && !hidden && wanted.test(topic.name())) {
        matching.add(topic.name());
      }
    }
    topics = new LinkedHashSet<>(matching);
    member.subscribe(new ArrayList<>(matching), "topics match the pattern");
  }

  /** Takes partitions without a group's help. */
  void partitions(Collection<TopicPartition> wanted) {
    if (isSubscribed()) {
      throw new IllegalStateException(
          "topics were subscribed to; unsubscribe before assigning partitions by hand");
    }
    wanted.forEach(partition -> TopicSnapshot.requireNameFits(partition.topic()));
    assigned.replace(wanted);
    Set<String> of = new LinkedHashSet<>();
    wanted.forEach(partition -> of.add(partition.topic()));
    client.metadata().wantOnly(of);
  }

  void nothing() {
    pattern = null;
    topics = new LinkedHashSet<>();
    assigned.replace(Collections.emptyList());
    client.metadata().wantOnly(Collections.emptyList());
  }
}
