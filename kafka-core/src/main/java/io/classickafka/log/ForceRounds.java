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

  /**
   * A log has something to be forced. Any thread.
   *
   * <p>Where an error kept a round from beginning, it begins with the next call, of any log.
   */
  void add(LogForces forces) {
    if (forces.enqueue()) {
      enqueue(forces);
    }
    start();
  }

  private void enqueue(LogForces forces) {
    boolean queued = false;
    try {
      queued = waiting.add(forces);
    } finally {
      if (!queued) {
        forces.notEnqueued();
      }
    }
  }

  private void start() {
    if (waiting.isEmpty() || running.get() || !running.compareAndSet(false, true)) {
      return;
    }
    boolean started = false;
    try {
      pool.execute(this::round);
      started = true;
    } catch (RejectedExecutionException e) {
      // The pool ends after the logs were closed, which forced them.
      LOG.debug("force dropped at shutdown");
    } finally {
      if (!started) {
        running.set(false);
      }
    }
  }

  private void round() {
    boolean begun = false;
    try {
      // What is added from here on is not of this round. A log stays in the queue until a lane
      // takes it, so that an error in between loses none.
      int count = waiting.size();
      AtomicInteger left = new AtomicInteger(count);
      AtomicInteger open = new AtomicInteger(1);
      begun = true;
      try {
        for (int i = 1; i < Math.min(LANES, count); i++) {
          addLane(left, open);
        }
      } finally {
        lane(left, open);
      }
    } finally {
      if (!begun) {
        running.set(false);
      }
    }
  }

  private void addLane(AtomicInteger left, AtomicInteger open) {
    open.incrementAndGet();
    boolean added = false;
    try {
      pool.execute(() -> lane(left, open));
      added = true;
    } catch (RejectedExecutionException e) {
      LOG.debug("lane of a force round dropped at shutdown");
    } finally {
      if (!added) {
        open.decrementAndGet();
      }
    }
  }

  private void lane(AtomicInteger left, AtomicInteger open) {
    try {
      while (left.getAndDecrement() > 0) {
        LogForces forces = waiting.poll();
        if (forces == null) {
          return;
        }
        try {
          forces.force();
        } finally {
          if (forces.leave()) {
            enqueue(forces);
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
