package io.classickafka.controller;

import io.classickafka.metadata.PersistentSortedMap;

/**
 * A topic that is to be deleted.
 *
 * @param started whether the brokers have been told; before that, all replicas must be online
 * @param outstanding replicas that have not confirmed yet that they are gone. True: the broker has
 *     been asked and its answer is awaited
 * @param removing whether the nodes are being removed
 */
record TopicDeletion(
    boolean started, PersistentSortedMap<Replica, Boolean> outstanding, boolean removing) {

  static final TopicDeletion QUEUED = new TopicDeletion(false, PersistentSortedMap.empty(), false);

  /** A partition's replica on a broker. */
  record Replica(int partition, int broker) implements Comparable<Replica> {
    @Override
    public int compareTo(Replica other) {
      int byPartition = Integer.compare(partition, other.partition);
      return byPartition != 0 ? byPartition : Integer.compare(broker, other.broker);
    }
  }
}
