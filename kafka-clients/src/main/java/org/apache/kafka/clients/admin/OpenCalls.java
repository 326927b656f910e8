package org.apache.kafka.clients.admin;

import java.time.Duration;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;

/** Counts the calls without an outcome, so that closing can wait for them. Safe for all threads. */
final class OpenCalls {

  // One party for the client itself, one for each open call.
  private final Phaser calls = new Phaser(1);
  private boolean closed;

  static KafkaException closedError() {
    return new KafkaException("the admin client is closed");
  }

  /** Counts one more; false when no more are taken. */
  synchronized boolean begin() {
    if (closed) {
      return false;
    }
    calls.register();
    return true;
  }

  /** One has its outcome. */
  void end() {
    calls.arriveAndDeregister();
  }

  /** Takes no more, and waits for those that are open. */
  void close(Duration timeout) {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    int phase = calls.arriveAndDeregister();
    try {
      calls.awaitAdvanceInterruptibly(phase, millis(timeout), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException e) {
      // Those that are left are failed with the connections.
      assert calls.getUnarrivedParties() > 0;
    }
  }

  private static long millis(Duration timeout) {
    try {
      return timeout.toMillis();
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }
}
