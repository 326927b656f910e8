package io.classickafka.client.consumer;

import io.classickafka.client.ManualLoop;
import io.classickafka.seam.EventLoop;
import java.util.random.RandomGenerator;

/** A loop as the application's thread sees it: what it gives to it is done at once. */
final class InlineLoop implements EventLoop {

  /** How many tasks it was given. */
  int executed;

  private final ManualLoop loop;

  InlineLoop(ManualLoop loop) {
    this.loop = loop;
  }

  @Override
  public String name() {
    return loop.name();
  }

  @Override
  public long monotonicNs() {
    return loop.monotonicNs();
  }

  @Override
  public long wallClockMs() {
    return loop.wallClockMs();
  }

  @Override
  public RandomGenerator random() {
    return loop.random();
  }

  @Override
  public void execute(Runnable task) {
    executed++;
    task.run();
  }

  @Override
  public Scheduled schedule(long delayMs, Runnable task) {
    return loop.schedule(delayMs, task);
  }

  @Override
  public boolean inLoop() {
    return true;
  }
}
