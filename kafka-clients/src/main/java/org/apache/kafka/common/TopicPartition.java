package org.apache.kafka.common;

import java.io.Serial;
import java.io.Serializable;

/** A partition of a topic, by the topic's name. Immutable. */
public final class TopicPartition implements Serializable {

  @Serial private static final long serialVersionUID = -613627415771699627L;

  private final int partition;
  private final String topic;

  /** Partition {@code partition} of {@code topic}. */
  public TopicPartition(String topic, int partition) {
    this.partition = partition;
    this.topic = topic;
  }

  /** The partition's number, from 0. */
  public int partition() {
    return partition;
  }

  /** The topic's name. */
  public String topic() {
    return topic;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TopicPartition that
        && partition == that.partition
        && topic.equals(that.topic);
  }

  @Override
  public int hashCode() {
    // A string remembers its hash, so there is nothing to gain from remembering ours.
    return 31 * topic.hashCode() + partition;
  }

  @Override
  public String toString() {
    return topic + "-" + partition;
  }
}
