package org.apache.kafka.clients.admin;

import java.util.Map;
import org.apache.kafka.common.KafkaFuture;

/** How topics fared that were to get more partitions. */
public class CreatePartitionsResult {

  private final Map<String, KafkaFuture<Void>> futures;

  CreatePartitionsResult(Map<String, KafkaFuture<Void>> futures) {
    this.futures = futures;
  }

  /** One future for each topic. */
  public Map<String, KafkaFuture<Void>> values() {
    return futures;
  }

  /** Done when every topic has its partitions. */
  public KafkaFuture<Void> all() {
    return KafkaFuture.allOf(futures.values().toArray(new KafkaFuture<?>[0]));
  }
}
