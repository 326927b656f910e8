package io.classickafka.controller;

import io.classickafka.zk.PartitionState;
import io.classickafka.zk.ZkTopicPartition;
import java.util.ArrayList;
import java.util.List;

/**
 * A change of a partition's state node.
 *
 * @param next what the node shall say; its partition epoch is the version it will then have
 * @param create whether the node is created, together with its parents
 * @param proposals whose outcome this write is; none for an election. More than one when a leader
 *     asked again for the same
 */
record StateWrite(
    ZkTopicPartition partition,
    PartitionLeadership next,
    boolean create,
    List<ProposalRef> proposals) {

  StateWrite {
    proposals = List.copyOf(proposals);
  }

  /** Which proposal of which request. */
  record ProposalRef(long request, int index) {}

  StateWrite with(ProposalRef another) {
    List<ProposalRef> all = new ArrayList<>(proposals);
    all.add(another);
    return new StateWrite(partition, next, create, all);
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
