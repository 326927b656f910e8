package io.classickafka.replica;

import io.classickafka.seam.EventLoop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Work for several loops, one task for each, and what follows when all of it is done. Filled and
 * started on one thread.
 */
public final class LoopGather {

  private static final Logger LOG = LogManager.getLogger(LoopGather.class);

  private final EventLoop home;
  private final Runnable onDone;
  private final Map<EventLoop, Part> work = new LinkedHashMap<>();
  private final AtomicInteger open = new AtomicInteger();

  /** What one loop does. */
  private static final class Part {
    final List<Runnable> tasks = new ArrayList<>();

    /** Ends that are counted: its own, and one for each task that ends later. */
    int ends = 1;
  }

  /** What follows runs on {@code home}. */
  public LoopGather(EventLoop home, Runnable onDone) {
    this.home = home;
    this.onDone = onDone;
  }

  /** Adds work, behind what was added for this loop before. */
  public void on(EventLoop loop, Runnable task) {
    partOn(loop).tasks.add(task);
  }

  private Part partOn(EventLoop loop) {
    return work.computeIfAbsent(loop, key -> new Part());
  }

  /** Adds work that ends when it calls its argument, or fails before. */
  public void onLater(EventLoop loop, Consumer<Runnable> task) {
    partOn(loop).ends++;
    Runnable end = new Once(() -> ended(1));
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

  private void ended(int count) {
    if (open.addAndGet(-count) == 0) {
      home.execute(onDone);
    }
  }

  /** Hands the work out. What no loop takes is left undone, and waited for by nobody. */
  public void go() {
    if (work.isEmpty()) {
      home.executeOrRun(onDone);
      return;
    }
    open.set(work.values().stream().mapToInt(part -> part.ends).sum());
    work.forEach(this::handOut);
  }

  private void handOut(EventLoop loop, Part part) {
    try {
      loop.execute(
          () -> {
            try {
              runAll(part.tasks);
            } finally {
              ended(1);
            }
          });
    } catch (RuntimeException | Error e) {
      ended(part.ends);
      LOG.warn(
          "work not handed out loop={} tasks={} cause=\"{}\"",
          loop.name(),
          part.tasks.size(),
          e.toString());
    }
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
