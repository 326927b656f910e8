package io.classickafka.controller;

import io.classickafka.zk.PartitionAssignment;
import org.jspecify.annotations.Nullable;

/**
 * A partition as the controller sees it.
 *
 * @param leadership what is known to stand in its state node; null while there is none
 * @param writing the change of the state that is under way, or whose outcome is not known yet. At
 *     most one at a time; nothing else is decided about the leadership meanwhile
 */
record PartitionControl(
    PartitionAssignment assignment,
    @Nullable PartitionLeadership leadership,
    @Nullable StateWrite writing) {

  PartitionControl withLeadership(@Nullable PartitionLeadership known) {
    return new PartitionControl(assignment, known, null);
  }

  PartitionControl withWriting(@Nullable StateWrite write) {
    return new PartitionControl(assignment, leadership, write);
  }

  PartitionControl withAssignment(PartitionAssignment changed) {
    return new PartitionControl(changed, leadership, writing);
  }

  /** The leader's id, or {@link PartitionLeadership#NO_LEADER}. */
  int leader() {
    return leadership == null ? PartitionLeadership.NO_LEADER : leadership.leader();
  }
}
