package io.classickafka.controller;

import io.classickafka.zk.ZkTopicPartition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A wish to have a partition's replicas elsewhere.
 *
 * @param target the brokers, the preferred leader first; null to go back to those there were before
 *     the reassignment under way
 */
public record ReplicaMove(ZkTopicPartition partition, @Nullable List<Integer> target) {
  public ReplicaMove {
    target = target == null ? null : List.copyOf(target);
  }
}
