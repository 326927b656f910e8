package io.classickafka.replica;

import io.classickafka.log.Log;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.seam.EventLoop;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Deletions of records at a client's request: the leader moves its log start at once, its followers
 * learn of it by their fetches, and the request waits until every live replica has moved and the
 * leader's log start is checkpointed. Segments go with the next retention. Owned by the partition's
 * loop.
 */
final class RecordDeletions {

  private static final Logger LOG = LogManager.getLogger(RecordDeletions.class);

  /** Asks for everything that is committed. */
  private static final long TO_HIGH_WATERMARK = -1;

  /** How often it is asked who is still alive: nobody tells when a follower dies. */
  private static final long LOOK_AGAIN_MS = 500;

  private final Partition partition;

  /** How many wait, over all partitions. */
  private final LongAdder waitingOfAll;

  private boolean lookingAgain;

  /** By the log start that they wait for. */
  private final AckWaiters waiting = new AckWaiters();

  RecordDeletions(Partition partition, LongAdder waitingOfAll) {
    this.partition = partition;
    this.waitingOfAll = waitingOfAll;
  }

  /**
   * Deletes the records below an offset.
   *
   * @param before -1 for the high watermark
   * @param onSettled called once, on the loop, maybe before this returns
   */
  void delete(long before, long timeoutMs, Consumer<DeletionOutcome> onSettled) {
    Log log = partition.log();
    long target = before == TO_HIGH_WATERMARK ? log.highWatermark() : before;
    ErrorCode error = refusal(log, target);
    if (error == ErrorCode.NONE) {
      error = partition.advanceLogStart(target);
    }
    if (error != ErrorCode.NONE) {
      onSettled.accept(DeletionOutcome.failed(error));
    } else if (lowWatermark() >= target) {
      settle(onSettled);
    } else if (timeoutMs <= 0) {
      onSettled.accept(DeletionOutcome.failed(ErrorCode.REQUEST_TIMED_OUT));
    } else {
      await(target, timeoutMs, onSettled);
    }
  }

  /** It has happened; what is answered must not be undone by a crash of this broker. */
  private void settle(Consumer<DeletionOutcome> onSettled) {
    DeletionOutcome done = new DeletionOutcome(ErrorCode.NONE, lowWatermark());
    EventLoop loop = partition.loop();
    partition
        .log()
        .dir()
        .checkpointStarts(
            error -> {
              try {
                loop.execute(
                    () ->
                        onSettled.accept(
                            error == ErrorCode.NONE ? done : DeletionOutcome.failed(error)));
              } catch (RejectedExecutionException e) {
                LOG.debug("deletion done after the end partition={}", partition.name());
              }
            });
  }

  private ErrorCode refusal(Log log, long target) {
    return partition.leads()
        ? LogStartRule.deletion(log.config().deletes(), target, log.highWatermark())
        : ErrorCode.NOT_LEADER_OR_FOLLOWER;
  }

  private void await(long target, long timeoutMs, Consumer<DeletionOutcome> onSettled) {
    AckWaiter waiter =
        new AckWaiter(
            target,
            error -> {
              waitingOfAll.decrement();
              if (error == ErrorCode.NONE) {
                settle(onSettled);
              } else {
                onSettled.accept(DeletionOutcome.failed(error));
              }
            });
    waitingOfAll.increment();
    waiting.add(waiter);
    EventLoop loop = partition.loop();
    waiter.timeout =
        loop.schedule(
            timeoutMs,
            () -> {
              waiter.timeout = null;
              waiting.remove(waiter);
              waiter.settle(ErrorCode.REQUEST_TIMED_OUT);
            });
    lookAgain();
  }

  private void lookAgain() {
    if (!lookingAgain && waiting.count() > 0) {
      lookingAgain = true;
      partition
          .loop()
          .schedule(
              LOOK_AGAIN_MS,
              () -> {
                lookingAgain = false;
                look();
                lookAgain();
              });
    }
  }

  /** A follower's log start, who is alive, or the replicas may have changed. */
  void look() {
    if (waiting.count() > 0 && partition.leads()) {
      waiting.settle(lowWatermark(), ErrorCode.NONE);
    }
  }

  /** The partition does not lead any more. */
  void failAll(ErrorCode error) {
    waiting.failAll(error);
  }

  private long lowWatermark() {
    Leadership leading = partition.leadership();
    long start = partition.log().logStartOffset();
    return leading == null ? start : leading.lowWatermark(start);
  }
}
