package io.classickafka.controller;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who should lead a partition and who be in sync, given who is there. Looks at the present state
 * only, so that it gives the same answer whatever happened on the way. Pure.
 */
final class LeaderRule {

  private LeaderRule() {}

  /** Which brokers can hold replicas now. */
  interface Presence {

    /** Assigned, registered, not about to stop, its directory sound: may lead and be in sync. */
    boolean isOnline(int broker);

    /** Assigned, registered, its directory sound, though perhaps about to stop. */
    boolean isReachable(int broker);
  }

  /** A leader and an ISR. */
  record Choice(int leader, List<Integer> isr) {}

  /**
   * What should be written, or null when what stands is right or nothing better is possible.
   *
   * @param now null for a partition without a state yet
   */
  static @Nullable Choice next(
      List<Integer> replicas, @Nullable PartitionLeadership now, Presence presence) {
    if (now == null) {
      List<Integer> online = online(replicas, presence);
      return online.isEmpty() ? null : new Choice(online.get(0), online);
    }
    List<Integer> inSync = online(now.isr(), presence);
    int leader = leader(replicas, now, inSync, presence);
    List<Integer> isr;
    if (leader == now.leader() && leader >= 0 && !presence.isOnline(leader)) {
      // About to stop, but nobody else can lead: it stays, the others that stop or are gone do not.
      isr = new ArrayList<>();
      for (int replica : now.isr()) {
        if (replica == leader || inSync.contains(replica)) {
          isr.add(replica);
        }
      }
    } else {
      // When all are gone, any of them may lead when it returns: all have what was committed.
      isr = inSync.isEmpty() ? now.isr() : inSync;
    }
    return leader == now.leader() && isr.equals(now.isr()) ? null : new Choice(leader, isr);
  }

  /**
   * Who leads when nobody in sync can and losing records is allowed. Null when somebody in sync
   * leads or could, and when nobody is there at all.
   */
  static @Nullable Choice unclean(
      List<Integer> replicas, PartitionLeadership now, Presence presence) {
    boolean led = now.leader() >= 0 && presence.isReachable(now.leader());
    if (led || !online(now.isr(), presence).isEmpty()) {
      return null;
    }
    List<Integer> online = online(replicas, presence);
    return online.isEmpty() ? null : new Choice(online.get(0), List.of(online.get(0)));
  }

  /** The preferred leader, with the ISR as it is; null when it cannot lead now. */
  static @Nullable Choice preferred(
      List<Integer> replicas, PartitionLeadership now, Presence presence) {
    int preferred = replicas.get(0);
    return now.isr().contains(preferred) && presence.isOnline(preferred)
        ? new Choice(preferred, now.isr())
        : null;
  }

  private static int leader(
      List<Integer> replicas, PartitionLeadership now, List<Integer> inSync, Presence presence) {
    if (now.leader() >= 0 && presence.isOnline(now.leader())) {
      return now.leader();
    }
    for (int replica : replicas) {
      if (inSync.contains(replica)) {
        return replica;
      }
    }
    boolean stays = now.leader() >= 0 && presence.isReachable(now.leader());
    return stays ? now.leader() : PartitionLeadership.NO_LEADER;
  }

  private static List<Integer> online(List<Integer> brokers, Presence presence) {
    List<Integer> online = new ArrayList<>(brokers.size());
    for (int broker : brokers) {
      if (presence.isOnline(broker)) {
        online.add(broker);
      }
    }
    return online;
  }
}
