package io.classickafka.simulation.world;

/**
 * What a process believes of time: a monotonic clock with an origin and a speed of its own, and a
 * wall clock that is wrong by some amount and may jump.
 */
public final class Clock {

  private static final long WALL_CLOCK_START_MS = 1_700_000_000_000L;
  private static final long MILLION = 1_000_000;

  private final World world;
  private final long originNs;
  private final long fastPpm;
  private long wallErrorMs;

  /**
   * A clock.
   *
   * @param fastPpm how much faster than true time it runs, in millionths; negative for slower
   */
  public Clock(World world, long originNs, long fastPpm, long wallErrorMs) {
    this.world = world;
    this.originNs = originNs;
    this.fastPpm = fastPpm;
    this.wallErrorMs = wallErrorMs;
  }

  /** A clock that is right. */
  public static Clock exact(World world) {
    return new Clock(world, 0, 0, 0);
  }

  public long monotonicNs() {
    long trueNs = world.nowNs();
    return originNs + trueNs + trueNs / MILLION * fastPpm;
  }

  public long wallClockMs() {
    return WALL_CLOCK_START_MS + world.nowMs() + wallErrorMs;
  }

  /**
   * True time that passes while the clock moves so far; a little more, for timers never fire early.
   */
  long trueNs(long ns) {
    return ns - ns / (MILLION + fastPpm) * fastPpm + (fastPpm == 0 ? 0 : 2_000);
  }

  /** The wall clock jumps. */
  public void jumpMs(long ms) {
    wallErrorMs += ms;
  }
}
