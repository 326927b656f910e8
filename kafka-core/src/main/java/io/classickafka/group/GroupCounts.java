package io.classickafka.group;

import io.classickafka.metrics.BeanName;
import io.classickafka.metrics.MetricsRegistry;
import java.util.List;
import java.util.function.ToIntFunction;

/** How many groups and offsets a loop holds. Immutable. */
record GroupCounts(int empty, int preparing, int completing, int stable, int offsets, int members) {

  static final GroupCounts NONE = new GroupCounts(0, 0, 0, 0, 0, 0);

  /** Counts what shards hold; on their loop. */
  static GroupCounts of(List<Shard> shards) {
    int[] phases = new int[GroupPhase.values().length];
    int offsets = 0;
    int members = 0;
    for (Shard shard : shards) {
      for (Group group : shard.state().groups()) {
        phases[group.phase.ordinal()]++;
        offsets += group.offsets.size();
        members += group.size();
      }
    }
    return new GroupCounts(
        phases[GroupPhase.EMPTY.ordinal()],
        phases[GroupPhase.PREPARING_REBALANCE.ordinal()],
        phases[GroupPhase.COMPLETING_REBALANCE.ordinal()],
        phases[GroupPhase.STABLE.ordinal()],
        offsets,
        members);
  }

  /** Groups that wait for members to join, or for the leader's assignment. */
  private int rebalancing() {
    return preparing + completing;
  }

  int groups() {
    return empty + preparing + completing + stable;
  }

  /** Shows the sums over all loops, as last counted. */
  static void show(MetricsRegistry metrics, List<GroupLoop> loops) {
    show(metrics, loops, "NumGroups", GroupCounts::groups);
    show(metrics, loops, "NumGroupsEmpty", GroupCounts::empty);
    show(metrics, loops, "NumGroupsPreparingRebalance", GroupCounts::preparing);
    show(metrics, loops, "NumGroupsCompletingRebalance", GroupCounts::completing);
    show(metrics, loops, "NumGroupsStable", GroupCounts::stable);
    // Groups that are gone are not held.
    show(metrics, loops, "NumGroupsDead", counts -> 0);
    show(metrics, loops, "NumOffsets", GroupCounts::offsets);
    for (String name : List.of("NumDelayedOperations", "PurgatorySize")) {
      BeanName waits = BeanName.of("kafka.server", "DelayedOperationPurgatory", name);
      // Every member's session is a timer.
      show(metrics, loops, waits.with("delayedOperation", "Heartbeat"), GroupCounts::members);
      show(metrics, loops, waits.with("delayedOperation", "Rebalance"), GroupCounts::rebalancing);
    }
  }

  private static void show(
      MetricsRegistry metrics,
      List<GroupLoop> loops,
      String name,
      ToIntFunction<GroupCounts> count) {
    show(
        metrics,
        loops,
        BeanName.of("kafka.coordinator.group", "GroupMetadataManager", name),
        count);
  }

  private static void show(
      MetricsRegistry metrics,
      List<GroupLoop> loops,
      BeanName bean,
      ToIntFunction<GroupCounts> count) {
    metrics.gauge(bean, () -> loops.stream().map(GroupLoop::counts).mapToInt(count).sum());
  }
}
