package org.apache.kafka.clients.admin;

import java.util.Map;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;

/** The settings that were described. */
public class DescribeConfigsResult {

  private final Map<ConfigResource, KafkaFuture<Config>> futures;

  DescribeConfigsResult(Map<ConfigResource, KafkaFuture<Config>> futures) {
    this.futures = futures;
  }

  /** One future for each resource. */
  public Map<ConfigResource, KafkaFuture<Config>> values() {
    return futures;
  }

  /** Every resource's settings; fails when one does. */
  public KafkaFuture<Map<ConfigResource, Config>> all() {
    return Gathered.all(futures);
  }
}
