package io.classickafka.replica;

import java.util.List;

/** What a simulation looks at inside a partition, between two tasks of its loop. */
public final class PartitionInside {

  private PartitionInside() {}

  /** The in-sync set the leader counts with; empty for a follower. */
  public static List<Integer> isr(Partition partition) {
    Leadership leading = partition.leadership();
    return leading == null ? List.of() : leading.isr().committed();
  }

  /** The set a leader proposed, while that is under way; else the one it counts with. */
  public static List<Integer> proposedIsr(Partition partition) {
    Leadership leading = partition.leadership();
    return leading == null ? List.of() : leading.isr().proposed();
  }

  public static int partitionEpoch(Partition partition) {
    return partition.partitionEpoch();
  }

  /** First offset of the epoch it leads in; -1 when it does not lead. */
  public static long epochStart(Partition partition) {
    Leadership leading = partition.leadership();
    return leading == null ? -1 : leading.epochStart();
  }
}
