package io.classickafka.controller;

import io.classickafka.controller.StateWrite.Requester;
import io.classickafka.coordination.Op;
import io.classickafka.coordination.WriteResult;
import io.classickafka.metadata.PersistentSortedMap;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.zk.PartitionAssignment;
import io.classickafka.zk.ReassignPartitions;
import io.classickafka.zk.ZkPaths;
import io.classickafka.zk.ZkTopicPartition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Replicas that move to other brokers (KIP-455). The topic's node says what moves, so that any
 * controller goes on with it; a higher leader epoch tells the replicas; when all of the target are
 * in sync, the others leave, and the node says so last.
 */
final class Reassignments {

  private Reassignments() {}

  static void onRequest(Draft draft, ControllerEvent.AlterReassignments event) {
    if (event.moves().isEmpty()) {
      draft.effects.add(new Effect.AnswerReassignments(event.request(), List.of()));
      return;
    }
    draft.requests =
        draft.requests.with(
            event.request(),
            new OpenRequest.Reassignments(event.moves(), PersistentSortedMap.empty()));
    TreeSet<String> topics = new TreeSet<>();
    for (int i = 0; i < event.moves().size(); i++) {
      ReplicaMove move = event.moves().get(i);
      Requester who = new Requester(event.request(), i);
      ReassignmentOutcome refusal = refusal(draft, move);
      if (refusal != null) {
        outcome(draft, who, refusal.error(), refusal.message());
      } else if (!begin(draft, move.partition(), move.target(), List.of(who))) {
        outcome(draft, who, ErrorCode.NONE, null);
      } else {
        topics.add(move.partition().topic());
      }
    }
    topics.forEach(topic -> TopicNodeWriting.writeNext(draft, topic));
  }

  private static @Nullable ReassignmentOutcome refusal(Draft draft, ReplicaMove move) {
    ZkTopicPartition id = move.partition();
    PartitionControl partition = draft.partition(id);
    List<Integer> target = move.target();
    if (target != null) {
      List<Integer> before =
          partition == null ? List.of() : ReassignmentRule.origin(partition.assignment());
      String problem = problem(draft, target, before);
      if (problem != null) {
        return new ReassignmentOutcome(id, ErrorCode.INVALID_REPLICA_ASSIGNMENT, problem);
      }
    }
    boolean moving =
        partition != null && (partition.assignment().isReassigning() || isWanted(draft, id));
    if (target == null && !moving) {
      return new ReassignmentOutcome(
          id, ErrorCode.NO_REASSIGNMENT_IN_PROGRESS, "No reassignment is in progress.");
    }
    if (partition == null || draft.deletions.containsKey(id.topic())) {
      return new ReassignmentOutcome(
          id, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, "The partition does not exist.");
    }
    return null;
  }

  private static @Nullable String problem(Draft draft, List<Integer> target, List<Integer> before) {
    if (target.isEmpty()) {
      return "Empty replica list specified in partition reassignment.";
    }
    if (new TreeSet<>(target).size() < target.size()) {
      return "Duplicate replica ids in partition reassignment replica list: " + target;
    }
    for (int broker : target) {
      if (broker < 0) {
        return "Invalid broker id in replica list: " + broker;
      }
      if (!before.contains(broker) && !draft.isOnline(broker)) {
        return "Replica assignment has broker " + broker + ", which is not alive.";
      }
    }
    return null;
  }

  private static boolean isWanted(Draft draft, ZkTopicPartition id) {
    TopicNodeWrite write = draft.nodeWrites.get(id.topic());
    return write != null && (write.writing() || write.wanted().containsKey(id.partition()));
  }

  /**
   * Wants another assignment for a partition.
   *
   * @param target null for the replicas there were before
   * @return false when that is what holds already
   */
  private static boolean begin(
      Draft draft,
      ZkTopicPartition id,
      @Nullable List<Integer> target,
      List<Requester> requesters) {
    PartitionControl partition = draft.partition(id);
    if (partition == null) {
      return false;
    }
    PartitionAssignment now = partition.assignment();
    List<Integer> wanted = target == null ? ReassignmentRule.origin(now) : target;
    boolean holds =
        !draft.nodeWrites.containsKey(id.topic())
            && ReassignmentRule.toward(now, wanted).equals(now);
    if (!holds) {
      TopicNodeWriting.want(draft, id, target == null ? TopicNodeWrite.BACK : target, requesters);
    }
    return !holds;
  }

  /** An assignment stands in its topic's node: it holds. */
  static void adopt(Draft draft, ZkTopicPartition id, PartitionAssignment assignment) {
    PartitionControl partition = draft.partition(id);
    if (partition == null) {
      return;
    }
    if (partition.assignment().equals(assignment)) {
      ended(draft, id, assignment);
      return;
    }
    List<Integer> former = partition.assignment().replicas();
    draft.reassign(id, assignment, true);
    stopOthers(draft, id, former, assignment);
    draft.examine(id);
    draft.batches.metadata(id);
    ended(draft, id, assignment);
  }

