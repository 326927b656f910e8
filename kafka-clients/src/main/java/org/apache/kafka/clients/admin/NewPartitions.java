package org.apache.kafka.clients.admin;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How many partitions a topic shall have, and where the new ones go. */
public class NewPartitions {

  private final int totalCount;
  private final @Nullable List<List<Integer>> newAssignments;

  private NewPartitions(int totalCount, @Nullable List<List<Integer>> newAssignments) {
    this.totalCount = totalCount;
    this.newAssignments = newAssignments;
  }

  /** So many in all; the cluster chooses where the new ones go. */
  public static NewPartitions increaseTo(int totalCount) {
    return new NewPartitions(totalCount, null);
  }

  /** So many in all, with the brokers of each new one, the preferred leader first. */
  public static NewPartitions increaseTo(int totalCount, List<List<Integer>> newAssignments) {
    return new NewPartitions(totalCount, newAssignments);
  }

  public int totalCount() {
    return totalCount;
  }

  /** The brokers of each new partition, null when the cluster chooses. */
  public @Nullable List<List<Integer>> assignments() {
    return newAssignments;
  }

  @Override
  public String toString() {
    return "(totalCount=" + totalCount + ", newAssignments=" + newAssignments + ")";
  }
}
