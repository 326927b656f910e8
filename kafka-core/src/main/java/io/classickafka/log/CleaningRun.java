package io.classickafka.log;

import io.classickafka.log.clean.CleanerSettings;
import io.classickafka.log.clean.CleanerThrottle;
import io.classickafka.log.clean.CleaningChoice;
import io.classickafka.log.clean.UncleanableException;
import io.classickafka.seam.EventLoop;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes one cleaning through the threads it needs, one after the other: the owner of the log says
 * what is to be read, the pool reads and writes, the cleaner's loop makes it wait when it is too
 * fast, the owner swaps. No two of them at a time.
 */
final class CleaningRun {

  private static final Logger LOG = LogManager.getLogger(CleaningRun.class);

  private static final long MOST_BYTES = 1 << 20;
  private static final long FEWEST_BYTES = 64 << 10;

  /** How a cleaning ended. */
  sealed interface Result {
    /** The log is clean up to an offset. */
    record Cleaned(CleaningPass.Stats stats, long firstDirty, long endOffset) implements Result {}

    /** Something else came first; nothing is wrong. */
    enum Aborted implements Result {
      ABORTED
    }

    /** What the log holds, or a bug, keeps it from being cleaned. */
    record Failed(String cause) implements Result {}
  }

  private final Log log;
  private final EventLoop owner;
  private final EventLoop control;
  private final Executor pool;
  private final CleanerThrottle throttle;
  private final CleanerSettings settings;
  private final CleanerMetrics metrics;
  private final Consumer<Result> onEnd;

  private volatile @Nullable CleaningTask task;
  private volatile @Nullable CleaningPass pass;
  private volatile boolean checkpointed;

  /**
   * A run that has not begun.
   *
   * @param owner of the log
   * @param throttle owned by the control loop
   * @param onEnd told once, on the control loop
   */
  CleaningRun(
      Log log,
      EventLoop owner,
      Background background,
      CleanerThrottle throttle,
      CleanerSettings settings,
      CleanerMetrics metrics,
      Consumer<Result> onEnd) {
    this.log = log;
    this.owner = owner;
    this.control = background.timer();
    this.pool = background.pool();
    this.throttle = throttle;
    this.settings = settings;
    this.metrics = metrics;
    this.onEnd = onEnd;
  }

  /** Runs a task where it belongs; at shutdown, when nobody takes it, it is forgotten. */
  static void hand(Executor to, Runnable work) {
    try {
      to.execute(work);
    } catch (RejectedExecutionException e) {
      LOG.debug("cleaning dropped at shutdown");
    }
  }

  /** On the control loop. */
  void start(CleaningChoice.Verdict chosen, int generation, long nowMs) {
    hand(
        owner,
        () -> {
          try {
            begin(chosen, generation, nowMs);
          } catch (RuntimeException | Error e) {
            endOnOwner(failed(e));
          }
        });
  }

  private void begin(CleaningChoice.Verdict chosen, int generation, long nowMs) {
    CleaningTask begun =
        log.compaction().begin(chosen.firstDirty(), chosen.firstUncleanable(), generation, nowMs);
    task = begun;
    if (begun == null) {
      end(Result.Aborted.ABORTED);
    } else {
      pass = new CleaningPass(begun, settings);
      hand(pool, this::step);
    }
  }

  /** Whatever happens on the way, the run ends: another one waits for its place. */
  private void endOnOwner(Result result) {
    try {
      abortOnOwner();
    } finally {
      end(result);
    }
  }

  /** On the control loop: the log is left as it is. */
  void abort() {
    hand(owner, this::abortOnOwner);
  }

