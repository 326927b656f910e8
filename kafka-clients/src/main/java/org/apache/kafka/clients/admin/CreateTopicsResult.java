package org.apache.kafka.clients.admin;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;

/** How the creation of topics fared. */
public class CreateTopicsResult {

  /** What the broker says of a topic it created. */
  record Created(Uuid topicId, int numPartitions, int replicationFactor, Config config) {}

  private final Map<String, KafkaFuture<Created>> futures;

  CreateTopicsResult(Map<String, KafkaFuture<Created>> futures) {
    this.futures = futures;
  }

  /** One future for each topic. */
  public Map<String, KafkaFuture<Void>> values() {
    Map<String, KafkaFuture<Void>> values = new LinkedHashMap<>();
    futures.forEach((topic, future) -> values.put(topic, KafkaFuture.allOf(future)));
    return values;
  }

  /** Done when every topic is created. */
  public KafkaFuture<Void> all() {
    return KafkaFuture.allOf(futures.values().toArray(new KafkaFuture<?>[0]));
  }

  public KafkaFuture<Config> config(String topic) {
    return of(topic).thenApply(Created::config);
  }

  public KafkaFuture<Uuid> topicId(String topic) {
    return of(topic).thenApply(Created::topicId);
  }

  public KafkaFuture<Integer> numPartitions(String topic) {
    return of(topic).thenApply(Created::numPartitions);
  }

  public KafkaFuture<Integer> replicationFactor(String topic) {
    return of(topic).thenApply(Created::replicationFactor);
  }

  private KafkaFuture<Created> of(String topic) {
    KafkaFuture<Created> future = futures.get(topic);
    if (future == null) {
      throw new IllegalArgumentException("not among the topics to be created: " + topic);
    }
    return future;
  }
}
