package io.classickafka.controller;

import io.classickafka.coordination.Op;
import io.classickafka.coordination.Op.Lifetime;
import io.classickafka.coordination.Status;
import io.classickafka.coordination.WriteResult;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.zk.ZkPaths;
import io.classickafka.zk.ZkTopicPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How partition states get into their nodes: in chunks, each one atomic write behind the fence; and
 * what follows from the results. A result that may be either is resolved by reading back.
 */
final class StateWriting {

  /** Keeps a write far below the megabyte that a server accepts, with the longest topic names. */
  static final int STATES_PER_WRITE = 200;

  private StateWriting() {}

  /** Adds the writes as chunks. */
  static void addWrites(Draft draft, List<StateWrite> writes, List<Effect> effects) {
    for (int from = 0; from < writes.size(); from += STATES_PER_WRITE) {
      List<StateWrite> chunk =
          writes.subList(from, Math.min(writes.size(), from + STATES_PER_WRITE));
      effects.add(write(draft, chunk, false));
    }
  }

  /**
   * One chunk.
   *
   * @param withParents whether to create the nodes above the partitions too; they come with a topic
   *     that is created here, but not with one that another tool made
   */
  private static Effect.Write write(Draft draft, List<StateWrite> chunk, boolean withParents) {
    List<Op> ops = new ArrayList<>();
    ops.add(draft.fence());
    TreeSet<String> parents = new TreeSet<>();
    for (StateWrite write : chunk) {
      ZkTopicPartition id = write.partition();
      String path = ZkPaths.partitionState(id);
      if (!write.create()) {
        ops.add(new Op.SetData(path, write.encode(), write.next().partitionEpoch() - 1));
        continue;
      }
      if (withParents && parents.add(id.topic())) {
        ops.add(new Op.Create(ZkPaths.partitions(id.topic()), null, Lifetime.PERSISTENT));
      }
      ops.add(
          new Op.Create(ZkPaths.partition(id.topic(), id.partition()), null, Lifetime.PERSISTENT));
      ops.add(new Op.Create(path, write.encode(), Lifetime.PERSISTENT));
    }
    return new Effect.Write(new WriteTicket.States(chunk), ops);
  }

  static void onWritten(Draft draft, WriteTicket.States ticket, List<Op> ops, WriteResult result) {
    if (ControllerEvent.fenced(result)) {
      draft.effects.add(new Effect.Doubt());
      return;
    }
    switch (result.status()) {
      case OK -> ticket.writes().forEach(write -> applied(draft, write));
      case NODE_EXISTS, BAD_VERSION, NO_NODE, NOT_EMPTY -> repair(draft, ticket, ops, result);
      case CONNECTION_LOSS -> readBack(draft, ticket.writes());
      case SESSION_EXPIRED -> {}
      default -> ticket.writes().forEach(write -> givenUp(draft, write));
    }
  }

  /** One operation was refused, so none of the chunk happened: the others are written again. */
  private static void repair(
      Draft draft, WriteTicket.States ticket, List<Op> ops, WriteResult result) {
    int failed = result.failedOp();
    if (failed <= 0 || failed >= ops.size()) {
      readBack(draft, ticket.writes());
      return;
    }
    String path = ops.get(failed).path();
    boolean creates = ops.get(failed) instanceof Op.Create;
    StateWrite culprit = null;
    List<StateWrite> others = new ArrayList<>();
    for (StateWrite write : ticket.writes()) {
      if (ZkPaths.partitionState(write.partition()).equals(path)) {
        culprit = write;
      } else {
        others.add(write);
      }
    }
    if (culprit != null) {
      readBack(draft, List.of(culprit));
      if (!others.isEmpty()) {
        draft.effects.add(write(draft, others, false));
      }
    } else if (creates && result.status() == Status.NODE_EXISTS) {
      // A parent that is there already is as good as one that was created.
      List<Op> rest = new ArrayList<>(ops);
      rest.remove(failed);
      draft.effects.add(new Effect.Write(ticket, rest));
    } else if (creates && !endsWithPartitions(path)) {
      draft.effects.add(write(draft, ticket.writes(), true));
    } else {
      // Not even the topic's node is there: somebody has deleted it.
      TreeSet<String> topics = new TreeSet<>();
      ticket.writes().forEach(write -> topics.add(write.partition().topic()));
      ticket.writes().forEach(write -> givenUp(draft, write));
      draft.effects.add(new Effect.ReadTopics(List.copyOf(topics)));
    }
  }

  private static boolean endsWithPartitions(String path) {
    return path.endsWith("/partitions");
  }

