package io.classickafka.client;

import io.classickafka.seam.EventLoop;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.RejectedExecutionException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A loop whose time stands still until a test moves it. Every caller is on it. */
public final class ManualLoop implements EventLoop {

  private record Timer(long dueMs, long order, Runnable task) {}

  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(Comparator.comparingLong(Timer::dueMs).thenComparing(Timer::order));
  private final SplittableRandom random = new SplittableRandom(1);
  private long nowMs = 1_000;
  private long timersMade;
  private boolean shutDown;
  private @Nullable Error failure;

  @Override
  public String name() {
    return "manual-loop";
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
    return random;
  }

  @Override
  public void execute(Runnable task) {
    if (shutDown) {
      throw new RejectedExecutionException("the loop was shut down");
    }
    Error thrown = failure;
    if (thrown != null) {
      failure = null;
      throw thrown;
    }
    tasks.addLast(task);
  }

  @Override
  public Scheduled schedule(long delayMs, Runnable task) {
    Timer timer = new Timer(nowMs + delayMs, timersMade++, task);
    timers.add(timer);
    return () -> timers.remove(timer);
  }

  @Override
  public boolean inLoop() {
    return true;
  }

  public void advance(long ms) {
    long untilMs = nowMs + ms;
    runAll();
    while (!timers.isEmpty() && timers.peek().dueMs() <= untilMs) {
      Timer due = timers.remove();
      nowMs = due.dueMs();
      due.task().run();
      runAll();
    }
    nowMs = untilMs;
  }

  /** From now on tasks are refused. */
  public void shutDown() {
    shutDown = true;
  }

  /** The next task is not taken, but answered with this. */
  public void failNext(Error error) {
    failure = error;
  }

  public int timers() {
    return timers.size();
  }

  private void runAll() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }
}
