package io.classickafka.replica;

import io.classickafka.log.Log;
import io.classickafka.log.LogDirs;
import io.classickafka.seam.EventLoop;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** The periodic care of the logs. Timers on the control loop, work where it belongs. */
final class LogUpkeep {

  private final ReplicaLimits limits;
  private final EventLoop control;
  private final Executor background;
  private final LogDirs logDirs;
  private final PartitionRegistry partitions;

  LogUpkeep(
      ReplicaLimits limits,
      EventLoop control,
      Executor background,
      LogDirs logDirs,
      PartitionRegistry partitions) {
    this.limits = limits;
    this.control = control;
    this.background = background;
    this.logDirs = logDirs;
    this.partitions = partitions;
  }

  void start() {
    every(limits.retentionIntervalMs(), () -> each(this::deleteOldSegments));
    if (limits.flushIntervalMs() < Long.MAX_VALUE) {
      every(limits.flushIntervalMs(), () -> each(this::flushWhatIsDue));
    }
    every(limits.producerCheckIntervalMs(), () -> each(this::removeExpiredProducers));
    every(limits.recoveryPointIntervalMs(), () -> background.execute(logDirs::writeRecoveryPoints));
    every(limits.logStartIntervalMs(), () -> background.execute(logDirs::writeLogStartOffsets));
  }

  private void every(long intervalMs, Runnable task) {
    control.schedule(
        limits.firstDelayMs(),
        new Runnable() {
          @Override
          public void run() {
            task.run();
            control.schedule(intervalMs, this);
          }
        });
  }

  private void each(Consumer<Partition> task) {
    LoopGather gather = new LoopGather(control, () -> {});
    for (Partition partition : partitions.online()) {
      gather.on(partition.loop(), () -> task.accept(partition));
    }
    gather.go();
  }

  private void deleteOldSegments(Partition partition) {
    if (!partition.stopped()) {
      partition
          .log()
          .learnAges(
              partition.loop().wallClockMs(),
              partition.loop(),
              () -> {
                if (!partition.stopped()) {
                  partition.deleteOldSegments();
                }
              });
    }
  }

  private void flushWhatIsDue(Partition partition) {
    if (!partition.stopped()) {
      partition.log().flushIfDue(partition.loop().wallClockMs());
    }
  }

  private void removeExpiredProducers(Partition partition) {
    if (!partition.stopped()) {
      Log log = partition.log();
      log.removeExpiredProducers(partition.loop().wallClockMs(), limits.producerExpirationMs());
    }
  }
}
