package io.classickafka.replica;

import io.classickafka.protocol.ErrorCode;
import io.classickafka.seam.EventLoop;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes of one partition that wait to count, until they do or take too long. Of its loop. */
final class PendingWrites {

  private final AckWaiters waiters = new AckWaiters();
  private final EventLoop loop;
  private final LongAdder waiting;

  /**
   * No writes.
   *
   * @param waiting counts those of all partitions
   */
  PendingWrites(EventLoop loop, LongAdder waiting) {
    this.loop = loop;
    this.waiting = waiting;
  }

  /**
   * Waits until a write is settled or takes too long.
   *
   * @param outcome what is known of it already; null when it has to wait
   * @param onSettled called once, maybe before this returns
   */
  void await(
      @Nullable ErrorCode outcome,
      long requiredOffset,
      long timeoutMs,
      Consumer<ErrorCode> onSettled) {
    if (outcome != null) {
      onSettled.accept(outcome);
      return;
    }
    if (timeoutMs <= 0) {
      onSettled.accept(ErrorCode.REQUEST_TIMED_OUT);
      return;
    }
    waiting.increment();
    AckWaiter waiter =
        new AckWaiter(
            requiredOffset,
            error -> {
              waiting.decrement();
              onSettled.accept(error);
            });
    waiters.add(waiter);
    waiter.timeout =
        loop.schedule(
            timeoutMs,
            () -> {
              waiter.timeout = null;
              waiters.remove(waiter);
              waiter.settle(ErrorCode.REQUEST_TIMED_OUT);
            });
  }

  /** Settles the writes that need no more than an offset. */
  void settle(long offset, ErrorCode outcome) {
    waiters.settle(offset, outcome);
  }

  void failAll(ErrorCode error) {
    waiters.failAll(error);
  }
}
