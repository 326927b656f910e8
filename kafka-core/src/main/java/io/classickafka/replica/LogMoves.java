package io.classickafka.replica;

import io.classickafka.log.FutureLogs;
import io.classickafka.log.Log;
import io.classickafka.metrics.BeanName;
import io.classickafka.metrics.MetricsRegistry;
import io.classickafka.quota.ReplicationQuota;
import io.classickafka.seam.EventLoop;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What every move of a log between directories works with, and the figures of all of them under
 * Apache's names. Thread-safe.
 */
final class LogMoves {

  final FutureLogs futures;
  final Executor background;
  final ReplicationQuota quota;
  final MoveSlots slots;

  /** Told of a log that is gone because a move failed in its last step. */
  final Consumer<Log> onLost;

  private final Map<LogMove, Boolean> moves = new ConcurrentHashMap<>();

  /** Those that have not ended, and those whose copy is still being written; as they began. */
  private final Set<LogMove> unfinished = Collections.synchronizedSet(new LinkedHashSet<>());

  private final LongAdder failed = new LongAdder();

  /** No moves. */
  LogMoves(
      FutureLogs futures,
      Executor background,
      ReplicationQuota quota,
      MoveSlots slots,
      Consumer<Log> onLost,
      MetricsRegistry registry) {
    this.futures = futures;
    this.background = background;
    this.quota = quota;
    this.slots = slots;
    this.onLost = onLost;
    quota.onLimit(() -> moves.keySet().forEach(LogMove::onRate));
    registry.gauge(bean("MaxLag"), this::maxLag);
    registry.gauge(bean("MinFetchRate"), () -> 0.0);
    registry.gauge(bean("FailedPartitionsCount"), failed::intValue);
    // Moves are no threads of their own: none dies without its broker.
    registry.gauge(bean("DeadThreadCount"), () -> 0);
  }

  private static BeanName bean(String name) {
    return BeanName.of("kafka.server", "ReplicaAlterLogDirsManager", name)
        .with("clientId", "ReplicaAlterLogDirs");
  }

  private long maxLag() {
    return moves.keySet().stream().mapToLong(LogMove::lag).max().orElse(0);
  }

  void begun(LogMove move) {
    moves.put(move, true);
    unfinished.add(move);
  }

  void ended(LogMove move, boolean asFailure) {
    moves.remove(move);
    if (asFailure) {
      failed.increment();
    }
  }

  /** A move has ended, and nobody touches its copy any more. */
  void idle(LogMove move) {
    unfinished.remove(move);
  }

  /** Ends the move of a copy, if there is one; calls back when nobody touches the copy any more. */
  void stop(Log copy, EventLoop home, Runnable onIdle) {
    stop(move -> move.copy() == copy, home, onIdle);
  }

  /** Ends all moves, and calls back on a loop when nobody touches any copy any more. */
  void stopAll(EventLoop home, Runnable onIdle) {
    stop(move -> true, home, onIdle);
  }

  private void stop(Predicate<LogMove> which, EventLoop home, Runnable onIdle) {
    LoopGather gather = new LoopGather(home, onIdle);
    for (LogMove move : List.copyOf(unfinished)) {
      if (which.test(move)) {
        gather.onLater(
            move.loop(),
            idle -> {
              move.stop();
              move.whenIdle(idle);
            });
      }
    }
    gather.go();
  }
}
