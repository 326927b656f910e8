package org.apache.kafka.clients.admin;

import java.util.Map;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;

/** How the deletion of topics fared. */
public class DeleteTopicsResult {

  private final Map<String, KafkaFuture<Void>> byName;
  private final Map<Uuid, KafkaFuture<Void>> byId;

  DeleteTopicsResult(Map<String, KafkaFuture<Void>> byName, Map<Uuid, KafkaFuture<Void>> byId) {
    this.byName = byName;
    this.byId = byId;
  }

  /** One future for each topic that was given by id. */
  public Map<Uuid, KafkaFuture<Void>> topicIdValues() {
    return byId;
  }

  /** One future for each topic that was given by name. */
  public Map<String, KafkaFuture<Void>> topicNameValues() {
    return byName;
  }

  /** The older name of {@link #topicNameValues}. */
  public Map<String, KafkaFuture<Void>> values() {
    return byName;
  }

  /** Done when every topic is deleted. */
  public KafkaFuture<Void> all() {
    Map<?, KafkaFuture<Void>> futures = byId.isEmpty() ? byName : byId;
    return KafkaFuture.allOf(futures.values().toArray(new KafkaFuture<?>[0]));
  }
}
