package io.classickafka.simulation.world;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Time, and whose turn it is. An event is one task of one loop, or something the world does itself.
 * Of the loops that have a task the seed chooses one; when none has, time moves to the next timer.
 *
 * <p>The hash covers who ran when, and whatever else is told to {@link #note}: two runs with one
 * seed that differ in it have met something that the seed does not decide.
 */
public final class World {

  private static final long EVENTS_MAX = 20_000_000;

  private final Seeds seeds;
  private final SplittableRandom scheduler;
  private final PriorityQueue<Timer> timers = new PriorityQueue<>();
  private final List<ProcessLoop> ready = new ArrayList<>();
  private Consumer<@Nullable ProcessLoop> afterEvent = loop -> {};
  private @Nullable ProcessLoop running;
  private long nowNs;
  private long timersMade;
  private int loopsMade;
  private long events;
  private long hash;

  public World(Seeds seeds) {
    this.seeds = seeds;
    this.scheduler = seeds.stream("sched");
  }

  /** The streams of this world. */
  public Seeds seeds() {
    return seeds;
  }

  /** True time, since the world began. */
  public long nowNs() {
    return nowNs;
  }

  public long nowMs() {
    return nowNs / 1_000_000;
  }

  /** How many events there were. */
  public long events() {
    return events;
  }

  /** What tells this run from others. */
  public long hash() {
    return hash;
  }

  /** Adds something that happened to the hash. */
  public void note(long what) {
    hash = Seeds.mix(hash * 31 + what);
  }

  /** Called after each event, with the loop it was of; null for the world's own. */
  public void afterEvent(Consumer<@Nullable ProcessLoop> watcher) {
    afterEvent = watcher;
  }

  int nextLoopNumber() {
    return loopsMade++;
  }

  @Nullable ProcessLoop running() {
    return running;
  }

  /** Does something at a time from now. */
  public Timer after(long delayNs, Runnable action) {
    Timer timer = new Timer(nowNs + Math.max(0, delayNs), timersMade++, action);
    timers.add(timer);
    return timer;
  }

  /** Does something so many milliseconds from now. */
  public Timer afterMs(long delayMs, Runnable action) {
    return after(delayMs * 1_000_000, action);
  }

  void ready(ProcessLoop loop) {
    if (loop.readyIndex < 0) {
      loop.readyIndex = ready.size();
      ready.add(loop);
    }
  }

  void unready(ProcessLoop loop) {
    int index = loop.readyIndex;
    if (index >= 0) {
      loop.readyIndex = -1;
      ProcessLoop last = ready.remove(ready.size() - 1);
      if (last != loop) {
        ready.set(index, last);
        last.readyIndex = index;
      }
    }
  }

  /** Runs for so long. */
  public void run(long ms) {
    long untilNs = nowNs + ms * 1_000_000;
    runUntil(untilNs, () -> false);
    nowNs = Math.max(nowNs, untilNs);
  }

  /** Runs until something holds, at most for so long; whether it holds. */
  public boolean runUntil(long mostMs, String what, BooleanSupplier enough) {
    return runUntil(nowNs + mostMs * 1_000_000, enough) || enough.getAsBoolean();
  }

  private boolean runUntil(long untilNs, BooleanSupplier enough) {
    while (!enough.getAsBoolean()) {
      if (!step(untilNs)) {
        return false;
      }
    }
    return true;
  }

  private boolean step(long untilNs) {
    if (ready.isEmpty()) {
      Timer timer = timers.peek();
      if (timer == null || timer.atNs > untilNs) {
        return false;
      }
      timers.remove();
      nowNs = Math.max(nowNs, timer.atNs);
      if (!timer.cancelled) {
        timer.action.run();
        afterEvent.accept(null);
      }
      return true;
    }
    if (++events > EVENTS_MAX) {
      throw new AssertionError("no end in sight after " + EVENTS_MAX + " events");
    }
    ProcessLoop next = ready.get(scheduler.nextInt(ready.size()));
    note(next.number * 1_000_003L + nowNs);
    running = next;
    try {
      next.runOne();
    } finally {
      running = null;
    }
    afterEvent.accept(next);
    return true;
  }

  /** Something that is to happen. */
  public static final class Timer implements Comparable<Timer> {
    private final long atNs;
    private final long number;
    private final Runnable action;
    private boolean cancelled;

    Timer(long atNs, long number, Runnable action) {
      this.atNs = atNs;
      this.number = number;
      this.action = action;
    }

    /** It does not happen. */
    public void cancel() {
      cancelled = true;
    }

    @Override
    public int compareTo(Timer other) {
      int byTime = Long.compare(atNs, other.atNs);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(number);
    }
  }
}
