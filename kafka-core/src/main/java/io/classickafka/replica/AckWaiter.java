package io.classickafka.replica;

import io.classickafka.protocol.ErrorCode;
import io.classickafka.seam.EventLoop;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A write that waits for its replicas. Owned by the partition's loop. */
final class AckWaiter {

  final long requiredOffset;
  private final Consumer<ErrorCode> onSettled;
  EventLoop.@Nullable Scheduled timeout;
  @Nullable AckWaiter previous;
  @Nullable AckWaiter next;

  AckWaiter(long requiredOffset, Consumer<ErrorCode> onSettled) {
    this.requiredOffset = requiredOffset;
    this.onSettled = onSettled;
  }

  void settle(ErrorCode error) {
    if (timeout != null) {
      timeout.cancel();
      timeout = null;
    }
    onSettled.accept(error);
  }
}
