package io.classickafka.log;

import io.classickafka.log.clean.CleanerSettings;
import io.classickafka.log.clean.CleanerThrottle;
import io.classickafka.log.clean.CleaningChoice;
import io.classickafka.seam.EventLoop;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the logs to clean and has them cleaned, so many at a time. Owned by one loop, which only
 * chooses; the methods marked so are for any thread.
 *
 * <p>It looks at a log when the log says that more was sealed, at the time its lag settings name,
 * and while an open transaction or a slow follower holds back what is sealed: never at those where
 * nothing happened. Looks are {@code log.cleaner.backoff.ms} apart while nothing is found.
 */
final class LogCleaner {

  private static final Logger LOG = LogManager.getLogger(LogCleaner.class);

  private static final long NEVER = Long.MAX_VALUE;

  /** The wall clock may jump: nothing that waits for it waits longer in one go. */
  private static final long LONGEST_WAIT_MS = 3_600_000;

  /** A log whose owner is held up does not hold up the others longer than this. */
  private static final long PATIENCE_MS = 1_000;

  /** A log that is compacted. */
  private static final class Candidate {
    private final Log log;

    /** When to look at it, on the monotonic clock. */
    private long lookAtMs;

    private boolean asked;
    private CleaningChoice.@Nullable Verdict due;

    /** Of the log that the verdict is about. */
    private int dueGeneration;

    private @Nullable CleaningRun run;
    private boolean uncleanable;

    Candidate(Log log) {
      this.log = log;
    }
  }

  private final EventLoop loop;
  private final Background background;
  private final Supplier<CleanerSettings> settings;
  private final Consumer<LogDir> checkpointWriter;
  private final CleanerThrottle throttle = new CleanerThrottle();
  private final CleanerMetrics metrics;
  private final TreeMap<TopicPartition, Candidate> candidates = new TreeMap<>(LogDirs.BY_NAME);

  /** Being cleaned, those that were deleted meanwhile included: the next one uses its names. */
  private final TreeSet<TopicPartition> busy = new TreeSet<>(LogDirs.BY_NAME);

  private int asked;
  private long fruitlessLookMs = Long.MIN_VALUE / 2;
  private EventLoop.@Nullable Scheduled timer;
  private long timerMs = NEVER;
  private EventLoop.@Nullable Scheduled patience;
  private boolean stopped;
  private final CompletableFuture<Void> idle = new CompletableFuture<>();

  /**
   * A cleaner without logs.
   *
   * @param settings asked before each look and each cleaning, on the loop
   * @param checkpointWriter writes the checkpoint of a directory, on the pool
   */
  LogCleaner(
      Background background,
      Supplier<CleanerSettings> settings,
      Consumer<LogDir> checkpointWriter,
      CleanerMetrics metrics) {
    this.loop = background.timer();
    this.background = background;
    this.settings = settings;
    this.checkpointWriter = checkpointWriter;
    this.metrics = metrics;
  }

  /** There may be more to clean in a log. Any thread. */
  void touched(Log log) {
    CleaningRun.hand(loop, () -> onTouched(log));
  }

  /** A log's first dirty offset was lowered. Any thread. */
  void checkpointChanged(LogDir dir) {
    // What changes until the writing begins is in it.
    if (dir.cleanerCheckpointDue.compareAndSet(false, true)) {
      CleaningRun.hand(
          background.pool(),
          () -> {
            dir.cleanerCheckpointDue.set(false);
            checkpointWriter.accept(dir);
          });
    }
  }

  /** A log is deleted. Any thread. */
  void forget(Log log) {
    CleaningRun.hand(
        loop,
        () -> {
          Candidate known = candidates.get(log.topicPartition());
          if (known != null && known.log == log) {
            drop(known);
          }
        });
    if (log.compaction().firstDirty() != LogCompaction.NEVER) {
      checkpointChanged(log.dir());
    }
  }

  /** Aborts what is under way; done when no thread works on it any more. Any thread. */
  CompletableFuture<Void> stop() {
    CleaningRun.hand(
        loop,
        () -> {
          stopped = true;
          for (Candidate candidate : candidates.values()) {
            if (candidate.run != null) {
              candidate.run.abort();
            }
          }
          completeIfIdle();
        });
    return idle;
  }

  private void completeIfIdle() {
    if (stopped && busy.isEmpty()) {
      idle.complete(null);
    }
  }

  // Looking.

  private void onTouched(Log log) {
    log.compaction().looked();
    Candidate known = candidates.get(log.topicPartition());
    if (known == null || (known.log != log && known.run == null)) {
      known = new Candidate(log);
      candidates.put(log.topicPartition(), known);
    }
    known.lookAtMs = Math.min(known.lookAtMs, loop.monotonicMs());
    // The others have set the timer already.
    if (isToBeLookedAt(known)) {
      wake(known.lookAtMs);
    }
  }

