package io.classickafka.group;

import io.classickafka.metrics.BeanName;
import io.classickafka.metrics.CountRate;
import io.classickafka.metrics.MetricsRegistry;
import io.classickafka.metrics.WindowMax;
import io.classickafka.protocol.ErrorCode;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/** What a loop's groups have done since the start. Added to on the loop, read by any thread. */
final class GroupSums {

  private final LongAdder offsetsCommitted = new LongAdder();
  private final LongAdder offsetsExpired = new LongAdder();
  private final LongAdder offsetsDeleted = new LongAdder();
  private final LongAdder rebalances = new LongAdder();
  private final LongAdder loads = new LongAdder();
  private final LongAdder loadMs = new LongAdder();
  private final WindowMax longestLoadMs;

  GroupSums(LongSupplier monotonicNs) {
    longestLoadMs = new WindowMax(monotonicNs);
  }

  void loaded(long tookMs) {
    loads.increment();
    loadMs.add(tookMs);
    longestLoadMs.update(tookMs);
  }

  /** A write that a command made is on its way. */
  void appended(GroupCommand command, Write write) {
    if (write instanceof Write.Removal && !(command instanceof GroupCommand.TopicsDeleted)) {
      long offsets =
          write.records().stream()
              .filter(record -> record instanceof GroupRecord.OffsetRemoved)
              .count();
      (command instanceof GroupCommand.Expire ? offsetsExpired : offsetsDeleted).add(offsets);
    }
  }

  /** A write is committed, or failed. */
  void settled(Write write, ErrorCode error) {
    if (error != ErrorCode.NONE) {
      return;
    }
    if (write instanceof Write.Offsets) {
      offsetsCommitted.add(write.records().size());
    } else if (write instanceof Write.Assignments) {
      rebalances.increment();
    }
  }

  /** Shows the sums over all loops. */
  static void show(MetricsRegistry metrics, List<GroupSums> loops) {
    BeanName bean = BeanName.of("kafka.server", "group-coordinator-metrics");
    show(metrics, bean, "offset-commit", loops, sums -> sums.offsetsCommitted.sum());
    show(metrics, bean, "offset-expiration", loops, sums -> sums.offsetsExpired.sum());
    show(metrics, bean, "offset-deletion", loops, sums -> sums.offsetsDeleted.sum());
    show(metrics, bean, "group-completed-rebalance", loops, sums -> sums.rebalances.sum());
    CountRate ms = rate(metrics, loops, sums -> sums.loadMs.sum());
    CountRate count = rate(metrics, loops, sums -> sums.loads.sum());
    metrics.sensor(
        bean,
        "partition-load-time-avg",
        () -> {
          double loadsPerSecond = count.perSecond();
          return loadsPerSecond == 0 ? 0 : ms.perSecond() / loadsPerSecond;
        });
    metrics.sensor(
        bean,
        "partition-load-time-max",
        () -> loops.stream().mapToDouble(sums -> sums.longestLoadMs.get()).max().orElse(0));
  }

  private static void show(
      MetricsRegistry metrics,
      BeanName bean,
      String name,
      List<GroupSums> loops,
      ToLongFunction<GroupSums> sum) {
    CountRate rate = rate(metrics, loops, sum);
    metrics.sensor(bean, name + "-rate", rate::perSecond);
    metrics.sensor(bean, name + "-count", () -> (double) loops.stream().mapToLong(sum).sum());
  }

  private static CountRate rate(
      MetricsRegistry metrics, List<GroupSums> loops, ToLongFunction<GroupSums> sum) {
    return new CountRate(() -> loops.stream().mapToLong(sum).sum(), metrics.clock());
  }
}
