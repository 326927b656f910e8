package io.classickafka.log;

import io.classickafka.protocol.ErrorCode;
import io.classickafka.record.RecordBatch;
import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.FileSlice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The read paths of a log. Owned by the log.
 *
 * <p>A read takes one view of the log and uses only that. In the hot tail it is done at once;
 * further back on the pool, through copies of the segments, and its result comes back to the owner,
 * who looks whether what it was read from is still part of the log.
 */
final class LogReader {

  private static final Logger LOG = LogManager.getLogger(LogReader.class);

  /** What one cold read returns at most, unless a batch is larger: it is read ahead. */
  static final int COLD_BYTES = 4 << 20;

  /** How often a read is begun again because its segment was deleted or replaced meanwhile. */
  private static final int ATTEMPTS = 3;

  private final Log log;
  private final LogStore store;

  /** The owner uses its own segments. */
  private final SegmentAccess hot =
      new SegmentAccess() {
        @Override
        public Segment use(LogView view, int index) {
          return view.segments().get(index);
        }

        @Override
        public void done(Segment segment, Segment used) throws IOException {
          store.segments.touch(segment);
        }
      };

  LogReader(Log log, LogStore store) {
    this.log = log;
    this.store = store;
  }

  private LogView view() {
    return new LogView(
        log.logStartOffset(),
        log.logEndOffset(),
        store.segments.view(),
        store.segments.active().sizeBytes(),
        store.segments.active().loadedMaxTimestampMs(),
        store.generation);
  }

  ReadResult read(
      long fetchOffset, int maxBytes, long upperOffset, boolean minOneBatch, boolean withAborted) {
    ReadResult early = early(fetchOffset, upperOffset, withAborted);
    if (early != null) {
      return early;
    }
    try {
      long upper = Math.min(upperOffset, log.logEndOffset());
      return new RangeRead(
              store.dir, view(), fetchOffset, maxBytes, upper, minOneBatch, withAborted)
          .run(hot);
    } catch (IOException e) {
      log.failed("reading at " + fetchOffset, e);
      return failed(ErrorCode.KAFKA_STORAGE_ERROR);
    }
  }

  /** What needs no records to be answered. */
  private @Nullable ReadResult early(long fetchOffset, long upperOffset, boolean withAborted) {
    if (log.isOffline()) {
      return failed(ErrorCode.KAFKA_STORAGE_ERROR);
    }
    if (fetchOffset < log.logStartOffset() || fetchOffset > log.logEndOffset()) {
      return failed(ErrorCode.OFFSET_OUT_OF_RANGE);
    }
    return fetchOffset >= Math.min(upperOffset, log.logEndOffset()) ? nothing(withAborted) : null;
  }

  private ReadResult failed(ErrorCode error) {
    return new ReadResult.Failed(error, log.logStartOffset(), log.logEndOffset());
  }

  private ReadResult nothing(boolean withAborted) {
    return new ReadResult.Records(
        ByteSlice.empty(),
        log.logStartOffset(),
        log.logEndOffset(),
        withAborted ? List.of() : null);
  }

  boolean isCold(long fetchOffset) {
    return !log.isOffline()
        && !store.hotTail.holds(fetchOffset)
        && fetchOffset >= log.logStartOffset();
  }

  void readCold(
      long fetchOffset,
      int maxBytes,
      long upperOffset,
      boolean minOneBatch,
      boolean withAborted,
      Executor owner,
      Consumer<ReadResult> onResult) {
    readCold(
        fetchOffset, maxBytes, upperOffset, minOneBatch, withAborted, owner, onResult, ATTEMPTS);
  }

  private void readCold(
      long fetchOffset,
      int maxBytes,
      long upperOffset,
      boolean minOneBatch,
      boolean withAborted,
      Executor owner,
      Consumer<ReadResult> onResult,
      int attempts) {
    Log moved = log.successor();
    if (moved != null) {
      moved.readCold(fetchOffset, maxBytes, upperOffset, minOneBatch, withAborted, owner, onResult);
      return;
    }
    ReadResult early = early(fetchOffset, upperOffset, withAborted);
    if (early != null || attempts == 0) {
      onResult.accept(
          early != null
              ? early
              : new ReadResult.Overtaken(log.logStartOffset(), log.logEndOffset()));
      return;
    }
    RangeRead range =
        new RangeRead(
            store.dir,
            view(),
            fetchOffset,
            Math.min(maxBytes, COLD_BYTES),
            Math.min(upperOffset, log.logEndOffset()),
            minOneBatch,
            withAborted);
    Runnable again =
        () ->
            readCold(
                fetchOffset,
                maxBytes,
                upperOffset,
                minOneBatch,
                withAborted,
                owner,
                onResult,
                attempts - 1);
    offLoop(
        "reading at " + fetchOffset,
        () -> ahead(range.run(store.dir.coldReads())),
        owner,
        (result, failure) -> {
          boolean wasMoved = failure != null && log.successor() != null;
          if (wasMoved || isStale(range.view()) || range.isOvertaken()) {
            release(result);
            again.run();
          } else {
            onResult.accept(
                result != null && failure == null ? result : failed(ErrorCode.KAFKA_STORAGE_ERROR));
          }
        },
        range.view());
  }

