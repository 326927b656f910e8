package io.classickafka.log;

import io.classickafka.seam.EventLoop;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Where logs do what must not hold up their owners. Thread-safe.
 *
 * @param timer for delays; its tasks only hand over to the pool
 * @param pool may block on the disk
 */
record Background(EventLoop timer, Executor pool) {

  private static final Logger LOG = LogManager.getLogger(Background.class);

  /** Runs a task on the pool after a delay; forgotten when the process ends before. */
  void later(long delayMs, Runnable task) {
    try {
      timer.schedule(
          delayMs,
          () -> {
            try {
              pool.execute(task);
            } catch (RejectedExecutionException e) {
              LOG.debug("background task dropped at shutdown");
            }
          });
    } catch (RejectedExecutionException e) {
      // Shutting down: what was to be deleted is deleted at the next start.
      LOG.debug("background task dropped at shutdown");
    }
  }
}
