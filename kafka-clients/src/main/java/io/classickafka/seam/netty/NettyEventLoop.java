package io.classickafka.seam.netty;

import io.classickafka.seam.EventLoop;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.security.SecureRandom;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An event loop on a thread of its own. {@link #start} makes a plain one; the loops of a {@link
 * NettyTransport} also serve its sockets.
 */
public final class NettyEventLoop implements EventLoop {

  private static final Logger LOG = LoggerFactory.getLogger(NettyEventLoop.class);

  private static final long RESTING = Long.MIN_VALUE;

  private final String name;
  private final EventExecutor executor;
  private final RandomGenerator random;

  /**
   * Whether {@link #occupiedNs()} is kept: a loop that serves sockets has more to do than tasks.
   */
  private final boolean watched;

  /** Time with something to do, up to {@link #occupiedSinceNs}. Written by the loop. */
  private volatile long occupiedNs;

  /** Since when there has been something to do without a break; {@link #RESTING} for nothing. */
  private volatile long occupiedSinceNs = RESTING;

  /** Made when it is asked for: a client asks for none, and its start would pay for it. */
  private static final class Threads {
    static final ThreadMXBean BEAN = ManagementFactory.getThreadMXBean();
  }

  NettyEventLoop(String name, EventExecutor executor, RandomGenerator random) {
    this(name, executor, random, false);
  }

  private NettyEventLoop(
      String name, EventExecutor executor, RandomGenerator random, boolean watched) {
    this.name = name;
    this.watched = watched;
    this.executor = executor;
    this.random = random;
  }

  /** Makes a loop that serves no sockets. Its thread starts with the first task. */
  public static NettyEventLoop start(String name) {
    return new NettyEventLoop(
        name, new DefaultEventExecutor(threadsNamed(name)), unguessable(), true);
  }

  /** For names that nobody may guess, and that two processes may never make both. */
  static RandomGenerator unguessable() {
    return new SplittableRandom(new SecureRandom().nextLong());
  }

  static ThreadFactory threadsNamed(String name) {
    return task -> {
      Thread thread = new FastThreadLocalThread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  EventExecutor executor() {
    return executor;
  }

  /** Tasks that wait for the loop, as of a moment ago. From any thread. */
  public int queuedTasks() {
    return ((SingleThreadEventExecutor) executor).pendingTasks();
  }

  /**
   * The processor time the loop has used, which is all the time in which it had something to do, as
   * a loop that serves sockets never blocks on anything else. From any thread; not a cheap call.
   */
  public long busyNs() {
    long thread = ((SingleThreadEventExecutor) executor).threadProperties().id();
    return Math.max(0, Threads.BEAN.getThreadCpuTime(thread));
  }

  /**
   * The time in which the loop ran tasks, waits for disks included. Of a loop that serves no
   * sockets, from any thread.
   */
  public long occupiedNs() {
    long sinceNs = occupiedSinceNs;
    return occupiedNs + (sinceNs == RESTING ? 0 : Math.max(0, monotonicNs() - sinceNs));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long monotonicNs() {
    return System.nanoTime();
  }

  @Override
  public long wallClockMs() {
    return System.currentTimeMillis();
  }

  @Override
  public RandomGenerator random() {
    assert inLoop() : name;
    return random;
  }

  @Override
  public void execute(Runnable task) {
    executor.execute(guarded(task));
  }

  @Override
  public Scheduled schedule(long delayMs, Runnable task) {
    Future<?> timer = executor.schedule(guarded(task), delayMs, TimeUnit.MILLISECONDS);
    return () -> timer.cancel(false);
  }

  @Override
  public boolean hasQueued() {
    return queuedTasks() > 0;
  }

  @Override
  public boolean inLoop() {
    return executor.inEventLoop();
  }

  /**
   * Runs what is queued, then ends the thread. From any thread.
   *
   * @see #awaitTermination
   */
  public void shutdown() {
    executor.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  /** Waits for the thread to end: for whoever wires and ends a process, never for a loop. */
  public boolean awaitTermination(long timeoutMs) throws InterruptedException {
    return executor.awaitTermination(timeoutMs, TimeUnit.MILLISECONDS);
  }

  // A failed task is a bug in its owner; it must be seen, and must not end the loop.
  private Runnable guarded(Runnable task) {
    return () -> {
      occupy();
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        LOG.error("task failed loop={}", name, e);
      }
      rest();
    };
  }

  // The clock is read when work begins and ends, not for each of the tasks that follow closely.
  private void occupy() {
    if (watched && occupiedSinceNs == RESTING) {
      occupiedSinceNs = monotonicNs();
    }
  }

  private void rest() {
    if (watched && queuedTasks() == 0) {
      long total = occupiedNs + monotonicNs() - occupiedSinceNs;
      occupiedSinceNs = RESTING;
      occupiedNs = total;
    }
  }
}
