package io.classickafka.zookeeper;

import io.classickafka.seam.EventLoop;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** A loop on a real thread, for tests that talk to a real server. */
final class TestLoop implements EventLoop, AutoCloseable {

  private final RandomGenerator random = new SplittableRandom(1);
  private final ScheduledExecutorService thread;
  private volatile Thread own = Thread.currentThread();

  TestLoop() {
    thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              own = new Thread(task, name());
              return own;
            });
  }

  @Override
  public String name() {
    return "test-loop";
  }

  @Override
  public long monotonicNs() {
    return System.nanoTime();
  }

  @Override
  public long wallClockMs() {
    return System.currentTimeMillis();
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public void execute(Runnable task) {
    thread.execute(task);
  }

  @Override
  public Scheduled schedule(long delayMs, Runnable task) {
    ScheduledFuture<?> future = thread.schedule(task, delayMs, TimeUnit.MILLISECONDS);
    return () -> future.cancel(false);
  }

  @Override
  public boolean inLoop() {
    return Thread.currentThread() == own;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
