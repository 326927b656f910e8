package io.classickafka.controller;

import org.jspecify.annotations.Nullable;

/**
 * What metrics show of the controller on this broker: zeros while it is not acting. Read by any
 * thread, at the moment it is asked; counting happens on the reader's thread, over an immutable
 * state.
 */
final class ControllerGauges {

  private volatile @Nullable ControllerState state;

  void show(ControllerState now) {
    state = now;
  }

  void clear() {
    state = null;
  }

  /** 1 while this broker is the acting controller. */
  int activeControllerCount() {
    return state == null ? 0 : 1;
  }

  /** Registered brokers. */
  int activeBrokerCount() {
    ControllerState now = state;
    return now == null ? 0 : now.brokers().size();
  }

  /** All topics. */
  int globalTopicCount() {
    ControllerState now = state;
    return now == null ? 0 : now.topics().size();
  }

  /** All partitions. */
  int globalPartitionCount() {
    return count((now, topic, partition) -> true);
  }

  /** Partitions whose leader is missing or gone. */
  int offlinePartitionsCount() {
    return count(
        (now, topic, partition) ->
            !now.deletions().containsKey(topic.name())
                && (partition.leader() < 0 || !now.brokers().containsKey(partition.leader())));
  }

  /** Partitions that are not led by the first of their replicas. */
  int preferredReplicaImbalanceCount() {
    return count(
        (now, topic, partition) ->
            !now.deletions().containsKey(topic.name())
                && partition.leader() != partition.assignment().replicas().get(0));
  }

  /** Topics that are being deleted. */
  int topicsToDeleteCount() {
    ControllerState now = state;
    return now == null ? 0 : now.deletions().size();
  }

  /** Topics whose deletion waits for a replica that is not there. */
  int topicsIneligibleToDeleteCount() {
    ControllerState now = state;
    int count = 0;
    if (now != null) {
      for (String name : now.deletions().keys()) {
        TopicDeletion deletion = now.deletions().get(name);
        if (deletion != null && waitsForBroker(now, name, deletion)) {
          count++;
        }
      }
    }
    return count;
  }

  private static boolean waitsForBroker(ControllerState now, String name, TopicDeletion deletion) {
    if (!deletion.started()) {
      return now.topics().containsKey(name);
    }
    for (TopicDeletion.Replica replica : deletion.outstanding().keys()) {
      if (!now.brokers().containsKey(replica.broker())) {
        return true;
      }
    }
    return false;
  }

  /** Replicas that are still to be deleted. */
  int replicasToDeleteCount() {
    ControllerState now = state;
    int count = 0;
    if (now != null) {
      for (TopicDeletion deletion : now.deletions()) {
        count += deletion.outstanding().size();
      }
    }
    return count;
  }

  /** Replicas that cannot be deleted as long as their brokers are not there. */
  int replicasIneligibleToDeleteCount() {
    ControllerState now = state;
    int count = 0;
    if (now != null) {
      for (TopicDeletion deletion : now.deletions()) {
        for (TopicDeletion.Replica replica : deletion.outstanding().keys()) {
          count += now.brokers().containsKey(replica.broker()) ? 0 : 1;
        }
      }
    }
    return count;
  }

  private interface Counted {
    boolean test(ControllerState now, TopicState topic, PartitionControl partition);
  }

  private int count(Counted counted) {
    ControllerState now = state;
    int count = 0;
    if (now != null) {
      for (TopicState topic : now.topics()) {
        for (PartitionControl partition : topic.partitions()) {
          if (counted.test(now, topic, partition)) {
            count++;
          }
        }
      }
    }
    return count;
  }
}