  private void abortOnOwner() {
    try {
      CleaningTask running = task;
      if (running != null) {
        log.compaction().gaveUp(running);
      }
    } catch (IOException e) {
      log.failed("aborting a cleaning", e);
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static <T> T made(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("not begun");
    }
    return part;
  }

  // On the pool.

  private void step() {
    CleaningPass running = made(pass);
    onPool(
        () -> {
          long slice =
              CleanerThrottle.sliceBytes(settings.maxBytesPerSecond(), MOST_BYTES, FEWEST_BYTES);
          CleaningPass.Next next = running.step(slice);
          if (made(task).isAborted()) {
            throw new AbortedException();
          }
          if (next == CleaningPass.Next.SWAP) {
            checkpointForced(made(task), running.replacedEnd());
          }
          long bytes = running.takeBytes();
          hand(control, () -> goOn(next, bytes));
        });
  }

  /**
   * A start takes a gap above the recovery point for a loss: what the sources hold was forced, and
   * the checkpoint says so before the first of them is replaced.
   */
  private void checkpointForced(CleaningTask cleaned, long replacedEnd) throws IOException {
    if (!checkpointed) {
      checkpointed = true;
      log.dir().checkOnline();
      cleaned.disk().forceDirectory(cleaned.directory);
      cleaned.forced(replacedEnd);
      log.dir().forced(log);
    }
  }

  /** Does what may fail on the pool, and ends the run when it does. */
  private void onPool(Work work) {
    CleaningTask cleaned = made(task);
    try {
      work.run();
    } catch (IOException | RuntimeException | Error e) {
      // What the owner aborted may find its files gone.
      Result result = cleaned.isAborted() ? Result.Aborted.ABORTED : failed(e);
      try {
        discard(cleaned);
      } finally {
        hand(owner, () -> endOnOwner(result));
      }
    }
  }

  private Result failed(Throwable e) {
    if (e instanceof CorruptLogException || e instanceof MalformedFileException) {
      return new Result.Failed(String.valueOf(e.getMessage()));
    }
    if (e instanceof IOException io) {
      log.dir().fail("cleaning partition=" + log.topicPartition(), io);
      return Result.Aborted.ABORTED;
    }
    if (!(e instanceof UncleanableException)) {
      LOG.error("cleaning failed partition={}", log.topicPartition(), e);
    }
    return new Result.Failed(
        e instanceof UncleanableException ? String.valueOf(e.getMessage()) : e.toString());
  }

  private void discard(CleaningTask cleaned) {
    try {
      made(pass).close();
    } catch (IOException e) {
      if (!cleaned.isAborted()) {
        log.dir().fail("removing a cleaning's output partition=" + log.topicPartition(), e);
      }
    }
  }

  private static final class AbortedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    AbortedException() {
      super("aborted", null, false, false);
    }
  }

  // On the control loop.

  private void goOn(CleaningPass.Next next, long bytes) {
    try {
      metrics.onBytes(bytes);
      long delayMs = throttle.take(bytes, settings.maxBytesPerSecond(), control.monotonicMs());
      if (delayMs > 0) {
        control.schedule(delayMs, () -> dispatch(next));
      } else {
        dispatch(next);
      }
    } catch (RuntimeException | Error e) {
      giveUp(e);
    }
  }

  private void dispatch(CleaningPass.Next next) {
    switch (next) {
      case STEP -> hand(pool, this::step);
      case SWAP -> hand(owner, this::prepare);
      case DONE -> hand(pool, this::finish);
    }
  }

  // The swap: owner, pool, owner, pool.

  private void prepare() {
    onOwner(
        () -> {
          boolean ready = log.compaction().prepare(made(task), made(pass).output());
          hand(pool, ready ? this::forceSwap : this::step);
        });
  }

  private void forceSwap() {
    onPool(
        () -> {
          log.dir().checkOnline();
          made(task).disk().forceDirectory(made(task).directory);
          List<Long> bases = made(pass).replaced();
          hand(owner, () -> replace(bases));
        });
  }

  private void replace(List<Long> bases) {
    onOwner(
        () -> {
          boolean replaced = log.compaction().replace(made(task), bases, owner.wallClockMs());
          hand(pool, replaced ? this::afterSwap : this::step);
        });
  }

  private void afterSwap() {
    onPool(
        () -> {
          log.dir().checkOnline();
          made(pass).swapped();
          hand(pool, this::step);
        });
  }

  private void onOwner(Work work) {
    try {
      work.run();
    } catch (IOException e) {
      log.failed("replacing cleaned segments", e);
      abortOnOwner();
      hand(pool, this::step);
    } catch (RuntimeException | Error e) {
      giveUp(e);
    }
  }

  /** Has the pool, where the output is, end the run. */
  private void giveUp(Throwable cause) {
    hand(
        pool,
        () ->
            onPool(
                () -> {
                  throw new IllegalStateException("cleaning failed elsewhere", cause);
                }));
  }

  private void finish() {
    onPool(
        () -> {
          CleaningPass ended = made(pass);
          CleaningTask cleaned = made(task);
          Result result = new Result.Cleaned(ended.stats(), cleaned.firstDirty, ended.endOffset());
          ended.close();
          hand(
              owner,
              () -> {
                try {
                  end(finishOnOwner(cleaned, ended.endOffset(), result));
                } catch (RuntimeException | Error e) {
                  endOnOwner(failed(e));
                }
              });
        });
  }

  private Result finishOnOwner(CleaningTask cleaned, long endOffset, Result result) {
    boolean aborted = cleaned.isAborted();
    log.compaction().finished(cleaned, endOffset);
    if (!aborted) {
      // The cleaned segments are new to the log: how old they are is read off the loop.
      long nowMs = owner.wallClockMs();
      log.learnAges(nowMs, owner, () -> log.deleteOldSegments(nowMs));
    }
    return aborted ? Result.Aborted.ABORTED : result;
  }

  private void end(Result result) {
    hand(control, () -> onEnd.accept(result));
  }
}
