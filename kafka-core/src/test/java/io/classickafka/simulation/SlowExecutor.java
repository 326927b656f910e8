package io.classickafka.simulation;

import io.classickafka.seam.EventLoop;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;

/**
 * A pool of many threads before a slow device: every task is done later, in an order and after a
 * time that the seed has.
 */
public final class SlowExecutor implements Executor {

  private final EventLoop loop;
  private final SplittableRandom random;
  private final long mostMs;

  /**
   * Tasks run on a loop.
   *
   * @param mostMs no task waits longer
   */
  public SlowExecutor(EventLoop loop, SplittableRandom random, long mostMs) {
    this.loop = loop;
    this.random = random;
    this.mostMs = mostMs;
  }

  @Override
  public void execute(Runnable task) {
    loop.schedule(random.nextLong(mostMs + 1), task);
  }
}