  /** Reads what the slice holds, so that whoever sends it need not wait for the disk. */
  private ReadResult ahead(ReadResult result) throws IOException {
    if (result instanceof ReadResult.Records records
        && records.records() instanceof FileSlice slice) {
      try {
        slice.load();
        store.dir.cacheUse().add(slice.sizeBytes());
      } catch (IOException e) {
        slice.release();
        throw e;
      }
    }
    return result;
  }

  private static void release(@Nullable ReadResult result) {
    if (result instanceof ReadResult.Records records) {
      records.records().release();
    }
  }

  /** Whether something that was read may have been cut off since. */
  private boolean isStale(LogView view) {
    return view.generation() != store.generation;
  }

  /** Whether files may have been others than those of the view, or none, when they were read. */
  private boolean isReplaced(LogView view) {
    return isStale(view) || view.hasGoneFrom(0);
  }

  /** Something that reads. */
  private interface Read<T> {
    T run() throws IOException;
  }

  /** Takes what a read found, or why it found nothing. */
  private interface Outcome<T> {
    void accept(@Nullable T result, @Nullable Throwable failure);
  }

  private <T> void offLoop(
      String doing, Read<T> read, Executor owner, Outcome<T> onOutcome, LogView view) {
    store
        .dir
        .coldReads()
        .run(
            () -> {
              @Nullable T result = null;
              @Nullable Throwable failure = null;
              try {
                result = read.run();
              } catch (IOException | RuntimeException | Error e) {
                // Whoever asked is answered, also when there was no memory.
                failure = e;
              }
              handBack(doing, result, failure, owner, onOutcome, view);
            });
  }

  private <T> void handBack(
      String doing,
      @Nullable T result,
      @Nullable Throwable failure,
      Executor owner,
      Outcome<T> onOutcome,
      LogView view) {
    try {
      owner.execute(
          () -> {
            report(doing, failure, view);
            onOutcome.accept(result, failure);
          });
    } catch (RejectedExecutionException e) {
      if (result instanceof ReadResult read) {
        release(read);
      }
    }
  }

  /** A failure counts only where the files were still the log's. */
  private void report(String doing, @Nullable Throwable failure, LogView view) {
    if (failure == null || log.isOffline() || isReplaced(view)) {
      return;
    }
    if (failure instanceof IOException io) {
      log.failed(doing, io);
    } else {
      LOG.error("cold read failed partition={} doing=\"{}\"", store.partition, doing, failure);
    }
  }

  @Nullable TimestampOffset offsetForTimestamp(long timestampMs) {
    if (log.isOffline()) {
      return null;
    }
    if (isFirst(timestampMs)) {
      return at(RecordBatch.NO_TIMESTAMP, log.logStartOffset());
    }
    if (!isSearched(timestampMs)) {
      return null;
    }
    try {
      return withEpoch(new TimeLookup(view(), hot).run(timestampMs));
    } catch (IOException e) {
      log.failed("looking up timestamp " + timestampMs, e);
      return null;
    }
  }

  static boolean isFirst(long timestampMs) {
    return timestampMs == TimestampOffset.EARLIEST || timestampMs == TimestampOffset.EARLIEST_LOCAL;
  }

  static boolean isSearched(long timestampMs) {
    return timestampMs >= 0 || timestampMs == TimestampOffset.MAX_TIMESTAMP;
  }

  void offsetForTimestamp(
      long timestampMs, Executor owner, Consumer<@Nullable TimestampOffset> onFound) {
    offsetForTimestamp(timestampMs, owner, onFound, ATTEMPTS);
  }

