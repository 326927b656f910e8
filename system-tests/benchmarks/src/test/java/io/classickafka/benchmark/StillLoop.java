package io.classickafka.benchmark;

import io.classickafka.seam.EventLoop;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** A loop whose clock stands and whose timers never fire: nothing runs beside what is measured. */
final class StillLoop implements EventLoop {

  @Override
  public String name() {
    return "still";
  }

  @Override
  public long monotonicNs() {
    return 0;
  }

  @Override
  public long wallClockMs() {
    return LogFolder.NOW_MS;
  }

  @Override
  public RandomGenerator random() {
    return new SplittableRandom(1);
  }

  @Override
  public void execute(Runnable task) {
    task.run();
  }

  @Override
  public Scheduled schedule(long delayMs, Runnable task) {
    return () -> {};
  }

  @Override
  public boolean inLoop() {
    return true;
  }
}
