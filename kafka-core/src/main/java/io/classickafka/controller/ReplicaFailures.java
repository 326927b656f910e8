package io.classickafka.controller;

import io.classickafka.metadata.PersistentSortedMap;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.zk.ZkTopicPartition;

/**
 * Replicas whose log directory has failed while their broker goes on. The broker says only that
 * something failed; told of its leaderships once more, it answers which replicas it has lost.
 */
final class ReplicaFailures {

  private ReplicaFailures() {}

  /** Brokers say that they have lost a log directory. */
  static void onReported(Draft draft, ControllerEvent.LogDirsFailed event) {
    for (int broker : event.brokers()) {
      for (ZkTopicPartition id : draft.hostedBy(broker)) {
        PartitionControl partition = draft.partition(id);
        if (partition != null && partition.leadership() != null) {
          draft.batches.leadership(broker, id, false);
        }
      }
    }
  }

  /** A broker has answered which replicas it can store. */
  static void onAnswered(Draft draft, ControllerEvent.LeadershipsAnswered event) {
    BrokerState broker = draft.brokers.get(event.broker());
    if (broker == null || broker.epoch() != event.brokerEpoch()) {
      return; // another incarnation has other directories
    }
    PersistentSortedMap<ZkTopicPartition, Boolean> before = draft.offline.get(broker.id());
    PersistentSortedMap<ZkTopicPartition, Boolean> failed =
        before == null ? PersistentSortedMap.empty() : before;
    for (var answer : event.answers().entrySet()) {
      ZkTopicPartition id = answer.getKey();
      if (answer.getValue() == ErrorCode.KAFKA_STORAGE_ERROR) {
        failed = failed.with(id, Boolean.TRUE);
      } else if (answer.getValue() == ErrorCode.NONE) {
        failed = failed.without(id);
      }
    }
    draft.offline =
        failed.isEmpty()
            ? draft.offline.without(broker.id())
            : draft.offline.with(broker.id(), failed);
    for (ZkTopicPartition id : event.answers().keySet()) {
      boolean is = failed.containsKey(id);
      boolean was = before != null && before.containsKey(id);
      if (is != was) {
        draft.examine(id);
        draft.batches.metadata(id);
        if (!is) {
          Deletions.onReplicaBack(draft, id.topic());
        }
      }
    }
  }
}