  private void drop(Candidate candidate) {
    candidates.remove(candidate.log.topicPartition(), candidate);
    metrics.onGone(candidate.log.topicPartition());
    if (candidate.run != null) {
      candidate.run.abort();
    }
  }

  private boolean isToBeLookedAt(Candidate candidate) {
    return candidate.run == null && !candidate.asked && !candidate.uncleanable;
  }

  /** Arms the timer for the earliest look there is to be. */
  private void wake() {
    long earliest = NEVER;
    for (Candidate candidate : candidates.values()) {
      if (isToBeLookedAt(candidate)) {
        earliest = Math.min(earliest, candidate.lookAtMs);
      }
    }
    wake(earliest);
  }

  private void wake(long earliest) {
    if (stopped || earliest == NEVER || asked > 0) {
      return;
    }
    long now = loop.monotonicMs();
    long at = Math.max(Math.max(earliest, now), fruitlessLookMs + settings.get().backoffMs());
    metrics.waitingSince(loop.monotonicNs());
    if (timer != null && timerMs <= at) {
      return;
    }
    if (timer != null) {
      timer.cancel();
    }
    timerMs = at;
    timer = loop.schedule(at - now, this::look);
  }

  private void look() {
    timer = null;
    timerMs = NEVER;
    metrics.waitingSince(-1);
    if (stopped) {
      return;
    }
    long now = loop.monotonicMs();
    fruitlessLookMs = now;
    List<Candidate> due = new ArrayList<>();
    for (Candidate candidate : candidates.values()) {
      if (isToBeLookedAt(candidate) && candidate.lookAtMs <= now) {
        due.add(candidate);
      }
    }
    if (!due.isEmpty()) {
      patience = loop.schedule(PATIENCE_MS, this::stopWaiting);
    }
    asked = due.size();
    due.forEach(this::ask);
    wake();
  }

  private void stopWaiting() {
    patience = null;
    asked = 0;
    startBest();
    wake();
  }

  private void ask(Candidate candidate) {
    candidate.asked = true;
    candidate.due = null;
    candidate.lookAtMs = NEVER;
    Log log = candidate.log;
    EventLoop owner = log.compaction().owner();
    if (owner == null) {
      answered(candidate, null);
      return;
    }
    CleaningRun.hand(
        owner,
        () -> {
          try {
            LogCompaction.View view = log.compaction().view();
            if (view == null) {
              CleaningRun.hand(loop, () -> answered(candidate, null));
            } else {
              long nowMs = owner.wallClockMs();
              CleaningRun.hand(background.pool(), () -> judge(candidate, owner, view, nowMs));
            }
          } catch (RuntimeException | Error e) {
            CleaningRun.hand(loop, () -> onLookFailed(candidate, e));
          }
        });
  }

  /** On the pool. */
  private void judge(Candidate candidate, EventLoop owner, LogCompaction.View view, long nowMs) {
    Log log = candidate.log;
    CleaningChoice.Verdict verdict = null;
    try {
      verdict = CleaningChoice.of(new SealedTimestamps(log.dir().disk(), view).state(), nowMs);
    } catch (NoSuchFileException e) {
      // The owner deleted or renamed it since; it will say so, and be looked at again.
      LOG.debug("segment gone while looking partition={}", log.topicPartition());
    } catch (IOException e) {
      CleaningRun.hand(owner, () -> onUnread(log, view, e));
    } catch (RuntimeException | Error e) {
      CleaningRun.hand(loop, () -> onLookFailed(candidate, e));
      return;
    }
    CleaningChoice.Verdict made = verdict;
    CleaningRun.hand(
        loop,
        () -> {
          candidate.dueGeneration = view.generation();
          answered(candidate, made);
        });
  }

  /** On the owner: a failure counts only where the files were still the log's. */
  private static void onUnread(Log log, LogCompaction.View view, IOException cause) {
    if (!log.isOffline() && log.compaction().isCurrent(view)) {
      log.dir().fail("looking for something to clean in " + log.topicPartition(), cause);
    }
  }

  /** A bug, or no memory: the log is not looked at again, the others are. */
  private void onLookFailed(Candidate candidate, Throwable cause) {
    candidate.uncleanable = true;
    LOG.error(
        "log not cleaned any more, looking at it failed partition={} dir={}",
        candidate.log.topicPartition(),
        candidate.log.dir(),
        cause);
    answered(candidate, null);
  }

