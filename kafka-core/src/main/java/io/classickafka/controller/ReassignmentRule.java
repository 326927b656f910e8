package io.classickafka.controller;

import io.classickafka.zk.PartitionAssignment;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How replicas move from one set of brokers to another (KIP-455). Pure. */
final class ReassignmentRule {

  private ReassignmentRule() {}

  /** The replicas there were before the reassignment under way, if there is one. */
  static List<Integer> origin(PartitionAssignment assignment) {
    return without(assignment.replicas(), assignment.adding());
  }

  /** The replicas there will be when it ends. */
  static List<Integer> target(PartitionAssignment assignment) {
    return without(assignment.replicas(), assignment.removing());
  }

  /**
   * The assignment while replicas move to a target: those of the target first, then those that
   * leave. A target given during a reassignment replaces the former one; the origin as target
   * cancels it.
   */
  static PartitionAssignment toward(PartitionAssignment now, List<Integer> target) {
    List<Integer> origin = origin(now);
    List<Integer> all = new ArrayList<>(target);
    all.addAll(without(origin, target));
    return new PartitionAssignment(all, without(all, origin), without(all, target));
  }

  /**
   * The leader and ISR with which a reassignment ends, or null when it cannot end yet: all of the
   * target are in sync, and one of them can lead.
   */
  static LeaderRule.@Nullable Choice end(
      PartitionAssignment assignment, PartitionLeadership now, LeaderRule.Presence presence) {
    List<Integer> target = target(assignment);
    if (target.isEmpty() || !now.isr().containsAll(target)) {
      return null;
    }
    List<Integer> isr = new ArrayList<>(now.isr());
    isr.retainAll(target);
    if (target.contains(now.leader()) && presence.isOnline(now.leader())) {
      return new LeaderRule.Choice(now.leader(), isr);
    }
    for (int replica : target) {
      if (presence.isOnline(replica)) {
        return new LeaderRule.Choice(replica, isr);
      }
    }
    return null;
  }

  private static List<Integer> without(List<Integer> brokers, List<Integer> gone) {
    List<Integer> rest = new ArrayList<>(brokers);
    rest.removeAll(new TreeSet<>(gone));
    return rest;
  }
}
