package io.classickafka.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Runs the tasks of its loops one at a time on the calling thread. Between loops the seed decides
 * who goes next; within a loop tasks keep their order. Time moves only when {@link #advance} says
 * so, from timer to timer.
 */
public final class Simulation {

  private static final long WALL_CLOCK_START_MS = 1_700_000_000_000L;

  /** A run without end is a bug in what is simulated. */
  private static final int TASKS_MAX = 10_000_000;

  private final SplittableRandom scheduler;
  private final RandomGenerator random;
  private final List<SimulatedLoop> loops = new ArrayList<>();

  /** Of {@link #runUntilIdle}, which is to leave no garbage where garbage is measured. */
  private final List<SimulatedLoop> busy = new ArrayList<>();

  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(Comparator.comparingLong(Timer::atMs).thenComparingLong(Timer::number));
  private long nowMs;
  private long timersMade;
  private @Nullable SimulatedLoop running;

  /** A world of its own for a seed. */
  public Simulation(long seed) {
    scheduler = new SplittableRandom(seed);
    random = new SplittableRandom(seed + 1);
  }

  /** Adds a loop. */
  public SimulatedLoop loop(String name) {
    SimulatedLoop loop = new SimulatedLoop(this, name);
    loops.add(loop);
    return loop;
  }

  /** Virtual monotonic time. */
  public long nowMs() {
    return nowMs;
  }

  long wallClockMs() {
    return WALL_CLOCK_START_MS + nowMs;
  }

  RandomGenerator random() {
    return random;
  }

  @Nullable SimulatedLoop running() {
    return running;
  }

  /** Runs until no loop has a task left; time stands still. */
  public void runUntilIdle() {
    for (int count = 0; count < TASKS_MAX; count++) {
      busy.clear();
      for (int i = 0; i < loops.size(); i++) {
        if (!loops.get(i).tasks.isEmpty()) {
          busy.add(loops.get(i));
        }
      }
      if (busy.isEmpty()) {
        return;
      }
      SimulatedLoop next = busy.get(scheduler.nextInt(busy.size()));
      running = next;
      try {
        next.tasks.removeFirst().run();
      } finally {
        running = null;
      }
    }
    throw new AssertionError("still busy after " + TASKS_MAX + " tasks");
  }

  /** Runs what is due now, then everything that becomes due in the given time. */
  public void advance(long ms) {
    long until = nowMs + ms;
    runUntilIdle();
    while (true) {
      Timer timer = timers.peek();
      if (timer == null || timer.atMs() > until) {
        break;
      }
      timers.remove();
      nowMs = timer.atMs();
      timer.loop().execute(timer.task());
      runUntilIdle();
    }
    nowMs = until;
  }

  /** Timers that have neither run nor been cancelled. */
  public int pendingTimers() {
    return timers.size();
  }

  Timer schedule(SimulatedLoop loop, long delayMs, Runnable task) {
    Timer timer = new Timer(nowMs + delayMs, timersMade++, loop, task);
    timers.add(timer);
    return timer;
  }

  void cancel(Timer timer) {
    timers.remove(timer);
  }

  record Timer(long atMs, long number, SimulatedLoop loop, Runnable task) {}
}
