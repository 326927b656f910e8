package io.classickafka.controller;

import io.classickafka.controller.StateWrite.Requester;
import io.classickafka.metadata.PersistentSortedMap;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.zk.ZkTopicPartition;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Elections that do not follow from a broker's coming or going: asked for by an operator, due
 * because leaderships are unevenly spread, or allowed by a setting to lose records.
 */
final class Elections {

  private Elections() {}

  static void onRequest(Draft draft, ControllerEvent.ElectLeaders event) {
    List<ZkTopicPartition> asked = event.partitions();
    List<ZkTopicPartition> partitions;
    if (asked != null) {
      partitions = asked;
    } else {
      // Of all partitions only those are named in the answer that need one.
      partitions =
          (event.unclean() ? draft.index.leaderless() : draft.index.unpreferred())
              .keys().stream().filter(id -> !draft.deletions.containsKey(id.topic())).toList();
    }
    if (partitions.isEmpty()) {
      draft.effects.add(new Effect.AnswerElections(event.request(), List.of()));
      return;
    }
    draft.requests =
        draft.requests.with(
            event.request(),
            new OpenRequest.Elections(
                event.unclean(),
                partitions,
                PersistentSortedMap.empty(),
                PersistentSortedMap.empty()));
    for (int i = 0; i < partitions.size(); i++) {
      attempt(draft, new Requester(event.request(), i), event.unclean(), partitions.get(i));
    }
  }

  private static void attempt(Draft draft, Requester who, boolean unclean, ZkTopicPartition id) {
    PartitionControl partition = draft.partition(id);
    if (partition == null) {
      refuse(draft, who, id, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, "The partition does not exist.");
    } else if (draft.deletions.containsKey(id.topic())) {
      refuse(draft, who, id, ErrorCode.INVALID_TOPIC_EXCEPTION, "The topic is being deleted");
    } else if (partition.writing() != null) {
      park(draft, who, id); // until it is known who leads
    } else if (unclean) {
      attemptUnclean(draft, who, id, partition);
    } else {
      attemptPreferred(draft, who, id, partition);
    }
  }

  private static void attemptPreferred(
      Draft draft, Requester who, ZkTopicPartition id, PartitionControl partition) {
    PartitionLeadership now = partition.leadership();
    if (partition.leader() == partition.preferred()) {
      refuse(draft, who, id, ErrorCode.ELECTION_NOT_NEEDED, "Leader election not needed for it.");
      return;
    }
    LeaderRule.Choice choice = preferred(draft, id, partition);
    if (choice == null || now == null) {
      refuse(
          draft,
          who,
          id,
          ErrorCode.PREFERRED_LEADER_NOT_AVAILABLE,
          "Failed to elect leader for partition " + id + " under strategy PreferredReplica");
      return;
    }
    draft.begin(new StateWrite(id, now.next(choice, draft.epoch), false, List.of(who), null));
  }

  private static LeaderRule.@Nullable Choice preferred(
      Draft draft, ZkTopicPartition id, PartitionControl partition) {
    PartitionLeadership now = partition.leadership();
    return now == null
        ? null
        : LeaderRule.preferred(
            partition.assignment().replicas(), now, draft.presence(id, partition.assignment()));
  }

  private static void attemptUnclean(
      Draft draft, Requester who, ZkTopicPartition id, PartitionControl partition) {
    PartitionLeadership now = partition.leadership();
    if (now != null && now.leader() >= 0 && draft.isOnline(now.leader(), id)) {
      refuse(draft, who, id, ErrorCode.ELECTION_NOT_NEEDED, "Leader election not needed for it.");
      return;
    }
    PartitionLeadership next = now == null ? null : uncleanly(draft, id, partition, now);
    if (next == null) {
      refuse(
          draft,
          who,
          id,
          ErrorCode.ELIGIBLE_LEADERS_NOT_AVAILABLE,
          "No replica of partition " + id + " can lead.");
      return;
    }
    draft.begin(new StateWrite(id, next, false, List.of(who), null));
  }

  private static @Nullable PartitionLeadership uncleanly(
      Draft draft, ZkTopicPartition id, PartitionControl partition, PartitionLeadership now) {
    LeaderRule.Choice choice =
        LeaderRule.unclean(
            partition.assignment().replicas(), now, draft.presence(id, partition.assignment()));
    return choice == null ? null : now.uncleanly(choice, draft.epoch);
  }

  /** The settings of topics were read whose partitions only replicas out of sync could lead. */
  static void onUncleanRead(Draft draft, ControllerEvent.UncleanRead event) {
    event
        .allowed()
        .forEach(
            (name, allowed) -> {
              TopicState topic = draft.topics.get(name);
              if (!allowed || topic == null || draft.deletions.containsKey(name)) {
                return;
              }
              for (int number : topic.partitions().keys()) {
                electUncleanly(draft, new ZkTopicPartition(name, number));
              }
            });
  }

  private static void electUncleanly(Draft draft, ZkTopicPartition id) {
    PartitionControl partition = draft.partition(id);
    PartitionLeadership now = partition == null ? null : partition.leadership();
    if (partition != null && now != null && partition.writing() == null) {
      PartitionLeadership next = uncleanly(draft, id, partition, now);
      if (next != null) {
        draft.begin(StateWrite.of(id, next));
      }
    }
  }

