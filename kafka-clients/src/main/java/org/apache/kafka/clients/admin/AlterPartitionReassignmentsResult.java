package org.apache.kafka.clients.admin;

import java.util.Map;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** Whether moves of replicas were taken up. */
public class AlterPartitionReassignmentsResult {

  private final Map<TopicPartition, KafkaFuture<Void>> futures;

  AlterPartitionReassignmentsResult(Map<TopicPartition, KafkaFuture<Void>> futures) {
    this.futures = futures;
  }

  public Map<TopicPartition, KafkaFuture<Void>> values() {
    return futures;
  }

  /** Done when every move was taken up, which is long before it is complete. */
  public KafkaFuture<Void> all() {
    return KafkaFuture.allOf(futures.values().toArray(new KafkaFuture<?>[0]));
  }
}
