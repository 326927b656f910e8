package io.classickafka.server;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the process does when it is told to end, from before its server starts. A server answers its
 * first clients a moment before the main thread has it in hand: a signal in between waits for that,
 * since what serves must be stopped in order. The main thread reports the start, the thread of the
 * process's end stops.
 */
final class StopSignal {

  /** What a process runs, until it is told to stop. */
  interface Server {
    void stop() throws InterruptedException;
  }

  /**
   * A start that takes longer waits for ZooKeeper or opens logs; nobody was answered yet, and the
   * process may end as it is.
   */
  static final long START_MS = 2_000;

  private final CountDownLatch started = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile @Nullable Server server;

  /** The server is up. Before {@link #startOver}. */
  void started(Server up) {
    server = up;
  }

  /** There is a server, or there will be none. */
  void startOver() {
    started.countDown();
  }

  /** Stops the server, if there is one or is about to be. */
  void stop() throws InterruptedException {
    try {
      started.await(START_MS, TimeUnit.MILLISECONDS);
      Server up = server;
      if (up != null) {
        up.stop();
      }
    } finally {
      stopped.countDown();
    }
  }

  void awaitStopped() throws InterruptedException {
    stopped.await();
  }
}