  private void answered(Candidate candidate, CleaningChoice.@Nullable Verdict verdict) {
    candidate.asked = false;
    asked = Math.max(0, asked - 1);
    if (verdict == null) {
      onNothing(candidate);
    } else {
      onVerdict(candidate, verdict);
    }
    if (asked == 0) {
      if (patience != null) {
        patience.cancel();
        patience = null;
      }
      startBest();
      wake();
    }
  }

  private void onNothing(Candidate candidate) {
    Log log = candidate.log;
    if (log.config().compacts() && !log.isOffline()) {
      candidate.lookAtMs = loop.monotonicMs() + settings.get().backoffMs();
    } else {
      drop(candidate);
    }
  }

  private void onVerdict(Candidate candidate, CleaningChoice.Verdict verdict) {
    Log log = candidate.log;
    metrics.onLog(log, verdict.ratio(), verdict.dirtyBytes(), candidate.uncleanable);
    EventLoop owner = log.compaction().owner();
    int generation = candidate.dueGeneration;
    if (verdict.reset() && owner != null) {
      CleaningRun.hand(
          owner,
          () -> {
            log.compaction().reset(verdict.firstDirty(), generation);
            checkpointChanged(log.dir());
          });
    }
    if (verdict.due()) {
      candidate.due = verdict;
      return;
    }
    long now = loop.monotonicMs();
    long backoffMs = Math.max(1, settings.get().backoffMs());
    if (verdict.lookAgainMs() == 0) {
      candidate.lookAtMs = Math.min(candidate.lookAtMs, now + backoffMs);
    } else if (verdict.lookAgainMs() < Long.MAX_VALUE) {
      long waitMs = Math.min(verdict.lookAgainMs() - loop.wallClockMs(), LONGEST_WAIT_MS);
      candidate.lookAtMs = Math.min(candidate.lookAtMs, now + Math.max(backoffMs, waitMs));
    }
  }

  // Cleaning.

  private void startBest() {
    CleanerSettings now = settings.get();
    while (!stopped && busy.size() < now.threads()) {
      Candidate best = null;
      for (Candidate candidate : candidates.values()) {
        CleaningChoice.Verdict due = candidate.due;
        if (due != null
            && !busy.contains(candidate.log.topicPartition())
            && CleaningChoice.isBefore(due, best == null ? null : best.due)) {
          best = candidate;
        }
      }
      if (best == null) {
        return;
      }
      start(best, now);
    }
  }

  private void start(Candidate candidate, CleanerSettings now) {
    Log log = candidate.log;
    CleaningChoice.Verdict due = candidate.due;
    EventLoop owner = log.compaction().owner();
    candidate.due = null;
    if (due == null || owner == null) {
      return;
    }
    fruitlessLookMs = Long.MIN_VALUE / 2;
    long startedMs = loop.monotonicMs();
    CleaningRun run =
        new CleaningRun(
            log,
            owner,
            background,
            throttle,
            now,
            metrics,
            result -> ended(candidate, due, result, loop.monotonicMs() - startedMs));
    candidate.run = run;
    busy.add(log.topicPartition());
    metrics.onStarted(due.delayMs());
    run.start(due, candidate.dueGeneration, loop.wallClockMs());
  }

  private void ended(
      Candidate candidate, CleaningChoice.Verdict of, CleaningRun.Result result, long tookMs) {
    Log log = candidate.log;
    candidate.run = null;
    busy.remove(log.topicPartition());
    candidate.lookAtMs = loop.monotonicMs();
    if (result instanceof CleaningRun.Result.Cleaned cleaned) {
      onCleaned(log, cleaned, tookMs);
    } else if (result instanceof CleaningRun.Result.Failed failed) {
      candidate.uncleanable = true;
      metrics.onLog(log, of.ratio(), of.dirtyBytes(), true);
      LOG.error(
          "log not cleaned any more partition={} dir={} firstDirty={} cause=\"{}\"",
          log.topicPartition(),
          log.dir(),
          of.firstDirty(),
          failed.cause());
    } else {
      LOG.info("log cleaning aborted partition={}", log.topicPartition());
      candidate.lookAtMs += settings.get().backoffMs();
    }
    if (log.isOffline()) {
      drop(candidate);
    }
    startBest();
    wake();
    completeIfIdle();
  }

  private void onCleaned(Log log, CleaningRun.Result.Cleaned cleaned, long tookMs) {
    checkpointChanged(log.dir());
    CleaningPass.Stats stats = cleaned.stats();
    metrics.onCleaned(stats, tookMs);
    LOG.info(
        "log cleaned partition={} from={} to={} bytesRead={} bytesWritten={} keys={} tookMs={}",
        log.topicPartition(),
        cleaned.firstDirty(),
        cleaned.endOffset(),
        stats.bytesRead(),
        stats.bytesWritten(),
        stats.keys(),
        tookMs);
  }
}
