package io.classickafka.replica;

import io.classickafka.quota.ReplicationQuota;
import io.classickafka.seam.EventLoop;
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

  /** Whether a follower that asks is sent nothing now. */
  boolean holds(FetchTerms terms, boolean listed, @Nullable Leadership leading) {
    return listed
        && leading != null
        && terms.fromFollower()
        && ThrottleRule.leaderHolds(
            true, leading.isr().committed().contains(terms.replicaId()), quota.isExceeded());
  }

  /** Parks a reader until something above an offset can be read. */
  void arm(FetchTerms terms, FetchWaiter waiter, long above) {
    (terms.readsToEnd() ? tail : committed).arm(waiter, above);
  }

  /** Parks a follower until the rate allows to send it what there is. */
  void hold(FetchWaiter waiter, long fetchOffset) {
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
