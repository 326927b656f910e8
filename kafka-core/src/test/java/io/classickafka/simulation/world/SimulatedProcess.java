package io.classickafka.simulation.world;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;

/**
 * A process on a host: loops, a pool and sockets that live and die with it. A process that is
 * paused runs nothing, but its host's kernel still takes bytes for it.
 */
public final class SimulatedProcess {

  private static final int RESTS_ONE_IN = 24;
  private static final int REST_NS_MAX = 2_000_000;

  /** The device behind the pool is fast, slow, or very slow; by the life of the process. */
  private static final int[] POOL_NS_MAX = {4_000_000, 60_000_000, 400_000_000};

  private final World world;
  private final String name;
  private final Host host;
  private final Clock clock;
  private final SplittableRandom turns;
  private final List<ProcessLoop> loops = new ArrayList<>();
  private final List<Runnable> onDeath = new ArrayList<>();
  private int poolTasks;
  private boolean alive = true;
  private boolean paused;

  /** A process that runs nothing yet. */
  public SimulatedProcess(World world, String name, Host host, Clock clock) {
    this.world = world;
    this.name = name;
    this.host = host;
    this.clock = clock;
    this.turns = world.seeds().stream("turns-" + name);
  }

  public World world() {
    return world;
  }

  /** Differs for each life of a broker. */
  public String name() {
    return name;
  }

  public Host host() {
    return host;
  }

  public Clock clock() {
    return clock;
  }

  public boolean isAlive() {
    return alive;
  }

  public boolean isPaused() {
    return paused;
  }

  boolean mayRun() {
    return alive && !paused;
  }

  /** Adds a loop. */
  public ProcessLoop loop(String loopName) {
    ProcessLoop loop = new ProcessLoop(this, loopName);
    loops.add(loop);
    return loop;
  }

  /** Loops in the order they were made. */
  public List<ProcessLoop> loops() {
    return loops;
  }

  /** A pool of threads: what it is given runs in any order. */
  public Executor pool() {
    List<ProcessLoop> threads = List.of(loop("background-0"), loop("background-1"));
    int mostNs = POOL_NS_MAX[turns.nextInt(POOL_NS_MAX.length)];
    return task -> {
      ProcessLoop thread = threads.get(poolTasks++ % threads.size());
      world.after(turns.nextInt(mostNs), () -> thread.execute(task));
    };
  }

  /** Does something when the process dies. */
  public void onDeath(Runnable action) {
    onDeath.add(action);
  }

  void afterTask(ProcessLoop loop) {
    // A thread loses its processor now and then, so that the others overtake it.
    if (turns.nextInt(RESTS_ONE_IN) == 0) {
      loop.rest(turns.nextInt(REST_NS_MAX));
    }
  }

  /** The process ends at once; nothing of it runs any more. */
  public void die() {
    if (alive) {
      alive = false;
      loops.forEach(ProcessLoop::drop);
      List.copyOf(onDeath).forEach(Runnable::run);
      onDeath.clear();
    }
  }

  /** Stops all threads, as a stop signal or a long collection of garbage does. */
  public void pause() {
    paused = true;
    loops.forEach(ProcessLoop::lookReady);
  }

  /** Lets the threads go on. */
  public void resume() {
    paused = false;
    loops.forEach(ProcessLoop::lookReady);
  }

  @Override
  public String toString() {
    return name;
  }
}
