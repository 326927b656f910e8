package io.classickafka.controller;

import io.classickafka.zk.PartitionAssignment;
import io.classickafka.zk.PartitionState;
import io.classickafka.zk.ZkTopicPartition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change of a partition's state node.
 *
 * @param next what the node shall say; its partition epoch is the version it will then have
 * @param create whether the node is created, together with its parents
 * @param requesters whose outcome this write is; none for what the controller does by itself. More
 *     than one when a leader asked again for the same
 * @param reassigned the assignment that holds once this is written: the end of a reassignment; null
 *     when the assignment stays
 */
record StateWrite(
    ZkTopicPartition partition,
    PartitionLeadership next,
    boolean create,
    List<Requester> requesters,
    @Nullable PartitionAssignment reassigned) {

  StateWrite {
    requesters = List.copyOf(requesters);
  }

  /** A change that leaves the assignment as it is. */
  static StateWrite of(ZkTopicPartition partition, PartitionLeadership next) {
    return new StateWrite(partition, next, false, List.of(), null);
  }

  /** Which place of which request. */
  record Requester(long request, int index) {}

  StateWrite with(Requester another) {
    List<Requester> all = new ArrayList<>(requesters);
    all.add(another);
    return new StateWrite(partition, next, create, all, reassigned);
  }

  /** The content of the node. */
  byte[] encode() {
    return new PartitionState(
            next.leader(),
            next.leaderEpoch(),
            next.isr(),
            next.recovering(),
            next.controllerEpoch())
        .encode();
  }
}
