package org.apache.kafka.clients.admin;

import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** How offsets of groups are listed. */
public class ListConsumerGroupOffsetsOptions
    extends AbstractOptions<ListConsumerGroupOffsetsOptions> {

  private @Nullable List<TopicPartition> topicPartitions;
  private boolean requireStable = false;

  /** Those of some partitions of one group; null for all. A spec for each group says it better. */
  @Deprecated
  public ListConsumerGroupOffsetsOptions topicPartitions(
      @Nullable List<TopicPartition> topicPartitions) {
    this.topicPartitions = topicPartitions;
    return this;
  }

  /** Waits for open transactions that may change them. */
  public ListConsumerGroupOffsetsOptions requireStable(boolean requireStable) {
    this.requireStable = requireStable;
    return this;
  }

  @Deprecated
  public @Nullable List<TopicPartition> topicPartitions() {
    return topicPartitions;
  }

  public boolean requireStable() {
    return requireStable;
  }
}
