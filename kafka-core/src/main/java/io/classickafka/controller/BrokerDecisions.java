package io.classickafka.controller;

import io.classickafka.zk.PartitionAssignment;
import io.classickafka.zk.ZkTopicPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntPredicate;

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
    bounced.forEach(broker -> noteReborn(draft, broker.id()));
    arrived.forEach(broker -> noteReborn(draft, broker.id()));
    // A broker that bounced has failed first: what it led is led by others while it starts.
    bounced.forEach(broker -> remove(draft, broker.id()));
    arrived.forEach(broker -> add(draft, broker));
    gone.forEach(broker -> remove(draft, broker.id()));
    bounced.forEach(broker -> draft.examineHostedBy(broker.id()));
    gone.forEach(broker -> draft.examineHostedBy(broker.id()));
    bounced.forEach(broker -> showOffline(draft, broker.id()));
    gone.forEach(broker -> showOffline(draft, broker.id()));
    bounced.forEach(broker -> add(draft, broker));
    arrived.forEach(broker -> start(draft, broker.id()));
    bounced.forEach(broker -> fenceOff(draft, broker.id()));
    bounced.forEach(broker -> start(draft, broker.id()));
  }

  /** What is being written now was decided before; what it made of the broker is looked at then. */
  private static void noteReborn(Draft draft, int id) {
    for (ZkTopicPartition partition : draft.hostedBy(id)) {
      PartitionControl control = draft.partition(partition);
      if (control != null && control.writing() != null && !control.reborn().contains(id)) {
        draft.putPartition(partition, control.withReborn(id));
      }
    }
  }

  private static void remove(Draft draft, int id) {
    draft.brokers = draft.brokers.without(id);
    draft.stopping = draft.stopping.without(id);
    draft.offline = draft.offline.without(id);
    draft.channels.add(new Effect.CloseChannel(id));
    draft.batches.brokersChanged();
    Deletions.onBrokerGone(draft, id);
  }

  /**
   * The replicas of a broker that is gone are offline. What is being written is shown when it is
   * written, so that brokers hear once of each partition, and of its new leader first.
   */
  private static void showOffline(Draft draft, int id) {
    for (ZkTopicPartition partition : draft.hostedBy(id)) {
      PartitionControl control = draft.partition(partition);
      if (control == null || control.writing() == null) {
        draft.batches.metadata(partition);
      }
    }
  }

  /**
   * Leaders see in their metadata that a broker was gone, but not one that came back at once. A new
   * epoch makes those that are about to let it join wait for what it holds now, and refuses what
   * they have proposed by what it held before.
   */
  private static void fenceOff(Draft draft, int id) {
    for (ZkTopicPartition partition : draft.hostedBy(id)) {
      PartitionControl control = draft.partition(partition);
      if (control != null && control.followsAnew(id)) {
        draft.putPartition(partition, control.withAssignment(control.assignment(), true));
      }
    }
  }

  /** Counts a broker in, so that elections see it. */
  static void add(Draft draft, BrokerState broker) {
    draft.brokers = draft.brokers.with(broker.id(), broker);
    draft.channels.add(new Effect.OpenChannel(broker));
    draft.batches.brokersChanged();
  }

  /**
   * Treats a replica that has registered since its partition's state was written as one that failed
   * and came back, which is what it may have done while nobody was controller.
   */
  static void renew(Draft draft, ZkTopicPartition id, StoredState stored) {
    renew(draft, id, broker -> isReborn(draft, broker, stored));
  }

  /**
   * Treats replicas as ones that failed and came back. A controller in office sees that happen and
   * decides as it does, but for a partition whose state is just being written; and one that was
   * just elected has seen nothing.
   *
   * <p>Such a replica may have lost the end of its log. While others in sync stayed, one of them
   * leads and the set is theirs. When none did, a leader goes on in a new epoch at least: it would
   * give the same offsets to other records in an epoch that followers already have records of,
   * which nobody could tell apart.
   */
  static void renew(Draft draft, ZkTopicPartition id, IntPredicate reborn) {
    PartitionControl partition = draft.partition(id);
    PartitionLeadership now = partition == null ? null : partition.leadership();
    if (partition == null
        || now == null
        || partition.writing() != null
        || draft.isEnding(id, partition)) {
      return;
    }
    PartitionAssignment assignment = partition.assignment();
    LeaderRule.Presence present = draft.presence(id, assignment);
    LeaderRule.Presence stayed =
        new LeaderRule.Presence() {
          @Override
          public boolean isOnline(int broker) {
            return !reborn.test(broker) && present.isOnline(broker);
          }

          @Override
          public boolean isReachable(int broker) {
            return !reborn.test(broker) && present.isReachable(broker);
          }
        };
    LeaderRule.Choice choice = LeaderRule.next(assignment.replicas(), now, stayed);
    if (choice != null && choice.leader() >= 0) {
      draft.begin(StateWrite.of(id, now.next(choice, draft.epoch)));
    } else if (reborn.test(now.leader())) {
      draft.reassign(id, assignment, true);
    }
  }

  private static boolean isReborn(Draft draft, int id, StoredState stored) {
    BrokerState broker = draft.brokers.get(id);
    return broker != null && broker.epoch() > stored.writtenZxid();
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
