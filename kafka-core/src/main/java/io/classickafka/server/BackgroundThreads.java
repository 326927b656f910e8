package io.classickafka.server;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Threads for what takes long or blocks, up to a number; beyond that tasks wait in the order they
 * came. A thread is made only when none is idle, and of those that are the one that was busy last
 * goes on: a broker with little to do keeps one thread, and the others end after a while. Tasks
 * must not wait for one another. Thread-safe.
 *
 * <p>The pools of the JDK make a thread for each task until they have as many as they may, or go
 * round among the idle ones, so that none of them is idle for long.
 */
final class BackgroundThreads implements Executor {

  private static final Logger LOG = LogManager.getLogger(BackgroundThreads.class);

  private final String name;
  private final int most;
  private final long idleNs;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();
  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();

  /** One wake-up for each idle thread, the last one for the thread that was busy last. */
  private final ArrayDeque<Condition> idle = new ArrayDeque<>();

  private int threads;
  private int made;
  private boolean shutDown;

  /**
   * No threads yet.
   *
   * @param name the role of the threads, which are called {@code name-0} and so on
   * @param most threads there may be at once, 1 or more
   * @param idleMs how long a thread waits for a task before it ends
   */
  BackgroundThreads(String name, int most, long idleMs) {
    this.name = name;
    this.most = most;
    this.idleNs = TimeUnit.MILLISECONDS.toNanos(idleMs);
  }

  /**
   * Runs a task on one of the threads.
   *
   * @throws RejectedExecutionException after {@link #shutdown}
   */
  @Override
  public void execute(Runnable task) {
    lock.lock();
    try {
      if (shutDown) {
        throw new RejectedExecutionException(name + " threads were shut down");
      }
      waiting.addLast(task);
      Condition lastBusy = idle.pollLast();
      if (lastBusy != null) {
        lastBusy.signal();
      } else if (threads < most) {
        addThread();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Threads that wait for a task. */
  int idleThreads() {
    lock.lock();
    try {
      return idle.size();
    } finally {
      lock.unlock();
    }
  }

  /** Threads there are. */
  int threads() {
    lock.lock();
    try {
      return threads;
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more tasks; those that were given run, then the threads end. */
  void shutdown() {
    lock.lock();
    try {
      shutDown = true;
      idle.forEach(Condition::signal);
      ended.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the threads to end after {@link #shutdown}. Returns whether all did. */
  boolean awaitTermination(long timeoutMs) throws InterruptedException {
    lock.lock();
    try {
      long leftNs = TimeUnit.MILLISECONDS.toNanos(timeoutMs);
      while (threads > 0 || !shutDown) {
        if (leftNs <= 0) {
          return false;
        }
        leftNs = ended.awaitNanos(leftNs);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  // Whoever calls has given a task, and has the lock.
  private void addThread() {
    Thread thread = new Thread(this::work, name + "-" + made);
    thread.setDaemon(true);
    try {
      thread.start();
    } catch (OutOfMemoryError e) {
      // The system has no room for another thread. Those there are come to the task, or the next
      // task tries again.
      LOG.error("thread not started name={} threads={}", thread.getName(), threads, e);
      return;
    }
    made++;
    threads++;
  }

  private void work() {
    boolean left = false;
    try {
      while (perform()) {
        // A task must not leave this to the next one.
        Thread.interrupted();
      }
      left = true;
    } finally {
      if (!left) {
        lock.lock();
        try {
          leave();
        } finally {
          lock.unlock();
        }
      }
    }
  }

  /** Runs the next task; false when the thread is to end, and no longer counted. */
  private boolean perform() {
    Runnable task;
    lock.lock();
    try {
      if (waiting.isEmpty()) {
        awaitTask();
      }
      task = waiting.pollFirst();
      if (task == null) {
        leave();
        return false;
      }
    } finally {
      lock.unlock();
    }
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      LOG.error("task failed thread={}", Thread.currentThread().getName(), e);
    }
    return true;
  }

  // Returns without a task when none came in time, or none will come any more.
  private void awaitTask() {
    Condition given = lock.newCondition();
    long leftNs = idleNs;
    try {
      while (waiting.isEmpty() && !shutDown && leftNs > 0) {
        if (!idle.contains(given)) {
          // Again, too, when a busy thread was quicker to take what this one was woken for.
          idle.addLast(given);
        }
        try {
          leftNs = given.awaitNanos(leftNs);
        } catch (InterruptedException e) {
          // Nobody does that to an idle thread, and it would mean nothing.
          LOG.debug("interrupted thread={}", Thread.currentThread().getName());
        }
      }
    } finally {
      idle.remove(given);
    }
  }

  private void leave() {
    threads--;
    ended.signalAll();
  }
}
