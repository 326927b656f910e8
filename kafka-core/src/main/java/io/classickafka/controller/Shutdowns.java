package io.classickafka.controller;

import io.classickafka.metadata.PersistentSortedMap;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.zk.ZkTopicPartition;
import java.util.ArrayList;
import java.util.List;

/** Brokers that leave in order: their leaderships move first, then they get the answer. */
final class Shutdowns {

  private Shutdowns() {}

  static void onRequest(Draft draft, ControllerEvent.ControlledShutdown event) {
    int id = event.broker();
    BrokerState broker = draft.brokers.get(id);
    if (broker == null) {
      answer(draft, event.request(), ErrorCode.BROKER_NOT_AVAILABLE, List.of());
      return;
    }
    if (event.brokerEpoch() >= 0 && event.brokerEpoch() < broker.epoch()) {
      answer(draft, event.request(), ErrorCode.STALE_BROKER_EPOCH, List.of());
      return;
    }
    draft.stopping = draft.stopping.with(id, broker.epoch());
    PersistentSortedMap<ZkTopicPartition, Boolean> moving = PersistentSortedMap.empty();
    for (ZkTopicPartition partition : draft.hostedBy(id)) {
      PartitionControl control = draft.partition(partition);
      if (control == null || control.assignment().replicas().size() < 2) {
        continue; // nobody else has it; it stays until the broker is gone
      }
      PartitionLeadership now = control.leadership();
      if (now != null && now.leader() != id) {
        draft.batches.stop(id, partition, now.leaderEpoch(), false);
      }
      draft.examine(partition);
      PartitionControl after = draft.partition(partition);
      if (after != null && after.writing() != null) {
        moving = moving.with(partition, Boolean.TRUE);
      }
    }
    draft.requests = draft.requests.with(event.request(), new OpenRequest.Shutdown(id, moving));
    answerIfMoved(draft, event.request(), id, moving);
  }

  /** A write of a partition's state has ended, in whatever way. */
  static void onEnded(Draft draft, ZkTopicPartition partition) {
    PartitionControl control = draft.partition(partition);
    if (draft.stopping.isEmpty() || (control != null && control.writing() != null)) {
      return; // the next write has begun at once, which may be the move
    }
    draft.requests.forEach(
        (request, open) -> {
          if (open instanceof OpenRequest.Shutdown shutdown
              && shutdown.moving().containsKey(partition)) {
            PersistentSortedMap<ZkTopicPartition, Boolean> rest =
                shutdown.moving().without(partition);
            draft.requests =
                draft.requests.with(request, new OpenRequest.Shutdown(shutdown.broker(), rest));
            answerIfMoved(draft, request, shutdown.broker(), rest);
          }
        });
  }

  private static void answerIfMoved(
      Draft draft,
      long request,
      int broker,
      PersistentSortedMap<ZkTopicPartition, Boolean> moving) {
    if (!moving.isEmpty()) {
      return;
    }
    List<ZkTopicPartition> remaining = new ArrayList<>();
    // Where no broker stays, nobody can catch up or come back in time to take anything over.
    boolean anyStays = draft.brokers.size() > draft.stopping.size();
    for (ZkTopicPartition partition : draft.hostedBy(broker)) {
      PartitionControl control = draft.partition(partition);
      if (anyStays
          && control != null
          && control.leader() == broker
          && control.assignment().replicas().size() > 1
          && !draft.deletions.containsKey(partition.topic())) {
        remaining.add(partition);
      }
    }
    draft.requests = draft.requests.without(request);
    answer(draft, request, ErrorCode.NONE, remaining);
  }

  private static void answer(
      Draft draft, long request, ErrorCode error, List<ZkTopicPartition> remaining) {
    draft.effects.add(new Effect.AnswerShutdown(request, new ShutdownOutcome(error, remaining)));
  }
}
