package io.classickafka.benchmark;

import io.classickafka.seam.EventLoop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * A loop whose clock stands and whose timers fire when they are told to: nothing runs beside what
 * is measured.
 */
public final class StillLoop implements EventLoop {

  private final ArrayDeque<Runnable> ready = new ArrayDeque<>();
  private final List<Runnable> delayed = new ArrayList<>();
  private boolean running;

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
    ready.add(task);
    if (running) {
      return;
    }
    running = true;
    try {
      for (Runnable next = ready.poll(); next != null; next = ready.poll()) {
        next.run();
      }
    } finally {
      running = false;
    }
  }

  @Override
  public Scheduled schedule(long delayMs, Runnable task) {
    delayed.add(task);
    return () -> delayed.remove(task);
  }

  /** Fires the timers there are, whatever their time. */
  void fire() {
    List<Runnable> due = List.copyOf(delayed);
    delayed.clear();
    due.forEach(this::execute);
  }

  @Override
  public boolean inLoop() {
    return true;
  }
}