  /** The last replicas of a target are in sync, and the state says who leads from now on. */
  static void onEnd(Draft draft, ZkTopicPartition id, PartitionAssignment target) {
    PartitionControl partition = draft.partition(id);
    if (partition == null) {
      return;
    }
    List<Integer> former = partition.assignment().replicas();
    draft.reassign(id, target, false);
    stopOthers(draft, id, former, target);
    TopicNodeWriting.rewrite(draft, id.topic());
    ended(draft, id, target);
  }

  private static void stopOthers(
      Draft draft, ZkTopicPartition id, List<Integer> former, PartitionAssignment now) {
    PartitionControl partition = draft.partition(id);
    PartitionLeadership leadership = partition == null ? null : partition.leadership();
    if (partition == null || leadership == null) {
      return;
    }
    // Of the last replicas in sync none is thrown away, whatever was asked for: neither of those
    // that are in sync now nor of those that are once what is being written stands.
    StateWrite writing = partition.writing();
    List<PartitionLeadership> held =
        writing == null ? List.of(leadership) : List.of(leadership, writing.next());
    boolean safe =
        held.stream().allMatch(state -> state.isr().stream().anyMatch(now.replicas()::contains));
    for (int replica : former) {
      if (!now.replicas().contains(replica)) {
        boolean delete = safe || held.stream().noneMatch(state -> state.isr().contains(replica));
        draft.batches.stop(replica, id, leadership.leaderEpoch(), delete);
      }
    }
  }

  private static void ended(Draft draft, ZkTopicPartition id, PartitionAssignment now) {
    if (!now.isReassigning()) {
      dropLegacy(draft, id);
      Deletions.onReassigned(draft, id.topic());
    }
  }

  /** A controller that was just elected goes on: the replicas hear once more what moves. */
  static void resume(Draft draft, ZkTopicPartition id, PartitionAssignment assignment) {
    if (assignment.isReassigning()) {
      draft.reassign(id, assignment, true);
    }
  }

  /** The node of the legacy tool was read: what it asks for begins, what cannot is taken out. */
  static void onLegacy(Draft draft, ControllerEvent.LegacyReassignment event) {
    draft.legacyMoves = PersistentSortedMap.empty();
    TreeSet<String> topics = new TreeSet<>();
    List<ZkTopicPartition> done = new ArrayList<>();
    event
        .moves()
        .forEach(
            (id, target) -> {
              draft.legacyMoves = draft.legacyMoves.with(id, target);
              PartitionControl partition = draft.partition(id);
              boolean known = partition != null && !draft.deletions.containsKey(id.topic());
              if (partition == null || !known || new TreeSet<>(target).size() < target.size()) {
                done.add(id);
              } else if (begin(draft, id, target, List.of())) {
                topics.add(id.topic());
              } else if (!partition.assignment().isReassigning()) {
                done.add(id);
              }
            });
    topics.forEach(topic -> TopicNodeWriting.writeNext(draft, topic));
    done.forEach(id -> dropLegacy(draft, id));
    if (event.moves().isEmpty()) {
      writeLegacy(draft);
    }
  }

  static void dropLegacy(Draft draft, ZkTopicPartition id) {
    if (draft.legacyMoves.containsKey(id)) {
      draft.legacyMoves = draft.legacyMoves.without(id);
      writeLegacy(draft);
    }
  }

  private static void writeLegacy(Draft draft) {
    Map<ZkTopicPartition, List<Integer>> left = new LinkedHashMap<>();
    draft.legacyMoves.forEach(left::put);
    Op op =
        left.isEmpty()
            ? new Op.Delete(ZkPaths.REASSIGN_PARTITIONS, Op.ANY_VERSION)
            : new Op.SetData(
                ZkPaths.REASSIGN_PARTITIONS, ReassignPartitions.of(left).encode(), Op.ANY_VERSION);
    draft.effects.add(new Effect.Write(new WriteTicket.LegacyNode(), List.of(draft.fence(), op)));
  }

  /** Writing the legacy tool's node has ended; it holds nothing that is not known otherwise. */
  static void onLegacyWritten(Draft draft, WriteResult result) {
    switch (result.status()) {
      case CONNECTION_LOSS -> writeLegacy(draft);
      default -> {
        if (ControllerEvent.fenced(result)) {
          draft.effects.add(new Effect.Doubt());
        }
      }
    }
  }

  /** The outcome of one move; answers the request when it was the last. */
  static void outcome(Draft draft, Requester who, ErrorCode error, @Nullable String message) {
    if (draft.requests.get(who.request()) instanceof OpenRequest.Reassignments open) {
      ReassignmentOutcome outcome =
          new ReassignmentOutcome(open.moves().get(who.index()).partition(), error, message);
      OpenRequest.Reassignments known =
          new OpenRequest.Reassignments(open.moves(), open.outcomes().with(who.index(), outcome));
      if (known.outcomes().size() < known.moves().size()) {
        draft.requests = draft.requests.with(who.request(), known);
      } else {
        draft.requests = draft.requests.without(who.request());
        draft.effects.add(new Effect.AnswerReassignments(who.request(), known.outcomes().values()));
      }
    }
  }
}
