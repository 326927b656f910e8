package org.apache.kafka.clients.admin;

import io.classickafka.client.CompletableKafkaFuture;
import java.util.Map;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** How the change of a group's offsets fared. */
public class AlterConsumerGroupOffsetsResult {

  private final Map<TopicPartition, KafkaFuture<Void>> futures;

  AlterConsumerGroupOffsetsResult(Map<TopicPartition, KafkaFuture<Void>> futures) {
    this.futures = futures;
  }

  /** Done when the partition's offset was altered. */
  public KafkaFuture<Void> partitionResult(TopicPartition partition) {
    KafkaFuture<Void> future = futures.get(partition);
    if (future != null) {
      return future;
    }
    CompletableKafkaFuture<Void> none = new CompletableKafkaFuture<>();
    none.completeExceptionally(
        new IllegalArgumentException("no change of " + partition + " was asked for"));
    return none;
  }

  /** Done when all were altered. */
  public KafkaFuture<Void> all() {
    return KafkaFuture.allOf(futures.values().toArray(new KafkaFuture<?>[0]));
  }
}
