package org.apache.kafka.clients.admin;

import io.classickafka.client.admin.CreatedTopic;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;

/** How the creation of topics fared. */
public class CreateTopicsResult {

  private final Map<String, KafkaFuture<CreatedTopic>> futures;

  CreateTopicsResult(Map<String, KafkaFuture<CreatedTopic>> futures) {
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
    return of(topic).thenApply(CreatedTopic::configOrThrow);
  }

  public KafkaFuture<Uuid> topicId(String topic) {
    return of(topic).thenApply(CreatedTopic::topicId);
  }

  public KafkaFuture<Integer> numPartitions(String topic) {
    return of(topic).thenApply(CreatedTopic::partitionCount);
  }

  public KafkaFuture<Integer> replicationFactor(String topic) {
    return of(topic).thenApply(CreatedTopic::replicaCount);
  }

  private KafkaFuture<CreatedTopic> of(String topic) {
    KafkaFuture<CreatedTopic> future = futures.get(topic);
    if (future == null) {
      throw new IllegalArgumentException("not among the topics to be created: " + topic);
    }
    return future;
  }
}
