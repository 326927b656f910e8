package org.apache.kafka.clients.admin;

import java.util.Map;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** How the deletion of records fared. */
public class DeleteRecordsResult {

  private final Map<TopicPartition, KafkaFuture<DeletedRecords>> futures;

  public DeleteRecordsResult(Map<TopicPartition, KafkaFuture<DeletedRecords>> futures) {
    this.futures = futures;
  }

  /** One future for each partition. */
  public Map<TopicPartition, KafkaFuture<DeletedRecords>> lowWatermarks() {
    return futures;
  }

  /** Done when all are deleted. */
  public KafkaFuture<Void> all() {
    return KafkaFuture.allOf(futures.values().toArray(new KafkaFuture<?>[0]));
  }
}
