package io.classickafka.controller;

import io.classickafka.controller.TopicDeletion.Replica;
import io.classickafka.coordination.Op;
import io.classickafka.metadata.PersistentSortedMap;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.zk.ZkPaths;
import io.classickafka.zk.ZkTopicPartition;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The deletion of topics: all brokers forget it, the replicas delete their logs and say so, then
 * the nodes go, the mark last. It begins when all replicas are online, and waits for one that goes
 * away meanwhile until it is back.
 */
final class Deletions {

  /** What stands for the leader epoch of a partition whose topic is being deleted. */
  static final int EPOCH_DURING_DELETE = -2;

  private Deletions() {}

  /** Topics are marked for deletion. */
  static void onListed(Draft draft, List<String> marked, boolean deletionEnabled) {
    for (String name : marked) {
      boolean known = draft.topics.containsKey(name);
      if (draft.deletions.containsKey(name) || draft.creations.containsKey(name)) {
        continue;
      }
      if (!known || !deletionEnabled) {
        draft.effects.add(
            new Effect.Write(
                new WriteTicket.DropMark(name),
                List.of(draft.fence(), new Op.Delete(ZkPaths.deleteTopic(name), Op.ANY_VERSION))));
      } else {
        queue(draft, name);
      }
    }
  }

  /** A topic is marked: from now on nothing is decided about it but its end. */
  static void queue(Draft draft, String name) {
    if (!draft.deletions.containsKey(name) && draft.topics.containsKey(name)) {
      draft.deletions = draft.deletions.with(name, TopicDeletion.QUEUED);
      proceed(draft, name);
    }
  }

  /** Does the next step of a deletion, if there is one to do now. */
  private static void proceed(Draft draft, String name) {
    TopicDeletion deletion = draft.deletions.get(name);
    TopicState topic = draft.topics.get(name);
    if (deletion == null || topic == null || deletion.removing()) {
      return;
    }
    if (!deletion.started()) {
      String obstacle = obstacle(draft, topic);
      if (obstacle != null) {
        draft.effects.add(new Effect.DeletionWaits(name, obstacle));
        return;
      }
      draft.batches.topicGone(topic);
      deletion = new TopicDeletion(true, replicas(topic), false);
    }
    PersistentSortedMap<Replica, Boolean> outstanding = deletion.outstanding();
    for (Replica replica : deletion.outstanding().keys()) {
      boolean asked = Boolean.TRUE.equals(outstanding.get(replica));
      if (!asked && draft.isReachable(replica.broker())) {
        draft.batches.stop(
            replica.broker(),
            new ZkTopicPartition(name, replica.partition()),
            EPOCH_DURING_DELETE,
            true);
        outstanding = outstanding.with(replica, Boolean.TRUE);
      }
    }
    boolean removing = outstanding.isEmpty();
    draft.deletions = draft.deletions.with(name, new TopicDeletion(true, outstanding, removing));
    if (removing) {
      draft.effects.add(new Effect.RemoveTopicNodes(name));
    }
  }

  /** What a deletion has to wait for; null when it can begin. */
  private static @Nullable String obstacle(Draft draft, TopicState topic) {
    for (int number : topic.partitions().keys()) {
      ZkTopicPartition id = new ZkTopicPartition(topic.name(), number);
      PartitionControl partition = topic.partitions().get(number);
      if (partition == null) {
        continue;
      }
      if (partition.assignment().isReassigning()) {
        return "partition " + number + " is being reassigned";
      }
      for (int replica : partition.assignment().replicas()) {
        if (!draft.isOnline(replica, id)) {
          return "broker " + replica + " with partition " + number + " is not there";
        }
      }
    }
    return null;
  }

  /** A reassignment of one of the topic's partitions has ended. */
  static void onReassigned(Draft draft, String name) {
    proceed(draft, name);
  }

  /** A replica can be stored again. */
  static void onReplicaBack(Draft draft, String name) {
    proceed(draft, name);
  }

  private static PersistentSortedMap<Replica, Boolean> replicas(TopicState topic) {
    PersistentSortedMap<Replica, Boolean> replicas = PersistentSortedMap.empty();
    for (int number : topic.partitions().keys()) {
      PartitionControl partition = topic.partitions().get(number);
      if (partition != null) {
        for (int broker : partition.assignment().replicas()) {
          replicas = replicas.with(new Replica(number, broker), Boolean.FALSE);
        }
      }
    }
    return replicas;
  }

  static void onAnswer(Draft draft, ControllerEvent.ReplicasDeleted event) {
    BrokerState broker = draft.brokers.get(event.broker());
    if (broker == null || broker.epoch() != event.brokerEpoch()) {
      return; // of a former incarnation; the present one has been asked anew
    }
    TreeSet<String> advanced = new TreeSet<>();
    event
        .answers()
        .forEach(
            (partition, error) -> {
              TopicDeletion deletion = draft.deletions.get(partition.topic());
              Replica replica = new Replica(partition.partition(), event.broker());
              if (deletion == null || !deletion.outstanding().containsKey(replica)) {
                return;
              }
              PersistentSortedMap<Replica, Boolean> outstanding =
                  error == ErrorCode.NONE
                      ? deletion.outstanding().without(replica)
                      : deletion.outstanding();
              draft.deletions =
                  draft.deletions.with(
                      partition.topic(),
                      new TopicDeletion(deletion.started(), outstanding, deletion.removing()));
              if (error == ErrorCode.NONE) {
                advanced.add(partition.topic());
              }
            });
    advanced.forEach(name -> proceed(draft, name));
  }

  /** What the broker was asked is lost with it. */
  static void onBrokerGone(Draft draft, int broker) {
    draft.deletions.forEach(
        (name, deletion) -> {
          PersistentSortedMap<Replica, Boolean> outstanding = deletion.outstanding();
          for (Replica replica : deletion.outstanding().keys()) {
            if (replica.broker() == broker) {
              outstanding = outstanding.with(replica, Boolean.FALSE);
            }
          }
          draft.deletions =
              draft.deletions.with(
                  name, new TopicDeletion(deletion.started(), outstanding, deletion.removing()));
        });
  }

  static void onBrokerStarted(Draft draft, int broker) {
    TreeSet<String> topics = new TreeSet<>();
    for (ZkTopicPartition partition : draft.hostedBy(broker)) {
      if (draft.deletions.containsKey(partition.topic())) {
        topics.add(partition.topic());
      }
    }
    topics.forEach(name -> proceed(draft, name));
  }

  static void onNodesRemoved(Draft draft, String name) {
    draft.forgetTopic(name);
    draft.deletions = draft.deletions.without(name);
  }
}
