package io.classickafka.controller;

import io.classickafka.protocol.ErrorCode;
import io.classickafka.zk.ZkTopicPartition;
import java.util.List;

/**
 * The answer to a broker that wants to leave.
 *
 * @param remaining what it still leads though others have replicas of it, and some broker stays;
 *     empty means: go
 */
public record ShutdownOutcome(ErrorCode error, List<ZkTopicPartition> remaining) {
  public ShutdownOutcome {
    remaining = List.copyOf(remaining);
  }
}
