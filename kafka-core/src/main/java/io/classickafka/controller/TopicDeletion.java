package io.classickafka.controller;

import io.classickafka.metadata.PersistentSortedMap;

/**
 * A topic that is to be deleted.
 *
 * @param started whether the brokers have been told; before that, all replicas must be online
 * @param outstanding replicas that have not confirmed yet that they are gone. True: the broker has
 *     been asked and its answer is awaited
 * @param remembering brokers that were told to forget the topic, and have not answered. Only the
 *     nodes tell a next controller that there is something to forget
 * @param removing whether the nodes are being removed
 */
record TopicDeletion(
    boolean started,
    PersistentSortedMap<Replica, Boolean> outstanding,
    PersistentSortedMap<Integer, Boolean> remembering,
    boolean removing) {

  static final TopicDeletion QUEUED =
      new TopicDeletion(false, PersistentSortedMap.empty(), PersistentSortedMap.empty(), false);

  TopicDeletion withOutstanding(PersistentSortedMap<Replica, Boolean> changed) {
    return new TopicDeletion(started, changed, remembering, removing);
  }

  /** A broker has forgotten the topic, or is gone and has forgotten everything. */
  TopicDeletion forgottenBy(int broker) {
    return new TopicDeletion(started, outstanding, remembering.without(broker), removing);
  }

  /** A partition's replica on a broker. */
  record Replica(int partition, int broker) implements Comparable<Replica> {
    @Override
    public int compareTo(Replica other) {
      int byPartition = Integer.compare(partition, other.partition);
      return byPartition != 0 ? byPartition : Integer.compare(broker, other.broker);
    }
  }
}
