package io.classickafka.replica;

import io.classickafka.log.AppendResult;
import io.classickafka.log.EpochEndOffset;
import io.classickafka.log.Log;
import io.classickafka.log.ReadResult;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.replica.LogMoveRule.Step;
import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.EventLoop;
import io.classickafka.seam.FileSlice;
import io.classickafka.seam.Payload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The move of one partition's log to another directory of the broker (KIP-113): copies it, and
 * takes its place when both are the same. Owned by the partition's loop.
 *
 * <p>The copy is touched by one thread at a time: by the background while {@code busy}, by the loop
 * when not. Only the last bit, which is hot and at most a chunk, is copied and forced by the loop
 * itself, so that nothing is appended between that and the replacement.
 */
final class LogMove {

  private static final Logger LOG = LogManager.getLogger(LogMove.class);

  private static final int CHUNK_BYTES = 1 << 20;

  /** After a read that found nothing: the log was cut meanwhile, or compaction is at work. */
  private static final long PAUSE_MS = 100;

  private static final EpochEndOffset UNDEFINED = EpochEndOffset.UNDEFINED;

  private final Partition partition;
  private final LogMoves moves;
  private final Log copy;
  private final EventLoop loop;
  private boolean slot;
  private boolean busy;
  private boolean ended;

  /** Whether the copy goes once nobody touches it. */
  private boolean discarded;

  private long cutTo = Long.MAX_VALUE;
  private boolean restart;

  /** Whether everything in the copy was copied by this move. */
  private boolean trusted;

  /** Bytes in the copy that were not forced. */
  private long unforcedBytes;

  /** Whether the last chunk went up to the log's end. */
  private boolean reachedEnd;

  private EventLoop.@Nullable Scheduled timer;
  private final List<Runnable> onIdle = new ArrayList<>(0);
  private volatile long lag;

  /** A move that has not begun. */
  LogMove(Partition partition, LogMoves moves, Log copy) {
    this.partition = partition;
    this.moves = moves;
    this.copy = copy;
    this.loop = partition.loop();
    this.trusted = copy.logEndOffset() == copy.logStartOffset();
  }

  /** The log that is to take the place of the partition's. Its getters for any thread only. */
  Log copy() {
    return copy;
  }

  /** That of the partition. Any thread. */
  EventLoop loop() {
    return loop;
  }

  /** Records that the copy lacks, as last seen. Any thread. */
  long lag() {
    return lag;
  }

  void begin() {
    moves.begun(this);
    LOG.info(
        "log moves topic={} partition={} from={} to={} copied={}..{}",
        partition.name().topic(),
        partition.name().partition(),
        partition.log().dir(),
        copy.dir(),
        copy.logStartOffset(),
        copy.logEndOffset());
    moves.slots.acquire(() -> onLoop(this::onSlot));
  }

