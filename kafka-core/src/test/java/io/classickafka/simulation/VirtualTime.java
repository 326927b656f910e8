package io.classickafka.simulation;

import io.classickafka.seam.EventLoop;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * Time that passes only when a test says so, and loops that run on the test's thread. Tasks run in
 * the order of their time, then of their arrival, so that a run with the same seed is the same run.
 */
public final class VirtualTime {

  private static final int TASKS_MAX = 1_000_000;
  private static final long WALL_CLOCK_START_MS = 1_730_000_000_000L;

  private final PriorityQueue<Task> tasks = new PriorityQueue<>();
  private final SplittableRandom seeds;
  private long nowMs;
  private long arrivals;
  private @org.jspecify.annotations.Nullable Loop running;

  public VirtualTime(long seed) {
    this.seeds = new SplittableRandom(seed);
  }

  public EventLoop loop(String name) {
    return new Loop(name);
  }

  public long nowMs() {
    return nowMs;
  }

  public long wallClockMs() {
    return WALL_CLOCK_START_MS + nowMs;
  }

  /** Runs everything that is due now, and what follows from it, without letting time pass. */
  public void settle() {
    runUntil(nowMs, () -> false);
  }

  /** Lets time pass, running what becomes due on the way. */
  public void advance(long ms) {
    long untilMs = nowMs + ms;
    runUntil(untilMs, () -> false);
    nowMs = untilMs;
  }

  /** Lets time pass until the condition holds. */
  public void await(String what, long mostMs, BooleanSupplier condition) {
    long untilMs = nowMs + mostMs;
    runUntil(untilMs, condition);
    if (!condition.getAsBoolean()) {
      throw new AssertionError("not within " + mostMs + " ms: " + what);
    }
  }

  private void runUntil(long untilMs, BooleanSupplier enough) {
    for (int ran = 0; !enough.getAsBoolean(); ran++) {
      Task next = tasks.peek();
      if (next == null || next.atMs > untilMs) {
        return;
      }
      if (ran > TASKS_MAX) {
        throw new AssertionError("no end in sight, last on " + next.loop.name);
      }
      tasks.remove(next);
      nowMs = Math.max(nowMs, next.atMs);
      running = next.loop;
      try {
        next.body.run();
      } finally {
        running = null;
      }
    }
  }

  private static final class Task implements Comparable<Task>, EventLoop.Scheduled {
    final long atMs;
    final long arrival;
    final Loop loop;
    final Runnable body;

    Task(long atMs, long arrival, Loop loop, Runnable body) {
      this.atMs = atMs;
      this.arrival = arrival;
      this.loop = loop;
      this.body = body;
    }

    @Override
    public int compareTo(Task other) {
      int byTime = Long.compare(atMs, other.atMs);
      return byTime != 0 ? byTime : Long.compare(arrival, other.arrival);
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(arrival);
    }

    @Override
    public void cancel() {
      loop.cancel(this);
    }
  }

  private final class Loop implements EventLoop {
    private final String name;
    private final SplittableRandom random;

    Loop(String name) {
      this.name = name;
      this.random = seeds.split();
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public long monotonicNs() {
      return nowMs * 1_000_000;
    }

    @Override
    public long wallClockMs() {
      return VirtualTime.this.wallClockMs();
    }

    @Override
    public RandomGenerator random() {
      return random;
    }

    @Override
    public void execute(Runnable task) {
      tasks.add(new Task(nowMs, arrivals++, this, task));
    }

    @Override
    public Scheduled schedule(long delayMs, Runnable task) {
      Task later = new Task(nowMs + delayMs, arrivals++, this, task);
      tasks.add(later);
      return later;
    }

    @Override
    public boolean inLoop() {
      return running == this;
    }

    void cancel(Task task) {
      tasks.remove(task);
    }
  }
}
