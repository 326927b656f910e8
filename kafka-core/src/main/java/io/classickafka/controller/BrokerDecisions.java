package io.classickafka.controller;

import io.classickafka.zk.ZkTopicPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** What follows when brokers come, go, or come back as another incarnation. */
final class BrokerDecisions {

  private BrokerDecisions() {}

  static void onRead(Draft draft, List<BrokerState> read) {
    TreeMap<Integer, BrokerState> registered = new TreeMap<>();
    read.forEach(broker -> registered.put(broker.id(), broker));
    List<BrokerState> gone = new ArrayList<>();
    List<BrokerState> arrived = new ArrayList<>();
    List<BrokerState> bounced = new ArrayList<>();
    for (BrokerState known : draft.brokers) {
      BrokerState now = registered.get(known.id());
      if (now == null) {
        gone.add(known);
      } else if (now.epoch() > known.epoch()) {
        bounced.add(now);
      } else if (!now.registration().equals(known.registration())) {
        draft.brokers = draft.brokers.with(now.id(), now);
        draft.channels.add(new Effect.OpenChannel(now));
        draft.batches.brokersChanged();
      }
    }
    for (BrokerState now : registered.values()) {
      if (!draft.brokers.containsKey(now.id())) {
        arrived.add(now);
      }
    }
    // A broker that bounced has failed first: what it led is led by others while it starts.
    bounced.forEach(broker -> remove(draft, broker.id()));
    arrived.forEach(broker -> add(draft, broker));
    gone.forEach(broker -> remove(draft, broker.id()));
    bounced.forEach(broker -> draft.examineHostedBy(broker.id()));
    gone.forEach(broker -> draft.examineHostedBy(broker.id()));
    bounced.forEach(broker -> add(draft, broker));
    arrived.forEach(broker -> start(draft, broker.id()));
    bounced.forEach(broker -> start(draft, broker.id()));
  }

  private static void remove(Draft draft, int id) {
    draft.brokers = draft.brokers.without(id);
    draft.stopping = draft.stopping.without(id);
    draft.offline = draft.offline.without(id);
    draft.channels.add(new Effect.CloseChannel(id));
    draft.batches.brokersChanged();
    for (ZkTopicPartition partition : draft.hostedBy(id)) {
      draft.batches.metadata(partition); // its replica there is offline
    }
    Deletions.onBrokerGone(draft, id);
  }

  /** Counts a broker in, so that elections see it. */
  static void add(Draft draft, BrokerState broker) {
    draft.brokers = draft.brokers.with(broker.id(), broker);
    draft.channels.add(new Effect.OpenChannel(broker));
    draft.batches.brokersChanged();
  }

  /**
   * Lets a leader that has registered since its partition's state was written lead in a new epoch,
   * or another. It may have lost the end of its log, and would give the same offsets to other
   * records in an epoch that followers already have records of, which nobody could tell apart. A
   * controller in office sees the broker come back; one that was just elected sees it by this.
   */
  static void renew(Draft draft, ZkTopicPartition id, StoredState stored) {
    PartitionControl partition = draft.partition(id);
    BrokerState leader = draft.brokers.get(stored.leadership().leader());
    if (partition != null && leader != null && leader.epoch() > stored.writtenZxid()) {
      draft.reassign(id, partition.assignment(), true);
      draft.examine(id);
    }
  }

  /** Tells a broker that was counted in everything it needs, and uses it. */
  static void start(Draft draft, int id) {
    draft.batches.everythingTo(id);
    for (ZkTopicPartition partition : draft.hostedBy(id)) {
      draft.examine(partition);
      PartitionControl control = draft.partition(partition);
      // What is being written now is told when it is written.
      if (control != null
          && control.leadership() != null
          && control.writing() == null
          && !draft.deletions.containsKey(partition.topic())) {
        draft.batches.leadership(id, partition, false);
      } else if (control != null) {
        draft.batches.metadata(partition);
        if (control.writing() != null) {
          // A write that keeps the leader epoch is told to nobody when it is written.
          draft.putPartition(partition, control.withAssignment(control.assignment(), true));
        }
      }
    }
    Deletions.onBrokerStarted(draft, id);
  }
}
