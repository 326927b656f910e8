package org.apache.kafka.common;

import java.io.Serializable;

/** A replica of a partition, by the broker it lies on. Immutable. */
public final class TopicPartitionReplica implements Serializable {

  private static final long serialVersionUID = 1;

  private final int brokerId;
  private final int partition;
  private final String topic;

  public TopicPartitionReplica(String topic, int partition, int brokerId) {
    this.topic = topic;
    this.partition = partition;
    this.brokerId = brokerId;
  }

  public String topic() {
    return topic;
  }

  public int partition() {
    return partition;
  }

  public int brokerId() {
    return brokerId;
  }

  @Override
  public int hashCode() {
    return 31 * (31 * topic.hashCode() + partition) + brokerId;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TopicPartitionReplica that
        && partition == that.partition
        && brokerId == that.brokerId
        && topic.equals(that.topic);
  }

  @Override
  public String toString() {
    return topic + "-" + partition + "-" + brokerId;
  }
}
