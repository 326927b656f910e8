package io.classickafka.simulation.world;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The way from one host to another, one direction. */
public final class Link {

  private static final int STRAGGLER_ONE_IN = 50;

  private final World world;
  private final SplittableRandom random;
  private final List<Pipe> held = new ArrayList<>();
  private long latencyNs;
  private long jitterNs;
  private boolean cut;

  Link(World world, SplittableRandom random, long latencyNs, long jitterNs) {
    this.world = world;
    this.random = random;
    this.latencyNs = latencyNs;
    this.jitterNs = jitterNs;
  }

  World world() {
    return world;
  }

  boolean isCut() {
    return cut;
  }

  /** Nothing passes until {@link #heal}; what is on its way waits and is sent again then. */
  public void cut() {
    cut = true;
  }

  public void heal() {
    cut = false;
    List<Pipe> waiting = new ArrayList<>(held);
    held.clear();
    waiting.forEach(Pipe::resume);
  }

  /** How long it takes from now on. */
  public void delay(long newLatencyNs, long newJitterNs) {
    latencyNs = newLatencyNs;
    jitterNs = newJitterNs;
  }

  long drawDelayNs() {
    long delay = latencyNs + (jitterNs == 0 ? 0 : random.nextLong(jitterNs));
    return random.nextInt(STRAGGLER_ONE_IN) == 0 ? delay + 10 * jitterNs : delay;
  }

  void hold(Pipe pipe) {
    held.add(pipe);
  }
}
