package io.classickafka.client.consumer;

import io.classickafka.seam.EventLoop;
import java.util.ConcurrentModificationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that uses a consumer: how it hands work to the loop and waits for it, and how
 * others wake it.
 */
public final class ApplicationThread {

  private final EventLoop loop;
  private final AtomicReference<@Nullable Thread> user = new AtomicReference<>();
  // Only the user changes it; a listener calls back into the consumer.
  private int depth;
  private volatile boolean woken;
  private volatile boolean deaf;
  private volatile @Nullable CompletableFuture<?> waitingFor;

  public ApplicationThread(EventLoop loop) {
    this.loop = loop;
  }

  /** The loop's clock. */
  public long monotonicNs() {
    return loop.monotonicNs();
  }

  /** Begins a call. Two threads at once are refused. */
  public void enter() {
    Thread current = Thread.currentThread();
    if (user.get() != current && !user.compareAndSet(null, current)) {
      throw new ConcurrentModificationException(
          "a consumer is used by one thread at a time; this one is in use");
    }
    depth++;
  }

  /** Ends a call. */
  public void leave() {
    depth--;
    if (depth == 0) {
      user.set(null);
    }
  }

  /** Wakes the user out of the call that waits, or out of the next one. From any thread. */
  public void wakeup() {
    woken = true;
    CompletableFuture<?> waiting = waitingFor;
    if (waiting != null) {
      waiting.completeExceptionally(new WakeupException());
    }
  }

  /** From now on no wake-up counts, nor does one that came before. */
  public void ignoreWakeups() {
    deaf = true;
  }

  /** Whether somebody woke this thread, which has not thrown for it yet. */
  boolean isWoken() {
    return woken && !deaf;
  }

  /** Throws if somebody woke this thread. */
  public void throwIfWoken() {
    if (isWoken()) {
      woken = false;
      throw new WakeupException();
    }
  }

  /**
   * Runs a task on the loop and waits for what it returns, or throws what it throws; it does not
   * take long.
   */
  public <T> T ask(Supplier<T> task) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    give(
        () -> {
          try {
            answer.complete(task.get());
          } catch (RuntimeException | Error e) {
            answer.completeExceptionally(e);
          }
        });
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return answer.get();
        } catch (InterruptedException e) {
          // The loop answers at once; the interruption is for whoever waits longer.
          interrupted = true;
        } catch (ExecutionException e) {
          if (e.getCause() instanceof Error fatal) {
            throw fatal;
          }
          throw runtime(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Hands a task to the loop. Tasks run in the order given. */
  public void give(Runnable task) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException e) {
      throw new IllegalStateException("the consumer is closed", e);
    }
  }

  /** As {@link #ask} for a task that has nothing to return. */
  public void tell(Runnable task) {
    ask(
        () -> {
          task.run();
          return Boolean.TRUE;
        });
  }

  /** Starts something on the loop and waits for its outcome; an end of the time is an exception. */
  public <T> T await(Supplier<CompletableFuture<T>> task, long timeoutMs) {
    CompletableFuture<T> future = ask(task);
    if (!await(future, timeoutMs)) {
      throw new TimeoutException("not done in " + timeoutMs + " ms");
    }
    try {
      return future.join();
    } catch (CompletionException e) {
      throw runtime(e.getCause());
    }
  }

  /**
   * Waits for an outcome of either kind. False when the time was up.
   *
   * @throws WakeupException when somebody wakes this thread
   * @throws InterruptException when it is interrupted
   */
  public boolean await(CompletableFuture<?> future, long timeoutMs) {
    CompletableFuture<Boolean> waiting = new CompletableFuture<>();
    if (!deaf) {
      waitingFor = waiting;
    }
    try {
      throwIfWoken();
      future.whenComplete((value, error) -> waiting.complete(Boolean.TRUE));
      return waiting.get(timeoutMs, TimeUnit.MILLISECONDS);
    } catch (java.util.concurrent.TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    } catch (ExecutionException e) {
      woken = false;
      throw new WakeupException();
    } finally {
      waitingFor = null;
    }
  }

  /**
   * Waits for the last outcome before the end, of either kind; no wake-up counts any more. False
   * when the time was up, or the thread was interrupted, which it then still is.
   */
  public static boolean awaitLast(CompletableFuture<?> future, long timeoutMs) {
    try {
      future.handle((value, error) -> Boolean.TRUE).get(timeoutMs, TimeUnit.MILLISECONDS);
      return true;
    } catch (java.util.concurrent.TimeoutException | ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  static RuntimeException runtime(@Nullable Throwable cause) {
    Throwable error = cause;
    while (error instanceof CompletionException && error.getCause() != null) {
      error = error.getCause();
    }
    if (error instanceof RuntimeException failure) {
      return failure;
    }
    return new KafkaException(error == null ? new IllegalStateException("no cause") : error);
  }
}
