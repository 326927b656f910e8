package org.apache.kafka.clients.admin;

import java.util.Map;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;

/** How the change of settings fared. */
public class AlterConfigsResult {

  private final Map<ConfigResource, KafkaFuture<Void>> futures;

  AlterConfigsResult(Map<ConfigResource, KafkaFuture<Void>> futures) {
    this.futures = futures;
  }

  /** One future for each resource. */
  public Map<ConfigResource, KafkaFuture<Void>> values() {
    return futures;
  }

  /** Done when all are altered. */
  public KafkaFuture<Void> all() {
    return KafkaFuture.allOf(futures.values().toArray(new KafkaFuture<?>[0]));
  }
}
