package io.classickafka.controller;

import io.classickafka.protocol.ErrorCode;
import io.classickafka.zk.PartitionAssignment;
import io.classickafka.zk.ZkTopicPartition;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The partitions whose replicas are being moved.
 *
 * @param error for the whole request; then there are no assignments
 */
public record OngoingReassignments(
    ErrorCode error, SortedMap<ZkTopicPartition, PartitionAssignment> assignments) {
  public OngoingReassignments {
    assignments = Collections.unmodifiableSortedMap(new TreeMap<>(assignments));
  }
}
