package io.classickafka.controller;

/** A partition of a topic; in the order of names, then numbers. */
public record PartitionId(String topic, int partition) implements Comparable<PartitionId> {

  @Override
  public int compareTo(PartitionId other) {
    int byTopic = topic.compareTo(other.topic);
    return byTopic != 0 ? byTopic : Integer.compare(partition, other.partition);
  }

  @Override
  public String toString() {
    return topic + "-" + partition;
  }
}
