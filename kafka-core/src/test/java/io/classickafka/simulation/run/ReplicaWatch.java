package io.classickafka.simulation.run;

import io.classickafka.log.Log;
import io.classickafka.log.LogSight;
import io.classickafka.replica.Partition;
import io.classickafka.replica.PartitionInside;
import io.classickafka.replica.Replicas;
import io.classickafka.simulation.check.BatchState;
import io.classickafka.simulation.check.Check;
import io.classickafka.simulation.check.ReplicaState;
import io.classickafka.simulation.check.Violation;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Looks at a broker's replicas after each of its tasks, and tells the checks what changed. */
final class ReplicaWatch {

  private static final class Seen {
    ReplicaState state;
    long readTo;

    Seen(ReplicaState state) {
      this.state = state;
    }
  }

  private final List<Check> checks;
  private final Map<Integer, Map<TopicPartition, Seen>> seen = new LinkedHashMap<>();
  private final RunCounts counts;

  ReplicaWatch(List<Check> checks, RunCounts counts) {
    this.checks = checks;
    this.counts = counts;
  }

  void died(int broker) {
    seen.remove(broker);
    checks.forEach(check -> check.onDeath(broker));
  }

  /** The replica as last seen; null when the broker is dead or has none. */
  @Nullable ReplicaState state(int broker, TopicPartition partition) {
    Map<TopicPartition, Seen> here = seen.get(broker);
    Seen last = here == null ? null : here.get(partition);
    return last == null ? null : last.state;
  }

  void look(SimulatedBroker broker) {
    Replicas replicas = broker.replicas();
    if (replicas == null) {
      return;
    }
    Map<TopicPartition, Seen> here =
        seen.computeIfAbsent(broker.id(), key -> new LinkedHashMap<>());
    for (Partition partition : replicas.registry().online()) {
      look(broker, partition, here);
    }
  }

  private void look(SimulatedBroker broker, Partition partition, Map<TopicPartition, Seen> here) {
    Log log = partition.log();
    if (log.isOffline()) {
      return;
    }
    Seen last = here.get(partition.name());
    if (last != null && same(last.state, partition, log)) {
      return;
    }
    ReplicaState now = state(broker, partition, log);
    if (last == null) {
      last = new Seen(now);
      last.readTo = now.logStart();
      here.put(partition.name(), last);
    }
    if (now.logEnd() < last.state.logEnd()) {
      counts.truncations++;
    }
    last.state = now;
    checks.forEach(check -> check.onReplica(now));
    last.readTo = Math.max(now.logStart(), Math.min(last.readTo, now.highWatermark()));
    if (now.highWatermark() > last.readTo) {
      List<BatchState> batches = read(now, log, last.readTo, now.highWatermark());
      last.readTo = now.highWatermark();
      checks.forEach(check -> check.onBelowHighWatermark(now, batches));
    }
  }

  static List<BatchState> read(ReplicaState state, Log log, long from, long to) {
    try {
      return LogSight.batches(log, from, to);
    } catch (IOException e) {
      throw new Violation("C7", "cannot be read: " + state + " " + e.getMessage());
    }
  }

  private static boolean same(ReplicaState last, Partition partition, Log log) {
    return last.logEnd() == log.logEndOffset()
        && last.highWatermark() == log.highWatermark()
        && last.logStart() == log.logStartOffset()
        && last.leaderEpoch() == partition.leaderEpoch()
        && last.leads() == partition.leads()
        && last.partitionEpoch() == PartitionInside.partitionEpoch(partition)
        && last.isr().equals(PartitionInside.isr(partition))
        && last.proposed().equals(PartitionInside.proposedIsr(partition));
  }

  static ReplicaState state(SimulatedBroker broker, Partition partition, Log log) {
    return new ReplicaState(
        partition.name(),
        broker.id(),
        broker.life(),
        partition.leads(),
        partition.leaderEpoch(),
        PartitionInside.partitionEpoch(partition),
        PartitionInside.epochStart(partition),
        log.logStartOffset(),
        log.lastStableOffset(),
        log.highWatermark(),
        log.logEndOffset(),
        PartitionInside.isr(partition),
        PartitionInside.proposedIsr(partition));
  }
}
