package io.classickafka.replica;

import io.classickafka.seam.EventLoop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Work for several loops, one task for each, and what follows when all of it is done. Filled and
 * started on one thread.
 */
public final class LoopGather {

  private final EventLoop home;
  private final Runnable onDone;
  private final Map<Executor, List<Runnable>> work = new LinkedHashMap<>();
  private final AtomicInteger open = new AtomicInteger();
  private int later;

  /** What follows runs on {@code home}. */
  public LoopGather(EventLoop home, Runnable onDone) {
    this.home = home;
    this.onDone = onDone;
  }

  /** Adds work, behind what was added for this loop before. */
  public void on(EventLoop loop, Runnable task) {
    work.computeIfAbsent(loop, key -> new ArrayList<>()).add(task);
  }

  /** Adds work that ends when it calls its argument, or fails before. */
  public void onLater(EventLoop loop, Consumer<Runnable> task) {
    later++;
    AtomicBoolean ended = new AtomicBoolean();
    Runnable end =
        () -> {
          if (ended.compareAndSet(false, true)) {
            oneDone();
          }
        };
    on(
        loop,
        () -> {
          try {
            task.accept(end);
          } catch (RuntimeException | Error e) {
            end.run();
            throw e;
          }
        });
  }

  private void oneDone() {
    if (open.decrementAndGet() == 0) {
      home.execute(onDone);
    }
  }

  /** Hands the work out. */
  public void go() {
    if (work.isEmpty()) {
      home.executeOrRun(onDone);
      return;
    }
    open.set(work.size() + later);
    work.forEach(
        (loop, tasks) ->
            loop.execute(
                () -> {
                  try {
                    runAll(tasks);
                  } finally {
                    if (open.decrementAndGet() == 0) {
                      home.execute(onDone);
                    }
                  }
                }));
  }

  /** A task that fails keeps none of the others from being done. */
  private static void runAll(List<Runnable> tasks) {
    @Nullable Throwable failure = null;
    for (Runnable task : tasks) {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        failure = e;
      }
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException bug) {
      throw bug;
    }
  }
}
