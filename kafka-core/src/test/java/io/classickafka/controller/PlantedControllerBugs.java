package io.classickafka.controller;

import java.util.List;
import net.bytebuddy.asm.Advice;

/** Bugs for {@link io.classickafka.simulation.planted}: woven into the methods named there. */
@SuppressWarnings("UnusedVariable") // what is assigned is read by the method it is woven into
public final class PlantedControllerBugs {

  private PlantedControllerBugs() {}

  /** On choosing a leader. */
  public static final class ElectAnybody {

    private ElectAnybody() {}

    @Advice.OnMethodExit
    static void exit(
        @Advice.Argument(0) List<Integer> replicas,
        @Advice.Argument(3) LeaderRule.Presence presence,
        @Advice.Return(readOnly = false) int leader) {
      leader = leader >= 0 ? leader : anybody(replicas, presence);
    }

    static int anybody(List<Integer> replicas, LeaderRule.Presence presence) {
      for (int replica : replicas) {
        if (presence.isOnline(replica)) {
          return replica;
        }
      }
      return PartitionLeadership.NO_LEADER;
    }
  }
}