  private void offsetForTimestamp(
      long timestampMs, Executor owner, Consumer<@Nullable TimestampOffset> onFound, int attempts) {
    Log moved = log.successor();
    if (moved != null) {
      moved.offsetForTimestamp(timestampMs, owner, onFound);
      return;
    }
    if (log.isOffline() || !isSearched(timestampMs)) {
      onFound.accept(offsetForTimestamp(timestampMs));
      return;
    }
    LogView view = view();
    TimeLookup lookup = new TimeLookup(view, store.dir.coldReads());
    this.<List<TimestampOffset>>offLoop(
        "looking up timestamp " + timestampMs,
        () -> {
          TimestampOffset found = lookup.run(timestampMs);
          return found == null ? List.of() : List.of(found);
        },
        owner,
        (found, failure) -> {
          if (attempts > 1 && (isReplaced(view) || log.successor() != null)) {
            offsetForTimestamp(timestampMs, owner, onFound, attempts - 1);
            return;
          }
          if (failure != null && !log.isOffline()) {
            onFound.accept(TimestampOffset.UNREADABLE);
          } else {
            onFound.accept(
                found == null || found.isEmpty() || log.isOffline()
                    ? null
                    : withEpoch(found.get(0)));
          }
        },
        view);
  }

  /** Reads a segment's largest timestamp; whether that is known now. */
  void learnAge(Segment segment, Executor owner, Consumer<Boolean> onLearnt) {
    LogView view = view();
    int index = view.segments().indexOf(segment);
    this.<Long>offLoop(
        "reading the age of segment " + segment.baseOffset,
        () -> {
          Segment used = store.dir.coldReads().use(view, index);
          try {
            return used.maxTimestampMs();
          } finally {
            store.dir.coldReads().done(segment, used);
          }
        },
        owner,
        (largestMs, failure) -> {
          // What was appended meanwhile may be younger.
          boolean same = segment.sizeBytes() == view.sizeBytes(index);
          if (largestMs != null && same) {
            segment.learnMaxTimestamp(largestMs);
          }
          onLearnt.accept(largestMs != null && same);
        },
        view);
  }

  private TimestampOffset at(long timestampMs, long offset) {
    return new TimestampOffset(timestampMs, offset, store.epochs.epochFor(offset));
  }

  private @Nullable TimestampOffset withEpoch(@Nullable TimestampOffset found) {
    return found == null ? null : at(found.timestampMs(), found.offset());
  }

  List<Long> offsetsBefore(long timestampMs, int maxOffsets, long nowMs) {
    if (log.isOffline()) {
      return List.of();
    }
    try {
      return offsetsBefore(view(), timestampMs, maxOffsets, nowMs);
    } catch (IOException e) {
      log.failed("listing offsets", e);
      return List.of();
    }
  }

  void offsetsBefore(
      long timestampMs, int maxOffsets, long nowMs, Executor owner, Consumer<List<Long>> onFound) {
    offsetsBefore(timestampMs, maxOffsets, nowMs, owner, onFound, ATTEMPTS);
  }

  private void offsetsBefore(
      long timestampMs,
      int maxOffsets,
      long nowMs,
      Executor owner,
      Consumer<List<Long>> onFound,
      int attempts) {
    if (log.isOffline()) {
      onFound.accept(List.of());
      return;
    }
    LogView view = view();
    this.<List<Long>>offLoop(
        "listing offsets",
        () -> offsetsBefore(view, timestampMs, maxOffsets, nowMs),
        owner,
        (found, failure) -> {
          if (attempts > 1 && isReplaced(view)) {
            offsetsBefore(timestampMs, maxOffsets, nowMs, owner, onFound, attempts - 1);
          } else {
            onFound.accept(found == null ? List.of() : found);
          }
        },
        view);
  }

  private static List<Long> offsetsBefore(
      LogView view, long timestampMs, int maxOffsets, long nowMs) throws IOException {
    List<Long> found = new ArrayList<>();
    List<Segment> segments = view.segments();
    if (timestampMs == TimestampOffset.EARLIEST) {
      found.add(view.logStartOffset());
    } else {
      // From the newest that is old enough on all count, also one that was written to later.
      boolean counts = timestampMs == TimestampOffset.LATEST || nowMs <= timestampMs;
      if (view.activeBytes() > 0 && counts) {
        found.add(view.logEndOffset());
      }
      for (int i = segments.size() - 1; i >= 0; i--) {
        counts = counts || segments.get(i).modifiedMs() <= timestampMs;
        if (counts) {
          found.add(Math.max(segments.get(i).baseOffset, view.logStartOffset()));
        }
      }
    }
    return List.copyOf(found.subList(0, Math.min(found.size(), Math.max(0, maxOffsets))));
  }
}
