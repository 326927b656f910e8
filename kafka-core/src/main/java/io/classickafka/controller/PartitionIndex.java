package io.classickafka.controller;

import io.classickafka.metadata.PersistentSortedMap;
import io.classickafka.zk.ZkTopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The partitions of which something is not as it should be, so that nobody has to look through all
 * to find them. Kept up with every change of a partition.
 *
 * @param reassigning their replicas are being moved
 * @param unpreferred led by another than the first of their replicas, or by nobody
 * @param leaderless led by nobody
 */
record PartitionIndex(
    PersistentSortedMap<ZkTopicPartition, Boolean> reassigning,
    PersistentSortedMap<ZkTopicPartition, Boolean> unpreferred,
    PersistentSortedMap<ZkTopicPartition, Boolean> leaderless) {

  static final PartitionIndex EMPTY =
      new PartitionIndex(
          PersistentSortedMap.empty(), PersistentSortedMap.empty(), PersistentSortedMap.empty());

  /** The index with a partition as it now is; null when it is no more. */
  PartitionIndex with(ZkTopicPartition id, @Nullable PartitionControl now) {
    boolean moves = now != null && now.assignment().isReassigning();
    boolean strays = now != null && now.leader() != now.preferred();
    boolean unled = now != null && now.leader() < 0;
    if (moves == reassigning.containsKey(id)
        && strays == unpreferred.containsKey(id)
        && unled == leaderless.containsKey(id)) {
      return this;
    }
    return new PartitionIndex(
        put(reassigning, id, moves), put(unpreferred, id, strays), put(leaderless, id, unled));
  }

  private static PersistentSortedMap<ZkTopicPartition, Boolean> put(
      PersistentSortedMap<ZkTopicPartition, Boolean> set, ZkTopicPartition id, boolean in) {
    if (in == set.containsKey(id)) {
      return set;
    }
    return in ? set.with(id, Boolean.TRUE) : set.without(id);
  }
}