  private static void readBack(Draft draft, List<StateWrite> writes) {
    List<ZkTopicPartition> partitions = new ArrayList<>();
    for (StateWrite write : writes) {
      partitions.add(write.partition());
    }
    draft.effects.add(new Effect.ReadStates(partitions));
  }

  private static void givenUp(Draft draft, StateWrite write) {
    PartitionControl partition = current(draft, write);
    if (partition != null) {
      draft.putPartition(write.partition(), partition.withWriting(null));
      draft.batches.metadata(write.partition()); // replicas may have gone or come meanwhile
      answer(draft, partition, ErrorCode.UNKNOWN_SERVER_ERROR);
      Shutdowns.onEnded(draft, write.partition());
      Elections.onEnded(draft, write.partition());
      TopicNodeWriting.writeNext(draft, write.partition().topic());
    }
  }

  /** The partition, as it was, is gone, and with it whatever was being written or waited for. */
  static void onVanished(Draft draft, ZkTopicPartition id, PartitionControl partition) {
    answer(draft, partition, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
    Shutdowns.onEnded(draft, id);
    Elections.onEnded(draft, id);
    Reassignments.dropLegacy(draft, id);
  }

  /** Nothing is being written any more: what waited for that goes on. */
  private static void ended(Draft draft, ZkTopicPartition id, List<Integer> reborn) {
    renew(draft, id, reborn);
    draft.examine(id);
    Shutdowns.onEnded(draft, id);
    Elections.onEnded(draft, id);
    TopicNodeWriting.writeNext(draft, id.topic());
  }

  /** The partition, if this is still the write that it waits for. */
  private static @Nullable PartitionControl current(Draft draft, StateWrite write) {
    PartitionControl partition = draft.partition(write.partition());
    StateWrite writing = partition == null ? null : partition.writing();
    return writing != null && writing.next().equals(write.next()) ? partition : null;
  }

  private static void applied(Draft draft, StateWrite write) {
    PartitionControl partition = current(draft, write);
    if (partition == null) {
      return;
    }
    PartitionLeadership before = partition.leadership();
    PartitionLeadership next = write.next();
    draft.putPartition(write.partition(), partition.withLeadership(next));
    answer(draft, partition, ErrorCode.NONE);
    boolean newEpoch = before == null || before.leaderEpoch() != next.leaderEpoch();
    if (newEpoch && write.reassigned() != null) {
      Reassignments.onEnd(draft, write.partition(), write.reassigned());
    }
    boolean outdated = before != null && isOutdated(draft, write.partition(), partition.reborn());
    if (!newEpoch) {
      draft.batches.metadata(write.partition()); // the leader knows; the others need not
    } else if (outdated) {
      stopFormerLeader(draft, write.partition(), before, next.leaderEpoch());
    } else {
      tellReplicas(draft, write.partition(), before, before == null);
      told(draft, write.partition());
    }
    if (before != null && next.leader() >= 0 && !before.isr().contains(next.leader())) {
      draft.effects.add(new Effect.UncleanElected(write.partition(), next.leader()));
    }
    ended(draft, write.partition(), partition.reborn());
  }

  /**
   * Whether what was just written holds no more, since brokers came back meanwhile that it counted
   * on: then it is told to nobody, and what is written now is. A follower would cut its log to that
   * of a leader that may have lost the end of its own.
   */
  private static boolean isOutdated(Draft draft, ZkTopicPartition id, List<Integer> reborn) {
    if (!renew(draft, id, reborn)) {
      return false;
    }
    PartitionControl partition = draft.partition(id);
    if (partition != null) {
      draft.putPartition(id, partition.withAssignment(partition.assignment(), true));
    }
    return true;
  }

  /**
   * Writes a state without replicas that came back, where one can be. Until it stands they count as
   * such: that write may come to nothing.
   *
   * @return whether it is being written
   */
  private static boolean renew(Draft draft, ZkTopicPartition id, List<Integer> reborn) {
    if (!reborn.isEmpty()) {
      BrokerDecisions.renew(draft, id, reborn::contains);
    }
    PartitionControl partition = draft.partition(id);
    if (partition == null || partition.writing() == null) {
      return false;
    }
    for (int broker : reborn) {
      if (!partition.reborn().contains(broker)) {
        partition = partition.withReborn(broker);
      }
    }
    draft.putPartition(id, partition);
    return true;
  }

  /** One that is about to stop is no longer told of leaders, but that it is none. */
  private static void stopFormerLeader(
      Draft draft, ZkTopicPartition id, @Nullable PartitionLeadership before, int leaderEpoch) {
    int former = before == null ? PartitionLeadership.NO_LEADER : before.leader();
    if (draft.isReachable(former) && !draft.isOnline(former, id) && !draft.isFailed(former, id)) {
      draft.batches.stop(former, id, leaderEpoch, false);
    }
  }

  /** Tells the replicas that can hear it, also a former leader that is about to stop. */
  static void tellReplicas(
      Draft draft, ZkTopicPartition id, @Nullable PartitionLeadership before, boolean isNew) {
    PartitionControl partition = draft.partition(id);
    if (partition == null) {
      return;
    }
    for (int replica : partition.assignment().replicas()) {
      // One that has lost its log begins anew when it is told, so not while that may cost records.
      boolean formerLeader =
          before != null
              && before.leader() == replica
              && draft.isReachable(replica)
              && !draft.isFailed(replica, id);
      boolean anew =
          draft.isReachable(replica)
              && draft.isFailed(replica, id)
              && partition.followsAnew(replica);
      boolean added = partition.retell() && partition.assignment().adding().contains(replica);
      if (draft.isOnline(replica, id) || formerLeader || anew) {
        draft.batches.leadership(replica, id, isNew || added);
      }
    }
    draft.batches.metadata(id);
  }

  /** A higher leader epoch was told to all: there is nothing left to tell by another one. */
  private static void told(Draft draft, ZkTopicPartition id) {
    PartitionControl partition = draft.partition(id);
    if (partition != null) {
      draft.putPartition(id, partition.told());
    }
  }

  /** Others have written states by themselves. What is being written here finds that out. */
  static void onNoted(Draft draft, ControllerEvent.StatesNoted event) {
    new TreeMap<>(event.states())
        .forEach(
            (id, found) -> {
              PartitionControl partition = draft.partition(id);
              if (partition != null && partition.writing() == null) {
                onRead(draft, id, partition, found);
              }
            });
  }

  /** What stands in the nodes: the outcome of the writes that were in doubt. */
  static void onRead(Draft draft, ControllerEvent.StatesRead event) {
    new TreeMap<>(event.states())
        .forEach(
            (id, found) -> {
              PartitionControl partition = draft.partition(id);
              if (partition != null) {
                onRead(draft, id, partition, found);
              }
            });
  }

  private static void onRead(
      Draft draft,
      ZkTopicPartition id,
      PartitionControl partition,
      @Nullable PartitionLeadership found) {
    if (found != null && found.controllerEpoch() > draft.epoch) {
      draft.effects.add(new Effect.Doubt());
      return;
    }
    StateWrite writing = partition.writing();
    if (writing != null && found != null && found.equals(writing.next())) {
      applied(draft, writing);
      return;
    }
    PartitionLeadership known = partition.leadership();
    draft.putPartition(id, partition.withLeadership(found));
    if (found != null && found.equals(known)) {
      // Nothing was found written. Replicas may have gone or come meanwhile. What others noted, and
      // is known, is no news.
      if (writing != null) {
        draft.batches.metadata(id);
      }
      unsettled(draft, partition);
    } else {
      answer(draft, partition, ErrorCode.INVALID_UPDATE_VERSION);
      if (found != null && !isOutdated(draft, id, partition.reborn())) {
        tellReplicas(draft, id, known, false);
        boolean unheard = known != null && found.leaderEpoch() <= known.leaderEpoch();
        if (unheard && writing != null) {
          // Who leads listens to a higher epoch only, and waits for one after such an answer.
          draft.reassign(id, partition.assignment(), true);
        }
      }
    }
    ended(draft, id, partition.reborn());
  }

  /** Answers the proposals that a write was for; the partition as it was while it was written. */
  private static void answer(Draft draft, PartitionControl partition, ErrorCode error) {
    answer(draft, partition, error, error);
  }

  /**
   * A write that was in doubt has left no trace. To a leader that is no refusal: it would go back
   * to the last set and no longer count a replica that is in the stored one if the write took
   * effect after all. It asks again, and the version settles it. An election is tried again.
   */
  private static void unsettled(Draft draft, PartitionControl partition) {
    answer(draft, partition, ErrorCode.UNKNOWN_SERVER_ERROR, ErrorCode.OPERATION_NOT_ATTEMPTED);
  }

  private static void answer(
      Draft draft, PartitionControl partition, ErrorCode toLeader, ErrorCode toElection) {
    StateWrite writing = partition.writing();
    if (writing != null) {
      for (StateWrite.Requester who : writing.requesters()) {
        IsrDecisions.outcome(draft, who, toLeader, writing.next());
        Elections.outcome(draft, who, toElection, writing.next());
      }
    }
  }
}
