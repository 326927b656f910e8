package org.apache.kafka.clients.admin;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.KafkaFuture;

/** The topics of the cluster. */
public class ListTopicsResult {

  private final KafkaFuture<Map<String, TopicListing>> future;

  ListTopicsResult(KafkaFuture<Map<String, TopicListing>> future) {
    this.future = future;
  }

  public KafkaFuture<Map<String, TopicListing>> namesToListings() {
    return future;
  }

  public KafkaFuture<Collection<TopicListing>> listings() {
    return future.thenApply(Map::values);
  }

  public KafkaFuture<Set<String>> names() {
    return future.thenApply(Map::keySet);
  }
}
