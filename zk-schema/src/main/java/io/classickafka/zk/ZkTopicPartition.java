package io.classickafka.zk;

/** One partition of a topic, by name. */
public record ZkTopicPartition(String topic, int partition)
    implements Comparable<ZkTopicPartition> {
  public ZkTopicPartition {
    TopicName.require(topic);
    if (partition < 0) {
      throw new IllegalArgumentException("negative partition " + partition);
    }
  }

  @Override
  public int compareTo(ZkTopicPartition other) {
    int byTopic = topic.compareTo(other.topic);
    return byTopic != 0 ? byTopic : Integer.compare(partition, other.partition);
  }

  @Override
  public String toString() {
    return topic + "-" + partition;
  }
}
