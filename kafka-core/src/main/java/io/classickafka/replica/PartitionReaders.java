package io.classickafka.replica;

import io.classickafka.quota.ReplicationQuota;
import io.classickafka.seam.EventLoop;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** Those who wait for something to read at one partition. Owned by the partition's loop. */
final class PartitionReaders {

  private final EventLoop loop;
  private final ReplicationQuota quota;

  /** Followers and others who read to the end of the log. */
  private final FetchWaiters tail = new FetchWaiters();

  /** Consumers, who read what is committed. */
  private final FetchWaiters committed = new FetchWaiters();

  /** Followers for which there is something, but the rate at which it may be sent is used up. */
  private final FetchWaiters held = new FetchWaiters();

  /** When the rate allows more; there while somebody is held. */
  private EventLoop.@Nullable Scheduled release;

  PartitionReaders(EventLoop loop, ReplicationQuota quota) {
    this.loop = loop;
    this.quota = quota;
  }

  /** Looks up what a reader asks for, and parks the reader as {@link Partition#fetch} says. */
  FetchAnswer fetch(
      Partition partition,
      FetchTerms terms,
      FetchTarget target,
      Uuid topicId,
      FetchWaiter waiter,
      boolean mayWait,
      ColdFetch cold) {
    FetchWaiters.disarm(waiter);
    boolean holds = partition.throttle().holds(terms, partition.leadership());
    FetchAnswer answer = PartitionReads.fetch(partition, terms, target, topicId, holds, cold);
    if (answer.urgent() || partition.stopped()) {
      return answer;
    }
    long readable = PartitionReads.readable(partition, terms);
    boolean atEnd =
        target.fetchOffset() >= readable || !partition.log().isCold(target.fetchOffset());
    if (holds && target.fetchOffset() < readable) {
      hold(waiter, target.fetchOffset());
    } else if (atEnd && (answer.sizeBytes() == 0 || mayWait)) {
      FetchWaiters list = terms.readsToEnd() ? tail : committed;
      list.arm(waiter, Math.max(target.fetchOffset(), readable));
    }
    return answer;
  }

  /** Parks a follower until the rate allows to send it what there is. */
  private void hold(FetchWaiter waiter, long fetchOffset) {
    held.arm(waiter, fetchOffset);
    if (release == null) {
      release = loop.schedule(quota.waitMs(), this::release);
    }
  }

  /** Lets those go that the rate holds, which is looked at anew. */
  void release() {
    EventLoop.Scheduled waiting = release;
    release = null;
    if (waiting != null) {
      waiting.cancel();
    }
    held.wakeAll();
  }

  /** The log has grown. */
  void onAppended(long logEnd) {
    tail.advance(logEnd, logEnd);
  }

  /** More is committed. */
  void onCommitted(long highWatermark, long lastStable) {
    committed.advance(highWatermark, lastStable);
    tail.changed();
    held.changed();
  }

  /** Tells everyone that something changed which is no reason to wake. */
  void changed() {
    tail.changed();
    committed.changed();
    held.changed();
  }

  /** Lets followers that have nothing to read be looked at with their next fetch. */
  void lookAgain() {
    tail.changed();
  }

  /** Wakes everyone: the partition is not what it was. */
  void wakeAll() {
    tail.wakeAll();
    committed.wakeAll();
    release();
  }

  /** Followers that waited at the end of the log were caught up until they were last heard of. */
  void noteContacts(Leadership leading, long endBefore) {
    for (FetchWaiter waiter = tail.first(); waiter != null; waiter = waiter.next) {
      if (waiter.replicaId >= 0) {
        leading.onContact(waiter.replicaId, endBefore, waiter.lastContactMs());
      }
    }
  }

  int count() {
    return tail.count() + committed.count() + held.count();
  }
}
