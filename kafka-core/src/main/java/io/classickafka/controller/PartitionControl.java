package io.classickafka.controller;

import io.classickafka.zk.PartitionAssignment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A partition as the controller sees it.
 *
 * @param leadership what is known to stand in its state node; null while there is none
 * @param writing the change of the state that is under way, or whose outcome is not known yet. At
 *     most one at a time; nothing else is decided about the leadership meanwhile
 * @param retell whether the replicas must hear of the assignment again: brokers listen to a higher
 *     leader epoch only, so the state is written anew with one
 * @param reborn brokers that have registered since {@code writing} was begun: it was decided by
 *     what they held in a life before. Of a write that was given up they are left to the next one
 */
record PartitionControl(
    PartitionAssignment assignment,
    @Nullable PartitionLeadership leadership,
    @Nullable StateWrite writing,
    boolean retell,
    List<Integer> reborn) {

  static PartitionControl of(
      PartitionAssignment assignment, @Nullable PartitionLeadership leadership) {
    return new PartitionControl(assignment, leadership, null, false, List.of());
  }

  PartitionControl withLeadership(@Nullable PartitionLeadership known) {
    return new PartitionControl(assignment, known, null, retell, List.of());
  }

  PartitionControl withWriting(@Nullable StateWrite write) {
    return new PartitionControl(assignment, leadership, write, retell, reborn);
  }

  PartitionControl withAssignment(PartitionAssignment changed, boolean tell) {
    return new PartitionControl(changed, leadership, writing, tell, reborn);
  }

  /** Everybody has heard of the assignment. */
  PartitionControl told() {
    return new PartitionControl(assignment, leadership, writing, false, reborn);
  }

  PartitionControl withReborn(int broker) {
    List<Integer> all = new ArrayList<>(reborn);
    all.add(broker);
    return new PartitionControl(assignment, leadership, writing, retell, List.copyOf(all));
  }

  /** The leader's id, or {@link PartitionLeadership#NO_LEADER}. */
  int leader() {
    return leadership == null ? PartitionLeadership.NO_LEADER : leadership.leader();
  }

  /** Whether a replica without a log may begin one: it copies a leader, and nobody counts on it. */
  boolean followsAnew(int replica) {
    return leadership != null && leadership.leader() >= 0 && !leadership.isr().contains(replica);
  }

  /** The replica that shall lead when it can. */
  int preferred() {
    return assignment.replicas().get(0);
  }
}
