package io.classickafka.client.consumer;

import io.classickafka.protocol.VersionedBlob;
import io.classickafka.protocol.message.ConsumerProtocolAssignment;
import io.classickafka.protocol.message.ConsumerProtocolSubscription;
import io.classickafka.seam.ByteSlice;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Assignment;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What members and their leader tell each other through the broker, as bytes. */
final class EmbeddedProtocol {

  private static final short HIGHEST_VERSION = 3;

  private EmbeddedProtocol() {}

  static byte[] encode(Subscription subscription) {
    List<String> topics = new ArrayList<>(subscription.topics());
    topics.sort(null);
    ConsumerProtocolSubscription message =
        new ConsumerProtocolSubscription()
            .topics(topics)
            .userData(bytes(subscription.userData()))
            .generationId(subscription.generationId().orElse(-1))
            .rackId(subscription.rackId().orElse(null));
    List<ConsumerProtocolSubscription.TopicPartition> owned = new ArrayList<>();
    byTopic(subscription.ownedPartitions())
        .forEach(
            (topic, partitions) ->
                owned.add(
                    new ConsumerProtocolSubscription.TopicPartition()
                        .topic(topic)
                        .partitions(partitions)));
    message.ownedPartitions(owned);
    return VersionedBlob.write(message, HIGHEST_VERSION).toByteArray();
  }

  static Subscription decodeSubscription(byte[] bytes, @Nullable String instanceId) {
    ConsumerProtocolSubscription message =
        VersionedBlob.read(
            ByteSlice.wrap(bytes), new ConsumerProtocolSubscription(), HIGHEST_VERSION);
    List<TopicPartition> owned = new ArrayList<>();
    for (ConsumerProtocolSubscription.TopicPartition topic : message.ownedPartitions()) {
      topic.partitions().forEach(index -> owned.add(new TopicPartition(topic.topic(), index)));
    }
    Subscription subscription =
        new Subscription(
            message.topics(),
            buffer(message.userData()),
            owned,
            message.generationId(),
            Optional.ofNullable(message.rackId()));
    subscription.setGroupInstanceId(Optional.ofNullable(instanceId));
    return subscription;
  }

  static byte[] encode(Assignment assignment) {
    ConsumerProtocolAssignment message =
        new ConsumerProtocolAssignment().userData(bytes(assignment.userData()));
    List<ConsumerProtocolAssignment.TopicPartition> assigned = new ArrayList<>();
    byTopic(assignment.partitions())
        .forEach(
            (topic, partitions) ->
                assigned.add(
                    new ConsumerProtocolAssignment.TopicPartition()
                        .topic(topic)
                        .partitions(partitions)));
    message.assignedPartitions(assigned);
    return VersionedBlob.write(message, HIGHEST_VERSION).toByteArray();
  }

  /** Reads an assignment; no bytes at all are no partitions. */
  static Assignment decodeAssignment(byte[] bytes) {
    if (bytes.length == 0) {
      return new Assignment(List.of());
    }
    ConsumerProtocolAssignment message =
        VersionedBlob.read(
            ByteSlice.wrap(bytes), new ConsumerProtocolAssignment(), HIGHEST_VERSION);
    List<TopicPartition> partitions = new ArrayList<>();
    for (ConsumerProtocolAssignment.TopicPartition topic : message.assignedPartitions()) {
      topic.partitions().forEach(index -> partitions.add(new TopicPartition(topic.topic(), index)));
    }
    return new Assignment(partitions, buffer(message.userData()));
  }

  private static Map<String, List<Integer>> byTopic(Collection<TopicPartition> partitions) {
    Map<String, List<Integer>> topics = new TreeMap<>();
    for (TopicPartition partition : partitions) {
      topics
          .computeIfAbsent(partition.topic(), name -> new ArrayList<>())
          .add(partition.partition());
    }
    return topics;
  }

  private static byte @Nullable [] bytes(@Nullable ByteBuffer buffer) {
    if (buffer == null) {
      return null;
    }
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private static @Nullable ByteBuffer buffer(byte @Nullable [] bytes) {
    return bytes == null ? null : ByteBuffer.wrap(bytes);
  }
}
