package io.classickafka.controller;

import io.classickafka.protocol.ErrorCode;
import io.classickafka.zk.ZkTopicPartition;
import org.jspecify.annotations.Nullable;

/** What became of a {@link ReplicaMove}: NONE when it has begun, or holds already. */
public record ReassignmentOutcome(
    ZkTopicPartition partition, ErrorCode error, @Nullable String message) {

  String text() {
    return partition + " " + error;
  }
}