  private void onLoop(Runnable task) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("partition loop has ended loop={}", loop.name());
    }
  }

  private void onSlot() {
    slot = true;
    if (ended) {
      releaseSlot();
    } else {
      step();
    }
  }

  private void releaseSlot() {
    if (slot) {
      slot = false;
      moves.slots.release();
    }
  }

  /** The partition's log was cut at an offset. */
  void onTruncated(long offset) {
    cutTo = Math.min(cutTo, offset);
  }

  /** The partition's log was emptied, to begin elsewhere. */
  void onRestarted() {
    restart = true;
  }

  /** The rate changed. Any thread. */
  void onRate() {
    onLoop(
        () -> {
          if (timer != null) {
            step();
          }
        });
  }

  /** The move ends without result. Its copy stays on the disk, for a later one to go on with. */
  void stop() {
    end(false);
  }

  /** The move is given up, and its copy deleted. */
  void discard() {
    discarded = true;
    end(false);
    if (busy) {
      // Under the thread that writes it nobody else may find it, nor may its files go.
      moves.futures.forget(copy);
    } else {
      moves.futures.delete(copy);
    }
  }

  /** Calls back when nobody touches the copy any more: maybe at once. */
  void whenIdle(Runnable task) {
    if (busy) {
      onIdle.add(task);
    } else {
      task.run();
    }
  }

  private void end(boolean asFailure) {
    if (ended) {
      return;
    }
    ended = true;
    cancelTimer();
    releaseSlot();
    moves.ended(this, asFailure);
    if (!busy) {
      moves.idle(this);
    }
  }

  private void cancelTimer() {
    EventLoop.Scheduled waiting = timer;
    timer = null;
    if (waiting != null) {
      waiting.cancel();
    }
  }

  private void later(long ms) {
    timer =
        loop.schedule(
            ms,
            () -> {
              timer = null;
              step();
            });
  }

  private void step() {
    cancelTimer();
    if (ended || busy) {
      return;
    }
    Log log = partition.log();
    if (copy.isOffline()) {
      failed("its directory failed");
    } else if (!log.isOffline() && !partition.stopped()) {
      Step next = restart ? new Step.Restart(log.logStartOffset()) : next(log);
      lag = Math.max(0, log.logEndOffset() - copy.logEndOffset());
      perform(log, next);
    }
  }

  private Step next(Log log) {
    int epoch = copy.latestEpoch();
    EpochEndOffset current = trusted ? UNDEFINED : log.endOffsetForEpoch(epoch);
    return LogMoveRule.next(
        log.logStartOffset(),
        log.logEndOffset(),
        cutTo,
        copy.logStartOffset(),
        copy.logEndOffset(),
        epoch,
        trusted,
        current,
        current.isKnown() ? copy.endOffsetForEpoch(current.leaderEpoch()) : UNDEFINED);
  }

  private void perform(Log log, Step step) {
    long nowMs = loop.wallClockMs();
    if (step instanceof Step.Restart restarting) {
      cutTo = Long.MAX_VALUE;
      restart = false;
      trusted = true;
      work(() -> copy.truncateFullyAndStartAt(restarting.offset(), nowMs));
    } else if (step instanceof Step.Truncate cut) {
      cutTo = Long.MAX_VALUE;
      work(() -> copy.truncateTo(cut.offset(), nowMs));
    } else {
      cutTo = Long.MAX_VALUE;
      // What epochs could tell of the copy they have told.
      trusted = true;
      copy(log, step == Step.Same.SAME);
    }
  }

  private void copy(Log log, boolean same) {
    if (moves.quota.isExceeded() && !same) {
      later(moves.quota.waitMs());
    } else if (!same && !(reachedEnd && !log.isCold(copy.logEndOffset()))) {
      read(log);
    } else if (unforcedBytes > CHUNK_BYTES) {
      unforcedBytes = 0;
      work(copy::flush);
    } else {
      finish(log);
    }
  }

  private void read(Log log) {
    long end = log.logEndOffset();
    busy = true;
    log.readCold(
        copy.logEndOffset(), CHUNK_BYTES, end, true, false, loop, result -> onRead(result, end));
  }

  private void onRead(ReadResult result, long end) {
    busy = false;
    if (!(result instanceof ReadResult.Records read) || read.records().sizeBytes() == 0) {
      if (result instanceof ReadResult.Records nothing) {
        nothing.records().release();
      }
      if (!idle()) {
        later(PAUSE_MS);
      }
      return;
    }
    if (ended || restart || cutTo != Long.MAX_VALUE) {
      read.records().release();
      if (!idle()) {
        step();
      }
      return;
    }
    Payload records = read.records();
    int bytes = records.sizeBytes();
    long nowMs = loop.wallClockMs();
    moves.quota.count(bytes);
    unforcedBytes += bytes;
    work(
        () -> {
          try {
            return append(bytes(records), nowMs);
          } catch (IOException e) {
            LOG.warn("log not copied, reading it again partition={}", partition.name(), e);
            return ErrorCode.CORRUPT_MESSAGE;
          } finally {
            records.release();
          }
        },
        () -> reachedEnd = copy.logEndOffset() >= end);
  }

  private static ByteSlice bytes(Payload records) throws IOException {
    if (records instanceof ByteSlice slice) {
      return slice;
    }
    ByteBuffer bytes = ByteBuffer.allocate(records.sizeBytes());
    FileSlice file = (FileSlice) records;
    while (bytes.hasRemaining()) {
      int read = file.read(bytes.position(), bytes);
      if (read <= 0) {
        break;
      }
    }
    return ByteSlice.wrap(bytes.flip());
  }

  private ErrorCode append(ByteSlice records, long nowMs) {
    AppendResult result = copy.appendAsFollower(records, nowMs);
    return result instanceof AppendResult.Rejected rejected ? rejected.error() : ErrorCode.NONE;
  }

  private void work(Supplier<ErrorCode> task) {
    work(task, () -> {});
  }

  /** Something that may wait for the disk. */
  private void work(Supplier<ErrorCode> task, Runnable then) {
    busy = true;
    moves.background.execute(
        () -> {
          ErrorCode error = ErrorCode.UNKNOWN_SERVER_ERROR;
          try {
            error = task.get();
          } finally {
            ErrorCode outcome = error;
            onLoop(() -> onWorked(outcome, then));
          }
        });
  }

  private void onWorked(ErrorCode error, Runnable then) {
    busy = false;
    if (idle()) {
      return;
    }
    if (error == ErrorCode.NONE) {
      then.run();
      followBounds();
      step();
    } else if (error == ErrorCode.KAFKA_STORAGE_ERROR || error == ErrorCode.UNKNOWN_SERVER_ERROR) {
      failed("writing: " + error);
    } else {
      // What was read may have been cut off meanwhile; if not, the copy is begun anew.
      restart = cutTo == Long.MAX_VALUE;
      later(PAUSE_MS);
    }
  }

  private void followBounds() {
    Log log = partition.log();
    copy.updateHighWatermark(log.highWatermark());
    copy.advanceLogStartOffset(Math.min(log.logStartOffset(), copy.highWatermark()));
  }

  /** After the end of work: whether the move has ended. */
  private boolean idle() {
    if (!ended) {
      return false;
    }
    if (discarded) {
      moves.futures.deleteForgotten(copy);
    }
    moves.idle(this);
    List<Runnable> waiting = List.copyOf(onIdle);
    onIdle.clear();
    waiting.forEach(Runnable::run);
    return true;
  }

  /** Copies what is left, and puts the copy into the log's place, if that is all. */
  private void finish(Log log) {
    if (copy.logEndOffset() < log.logEndOffset()) {
      ReadResult result =
          log.read(copy.logEndOffset(), CHUNK_BYTES, log.logEndOffset(), true, false);
      if (!appendHere(result)) {
        reachedEnd = false;
        later(PAUSE_MS);
        return;
      }
    }
    if (copy.logEndOffset() != log.logEndOffset()) {
      // Producers are faster than that; the background goes on.
      reachedEnd = false;
      step();
      return;
    }
    followBounds();
    Log installed =
        moves.futures.replace(log, copy, partition.settings().log(), loop.wallClockMs());
    if (installed == null) {
      failed("taking the place of the log");
    } else {
      end(false);
      partition.moving().ended();
      partition.onMoved(installed);
    }
  }

  private boolean appendHere(ReadResult result) {
    if (!(result instanceof ReadResult.Records read)) {
      return false;
    }
    Payload records = read.records();
    try {
      moves.quota.count(records.sizeBytes());
      return records.sizeBytes() > 0
          && append(bytes(records), loop.wallClockMs()) == ErrorCode.NONE;
    } catch (IOException e) {
      LOG.warn("log not copied, reading it again partition={}", partition.name(), e);
      return false;
    } finally {
      records.release();
    }
  }

  private void failed(String reason) {
    LOG.error(
        "log not moved, it stays where it is topic={} partition={} from={} to={} reason=\"{}\"",
        partition.name().topic(),
        partition.name().partition(),
        partition.log().dir(),
        copy.dir(),
        reason);
    Log log = partition.log();
    if (log.isOffline()) {
      // The copy may be the only one that is whole.
      moves.futures.forget(copy);
    } else {
      moves.futures.delete(copy);
    }
    end(true);
    partition.moving().ended();
    if (log.isOffline() && !log.dir().isOffline()) {
      moves.onLost.accept(log);
    }
  }
}