  /** A setting has changed that may allow elections that lose records; null: for any topic. */
  static void onUncleanChanged(Draft draft, @Nullable String topic) {
    for (ZkTopicPartition id : draft.index.leaderless().keys()) {
      if (topic == null || topic.equals(id.topic())) {
        draft.examine(id);
        tellFailed(draft, id);
      }
    }
  }

  /** A replica that has lost its log may begin anew now: its broker is asked whether it does. */
  private static void tellFailed(Draft draft, ZkTopicPartition id) {
    PartitionControl partition = draft.partition(id);
    if (partition != null && partition.writing() == null) {
      for (int replica : partition.assignment().replicas()) {
        if (draft.isReachable(replica) && draft.isFailed(replica, id)) {
          draft.batches.leadership(replica, id, false);
        }
      }
    }
  }

  /** Gives leaderships back to the preferred replicas of brokers that have lost too many. */
  static void onRebalance(Draft draft, int imbalancePercent) {
    TreeMap<Integer, Integer> lost = new TreeMap<>();
    for (ZkTopicPartition id : draft.index.unpreferred().keys()) {
      PartitionControl partition = draft.partition(id);
      if (partition != null && !draft.deletions.containsKey(id.topic())) {
        lost.merge(partition.preferred(), 1, Integer::sum);
      }
    }
    lost.forEach(
        (broker, count) -> {
          if (draft.isOnline(broker)
              && 100L * count > (long) imbalancePercent * preferring(draft, broker)) {
            giveBack(draft, broker);
          }
        });
  }

  private static int preferring(Draft draft, int broker) {
    int count = 0;
    for (ZkTopicPartition id : draft.hostedBy(broker)) {
      PartitionControl partition = draft.partition(id);
      if (partition != null && partition.preferred() == broker) {
        count++;
      }
    }
    return count;
  }

  private static void giveBack(Draft draft, int broker) {
    for (ZkTopicPartition id : draft.index.unpreferred().keys()) {
      PartitionControl partition = draft.partition(id);
      if (partition != null && partition.preferred() == broker) {
        prefer(draft, id);
      }
    }
  }

  /** Gives a partition to its preferred replica, if that can lead. */
  static void prefer(Draft draft, ZkTopicPartition id) {
    PartitionControl partition = draft.partition(id);
    PartitionLeadership now = partition == null ? null : partition.leadership();
    if (partition == null
        || now == null
        || partition.writing() != null
        || partition.leader() == partition.preferred()
        || draft.deletions.containsKey(id.topic())) {
      return;
    }
    LeaderRule.Choice choice = preferred(draft, id, partition);
    if (choice != null) {
      draft.begin(StateWrite.of(id, now.next(choice, draft.epoch)));
    }
  }

  private static void park(Draft draft, Requester who, ZkTopicPartition id) {
    if (draft.requests.get(who.request()) instanceof OpenRequest.Elections open) {
      draft.requests =
          draft.requests.with(
              who.request(), open.withWaiting(open.waiting().with(id, who.index())));
    }
  }

  /** A write of a partition's state has ended, in whatever way: those who waited try again. */
  static void onEnded(Draft draft, ZkTopicPartition id) {
    draft.requests.forEach(
        (request, any) -> {
          if (any instanceof OpenRequest.Elections open) {
            Integer index = open.waiting().get(id);
            if (index != null) {
              draft.requests =
                  draft.requests.with(request, open.withWaiting(open.waiting().without(id)));
              attempt(draft, new Requester(request, index), open.unclean(), id);
            }
          }
        });
  }

  /** An election's write has ended. One that met another change is tried again. */
  static void outcome(Draft draft, Requester who, ErrorCode error, PartitionLeadership state) {
    if (!(draft.requests.get(who.request()) instanceof OpenRequest.Elections open)) {
      return;
    }
    ZkTopicPartition id = open.partitions().get(who.index());
    if (error == ErrorCode.INVALID_UPDATE_VERSION || error == ErrorCode.OPERATION_NOT_ATTEMPTED) {
      park(draft, who, id);
    } else {
      settle(
          draft,
          who,
          new ElectionOutcome(
              id,
              error,
              null,
              error == ErrorCode.NONE ? state.leader() : PartitionLeadership.NO_LEADER));
    }
  }

  private static void refuse(
      Draft draft, Requester who, ZkTopicPartition id, ErrorCode error, String message) {
    settle(draft, who, ElectionOutcome.refused(id, error, message));
  }

  private static void settle(Draft draft, Requester who, ElectionOutcome outcome) {
    if (draft.requests.get(who.request()) instanceof OpenRequest.Elections open) {
      OpenRequest.Elections known = open.withOutcome(who.index(), outcome);
      if (known.outcomes().size() < known.partitions().size()) {
        draft.requests = draft.requests.with(who.request(), known);
      } else {
        draft.requests = draft.requests.without(who.request());
        draft.effects.add(new Effect.AnswerElections(who.request(), known.outcomes().values()));
      }
    }
  }
}
