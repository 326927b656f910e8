package org.apache.kafka.clients.admin;

import java.util.Map;
import org.apache.kafka.common.KafkaFuture;

/** Whether the levels of features were changed. */
public class UpdateFeaturesResult {

  private final Map<String, KafkaFuture<Void>> futures;

  UpdateFeaturesResult(Map<String, KafkaFuture<Void>> futures) {
    this.futures = futures;
  }

  public Map<String, KafkaFuture<Void>> values() {
    return futures;
  }

  /** Done when every level was changed. */
  public KafkaFuture<Void> all() {
    return KafkaFuture.allOf(futures.values().toArray(new KafkaFuture<?>[0]));
  }
}
