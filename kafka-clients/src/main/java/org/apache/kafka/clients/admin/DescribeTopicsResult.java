package org.apache.kafka.clients.admin;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;

/** The topics that were described. */
public class DescribeTopicsResult {

  private final Map<String, KafkaFuture<TopicDescription>> byName;
  private final Map<Uuid, KafkaFuture<TopicDescription>> byId;

  DescribeTopicsResult(
      Map<String, KafkaFuture<TopicDescription>> byName,
      Map<Uuid, KafkaFuture<TopicDescription>> byId) {
    this.byName = byName;
    this.byId = byId;
  }

  /** One future for each topic that was given by id. */
  public Map<Uuid, KafkaFuture<TopicDescription>> topicIdValues() {
    return byId;
  }

  /** One future for each topic that was given by name. */
  public Map<String, KafkaFuture<TopicDescription>> topicNameValues() {
    return byName;
  }

  /** The older name of {@link #topicNameValues}. */
  public Map<String, KafkaFuture<TopicDescription>> values() {
    return byName;
  }

  /** The older name of {@link #allTopicNames}. */
  public KafkaFuture<Map<String, TopicDescription>> all() {
    return allTopicNames();
  }

  /** Every topic that was given by name; fails when one does. */
  public KafkaFuture<Map<String, TopicDescription>> allTopicNames() {
    return gather(byName);
  }

  /** Every topic that was given by id; fails when one does. */
  public KafkaFuture<Map<Uuid, TopicDescription>> allTopicIds() {
    return gather(byId);
  }

  private static <K> KafkaFuture<Map<K, TopicDescription>> gather(
      Map<K, KafkaFuture<TopicDescription>> futures) {
    return Gathered.all(new LinkedHashMap<>(futures));
  }
}
