package org.apache.kafka.clients.admin;

import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What groups have committed. A partition that was asked for, and in which a group has committed
 * nothing, has null.
 */
public class ListConsumerGroupOffsetsResult {

  private final Map<String, KafkaFuture<Map<TopicPartition, @Nullable OffsetAndMetadata>>> futures;

  ListConsumerGroupOffsetsResult(
      Map<String, KafkaFuture<Map<TopicPartition, @Nullable OffsetAndMetadata>>> futures) {
    this.futures = futures;
  }

  /** The offsets of the one group that was asked for. */
  public KafkaFuture<Map<TopicPartition, @Nullable OffsetAndMetadata>>
      partitionsToOffsetAndMetadata() {
    if (futures.size() != 1) {
      throw new IllegalStateException(
          futures.size() + " groups were asked for: say which one is meant");
    }
    return futures.values().iterator().next();
  }

  /** The offsets of a group that was asked for. */
  public KafkaFuture<Map<TopicPartition, @Nullable OffsetAndMetadata>>
      partitionsToOffsetAndMetadata(String groupId) {
    var future = futures.get(groupId);
    if (future == null) {
      throw new IllegalArgumentException("group " + groupId + " was not asked for");
    }
    return future;
  }

  /** The offsets of all; fails when those of one group cannot be had. */
  public KafkaFuture<Map<String, Map<TopicPartition, @Nullable OffsetAndMetadata>>> all() {
    return Gathered.all(futures);
  }
}
