package io.classickafka.simulation;

import io.classickafka.seam.EventLoop;
import java.util.ArrayDeque;
import java.util.concurrent.RejectedExecutionException;
import java.util.random.RandomGenerator;

/** One loop of a {@link Simulation}. */
public final class SimulatedLoop implements EventLoop {

  private final Simulation world;
  private final String name;
  final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private long taskCount;
  private boolean closed;

  SimulatedLoop(Simulation world, String name) {
    this.world = world;
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long monotonicNs() {
    return world.nowMs() * 1_000_000;
  }

  @Override
  public long wallClockMs() {
    return world.wallClockMs();
  }

  @Override
  public RandomGenerator random() {
    return world.random();
  }

  @Override
  public void execute(Runnable task) {
    if (closed) {
      throw new RejectedExecutionException("shut down");
    }
    taskCount++;
    tasks.addLast(task);
  }

  @Override
  public Scheduled schedule(long delayMs, Runnable task) {
    if (closed) {
      throw new RejectedExecutionException("shut down");
    }
    Simulation.Timer timer = world.schedule(this, delayMs, task);
    return () -> world.cancel(timer);
  }

  @Override
  public boolean hasQueued() {
    return !tasks.isEmpty();
  }

  @Override
  public boolean inLoop() {
    return world.running() == this;
  }

  /** Has it take no work, as a loop that is shut down, or work again. */
  public void setClosed(boolean closed) {
    this.closed = closed;
  }

  /** Tasks it was ever given: each may have woken its thread. */
  public long taskCount() {
    return taskCount;
  }

  /** Runs a task on this loop, and everything that follows from it. */
  public void run(Runnable task) {
    execute(task);
    world.runUntilIdle();
  }
}
