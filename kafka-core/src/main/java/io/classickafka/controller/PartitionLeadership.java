package io.classickafka.controller;

import java.util.List;

/**
 * Who leads a partition and who is in sync: the content of its state node.
 *
 * @param leader a broker id, or {@link #NO_LEADER}
 * @param leaderEpoch grows at each change of leadership; fences old leaders
 * @param isr in the order written
 * @param recovering whether the leader was elected uncleanly and has not recovered yet
 * @param controllerEpoch of the controller that wrote it
 * @param partitionEpoch the version of the state node
 */
public record PartitionLeadership(
    int leader,
    int leaderEpoch,
    List<Integer> isr,
    boolean recovering,
    int controllerEpoch,
    int partitionEpoch) {

  /** Nobody leads. */
  public static final int NO_LEADER = -1;

  public PartitionLeadership {
    isr = List.copyOf(isr);
  }

  /** The leader and the ISR. */
  LeaderRule.Choice choice() {
    return new LeaderRule.Choice(leader, isr);
  }

  /** The next term of leadership, in whatever hands. */
  PartitionLeadership next(LeaderRule.Choice choice, int writtenBy) {
    return new PartitionLeadership(
        choice.leader(), leaderEpoch + 1, choice.isr(), recovering, writtenBy, partitionEpoch + 1);
  }

  /** The next term of a leader that was not in sync: what it lacks is lost. */
  PartitionLeadership uncleanly(LeaderRule.Choice choice, int writtenBy) {
    return new PartitionLeadership(
        choice.leader(), leaderEpoch + 1, choice.isr(), true, writtenBy, partitionEpoch + 1);
  }

  /** One line for tests and traces. */
  String text() {
    return "leader="
        + leader
        + " epoch="
        + leaderEpoch
        + " isr="
        + String.join(",", isr.stream().map(String::valueOf).toList())
        + (recovering ? " recovering" : "")
        + " v"
        + partitionEpoch;
  }
}
