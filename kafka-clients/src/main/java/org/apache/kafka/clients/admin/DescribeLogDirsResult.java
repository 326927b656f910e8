package org.apache.kafka.clients.admin;

import java.util.Map;
import org.apache.kafka.common.KafkaFuture;

/** The log directories of brokers. */
public class DescribeLogDirsResult {

  private final Map<Integer, KafkaFuture<Map<String, LogDirDescription>>> futures;

  DescribeLogDirsResult(Map<Integer, KafkaFuture<Map<String, LogDirDescription>>> futures) {
    this.futures = futures;
  }

  /** One future for each broker: its directories by path. */
  public Map<Integer, KafkaFuture<Map<String, LogDirDescription>>> descriptions() {
    return futures;
  }

  /** Every broker's directories; fails when one does. */
  public KafkaFuture<Map<Integer, Map<String, LogDirDescription>>> allDescriptions() {
    return Gathered.all(futures);
  }
}
