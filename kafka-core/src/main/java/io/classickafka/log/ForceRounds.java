package io.classickafka.log;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Group commit of a log directory: forces go in rounds on the pool, one round at a time, several
 * logs at once in it. What is asked for while one runs goes along with the next, so that however
 * many appends come while the device is busy, one force covers them. Thread-safe.
 *
 * <p>Bounded: a log stands in the queue once at most, and not at all while it is forced: no two
 * lanes force the same log, so that its tickets end in the order they were taken.
 */
final class ForceRounds {

  private static final Logger LOG = LogManager.getLogger(ForceRounds.class);

  /** Logs that are forced at once. More would only queue up in the device. */
  private static final int LANES = 8;

  private final Executor pool;
  private final Queue<LogForces> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean running = new AtomicBoolean();

  ForceRounds(Executor pool) {
    this.pool = pool;
  }

  /** A log has something to be forced. Any thread. */
  void add(LogForces forces) {
    if (forces.enqueue()) {
      waiting.add(forces);
      start();
    }
  }

  private void start() {
    if (!waiting.isEmpty() && running.compareAndSet(false, true)) {
      try {
        pool.execute(this::round);
      } catch (RejectedExecutionException e) {
        // The pool ends after the logs were closed, which forced them.
        LOG.debug("force dropped at shutdown");
      }
    }
  }

  private void round() {
    Queue<LogForces> these = new ConcurrentLinkedQueue<>();
    int count = 0;
    for (LogForces forces = waiting.poll(); forces != null; forces = waiting.poll()) {
      these.add(forces);
      count++;
    }
    int lanes = Math.max(1, Math.min(LANES, count));
    AtomicInteger open = new AtomicInteger(lanes);
    for (int i = 1; i < lanes; i++) {
      try {
        pool.execute(() -> lane(these, open));
      } catch (RejectedExecutionException e) {
        open.decrementAndGet();
      }
    }
    lane(these, open);
  }

  private void lane(Queue<LogForces> these, AtomicInteger open) {
    try {
      for (LogForces forces = these.poll(); forces != null; forces = these.poll()) {
        try {
          forces.force();
        } finally {
          if (forces.leave()) {
            waiting.add(forces);
          }
        }
      }
    } finally {
      if (open.decrementAndGet() == 0) {
        running.set(false);
        start();
      }
    }
  }
}
