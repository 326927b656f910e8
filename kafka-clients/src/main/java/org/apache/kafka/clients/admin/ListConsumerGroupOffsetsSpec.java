package org.apache.kafka.clients.admin;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Which offsets of a group are listed. */
public class ListConsumerGroupOffsetsSpec {

  private @Nullable Set<TopicPartition> topicPartitions;

  /** Those of some partitions; null for all. */
  public ListConsumerGroupOffsetsSpec topicPartitions(
      @Nullable Collection<TopicPartition> topicPartitions) {
    this.topicPartitions = topicPartitions == null ? null : new LinkedHashSet<>(topicPartitions);
    return this;
  }

  public @Nullable Collection<TopicPartition> topicPartitions() {
    return topicPartitions;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ListConsumerGroupOffsetsSpec that
        && Objects.equals(topicPartitions, that.topicPartitions);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(topicPartitions);
  }

  @Override
  public String toString() {
    return "ListConsumerGroupOffsetsSpec(topicPartitions=" + topicPartitions + ")";
  }
}
