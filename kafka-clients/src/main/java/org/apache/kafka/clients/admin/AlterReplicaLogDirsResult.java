package org.apache.kafka.clients.admin;

import java.util.Map;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartitionReplica;

/**
 * How the moves of replicas between log directories fared. A move that was accepted goes on by
 * itself; one of a replica that its broker does not have fails with ReplicaNotAvailableException,
 * and the broker remembers the directory for the time when it has.
 */
public class AlterReplicaLogDirsResult {

  private final Map<TopicPartitionReplica, KafkaFuture<Void>> futures;

  AlterReplicaLogDirsResult(Map<TopicPartitionReplica, KafkaFuture<Void>> futures) {
    this.futures = futures;
  }

  /** One future for each replica. */
  public Map<TopicPartitionReplica, KafkaFuture<Void>> values() {
    return futures;
  }

  /** Done when every move was accepted. */
  public KafkaFuture<Void> all() {
    return KafkaFuture.allOf(futures.values().toArray(new KafkaFuture<?>[0]));
  }
}
