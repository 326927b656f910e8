package org.apache.kafka.clients.admin;

import io.classickafka.client.CompletableKafkaFuture;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** How elections fared. */
public final class ElectLeadersResult {

  private final KafkaFuture<Map<TopicPartition, Optional<Throwable>>> partitions;

  ElectLeadersResult(KafkaFuture<Map<TopicPartition, Optional<Throwable>>> partitions) {
    this.partitions = partitions;
  }

  /**
   * The error of each partition; empty where a leader was elected. When all partitions were meant,
   * those that needed none are left out.
   */
  public KafkaFuture<Map<TopicPartition, Optional<Throwable>>> partitions() {
    return partitions;
  }

  /** Done when every leader was elected; fails with one of the errors. */
  // Done with nothing, as the return type says.
  @SuppressWarnings("NullAway")
  public KafkaFuture<Void> all() {
    CompletableKafkaFuture<Void> all = new CompletableKafkaFuture<>();
    var unused =
        partitions.whenComplete(
            (results, error) -> {
              if (error != null) {
                all.completeExceptionally(error);
                return;
              }
              for (Optional<Throwable> result : results.values()) {
                result.ifPresent(all::completeExceptionally);
              }
              all.complete(null);
            });
    return all;
  }
}
