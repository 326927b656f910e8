package io.classickafka.simulation.world;

import io.classickafka.seam.EventLoop;
import java.util.ArrayDeque;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** One loop of a process: its tasks in order, on the process's clock. */
public final class ProcessLoop implements EventLoop {

  private final SimulatedProcess process;
  private final World world;
  private final String name;
  private final SplittableRandom random;
  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private boolean resting;
  final int number;
  int readyIndex = -1;

  ProcessLoop(SimulatedProcess process, String name) {
    this.process = process;
    this.world = process.world();
    this.name = name;
    this.number = world.nextLoopNumber();
    this.random = world.seeds().stream("loop-" + process.name() + "-" + name);
  }

  /** The process it is of. */
  public SimulatedProcess process() {
    return process;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long monotonicNs() {
    return process.clock().monotonicNs();
  }

  @Override
  public long wallClockMs() {
    return process.clock().wallClockMs();
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public boolean hasQueued() {
    return !tasks.isEmpty();
  }

  @Override
  public boolean inLoop() {
    return world.running() == this;
  }

  @Override
  public void execute(Runnable task) {
    if (process.isAlive()) {
      tasks.addLast(task);
      lookReady();
    }
  }

  @Override
  public Scheduled schedule(long delayMs, Runnable task) {
    World.Timer timer =
        world.after(process.clock().trueNs(delayMs * 1_000_000), () -> execute(task));
    return timer::cancel;
  }

  /** The thread does nothing for a while: a device or the scheduler holds it up. */
  public void rest(long ns) {
    resting = true;
    lookReady();
    world.after(
        ns,
        () -> {
          resting = false;
          lookReady();
        });
  }

  void lookReady() {
    if (!tasks.isEmpty() && !resting && process.mayRun()) {
      world.ready(this);
    } else {
      world.unready(this);
    }
  }

  void runOne() {
    Runnable task = tasks.removeFirst();
    lookReady();
    try {
      task.run();
    } catch (ProcessDeath death) {
      process.die();
    }
    if (process.isAlive()) {
      process.afterTask(this);
    }
  }

  void drop() {
    tasks.clear();
    world.unready(this);
  }

  @Override
  public String toString() {
    return process.name() + "/" + name;
  }
}
