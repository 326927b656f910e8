package io.classickafka.controller;

import io.classickafka.protocol.ErrorCode;
import io.classickafka.zk.ZkTopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What became of an election that was asked for.
 *
 * @param leader who was elected; {@link PartitionLeadership#NO_LEADER} with an error
 */
public record ElectionOutcome(
    ZkTopicPartition partition, ErrorCode error, @Nullable String message, int leader) {

  static ElectionOutcome refused(ZkTopicPartition partition, ErrorCode error, String message) {
    return new ElectionOutcome(partition, error, message, PartitionLeadership.NO_LEADER);
  }

  String text() {
    return partition + " " + error + (error == ErrorCode.NONE ? " leader=" + leader : "");
  }
}
