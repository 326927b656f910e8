package org.apache.kafka.clients.admin;

import java.util.Map;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** The moves of replicas under way. */
public class ListPartitionReassignmentsResult {

  private final KafkaFuture<Map<TopicPartition, PartitionReassignment>> reassignments;

  ListPartitionReassignmentsResult(
      KafkaFuture<Map<TopicPartition, PartitionReassignment>> reassignments) {
    this.reassignments = reassignments;
  }

  /** By partition; one that is not moving is left out. */
  public KafkaFuture<Map<TopicPartition, PartitionReassignment>> reassignments() {
    return reassignments;
  }
}
