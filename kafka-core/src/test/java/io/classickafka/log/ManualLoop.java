package io.classickafka.log;

import io.classickafka.seam.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/** A loop that runs tasks at once and timers when told to. */
final class ManualLoop implements EventLoop {

  long nowMs = 1_000_000;
  private final List<Runnable> delayed = new ArrayList<>();

  @Override
  public String name() {
    return "manual";
  }

  @Override
  public long monotonicNs() {
    return nowMs * 1_000_000;
  }

  @Override
  public long wallClockMs() {
    return nowMs;
  }

  @Override
  public RandomGenerator random() {
    return new Random(1);
  }

  @Override
  public void execute(Runnable task) {
    task.run();
  }

  @Override
  public Scheduled schedule(long delayMs, Runnable task) {
    delayed.add(task);
    return () -> delayed.remove(task);
  }

  @Override
  public boolean inLoop() {
    return true;
  }

  /** The timers of a process that ended. */
  void forget() {
    delayed.clear();
  }

  int delayedCount() {
    return delayed.size();
  }

  void runDelayed() {
    List<Runnable> due = List.copyOf(delayed);
    delayed.clear();
    due.forEach(Runnable::run);
  }
}
