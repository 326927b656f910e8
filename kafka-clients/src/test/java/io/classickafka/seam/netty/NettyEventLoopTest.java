package io.classickafka.seam.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classickafka.seam.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NettyEventLoopTest {

  private final NettyEventLoop loop = NettyEventLoop.start("partition-loop-7");

  @AfterEach
  void end() {
    loop.shutdown();
  }

  @Test
  void tasksRunInOrderOnOneThreadOfTheLoopsName() throws Exception {
    List<Integer> ran = new ArrayList<>();
    CompletableFuture<String> thread = new CompletableFuture<>();
    for (int i = 0; i < 100; i++) {
      int number = i;
      loop.execute(() -> ran.add(number));
    }
    loop.execute(() -> thread.complete(Thread.currentThread().getName()));
    assertThat(thread.get(5, TimeUnit.SECONDS)).isEqualTo("partition-loop-7");
    assertThat(ran).hasSize(100).isSorted();
    assertThat(loop.inLoop()).isFalse();
  }

  @Test
  void aTaskThatFailsDoesNotEndTheLoop() throws Exception {
    CountDownLatch after = new CountDownLatch(2);
    loop.execute(
        () -> {
          throw new IllegalStateException("seen in the log");
        });
    loop.schedule(
        1,
        () -> {
          after.countDown();
          throw new IllegalStateException("seen in the log");
        });
    loop.schedule(2, after::countDown);
    assertThat(after.await(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aCancelledTimerDoesNotFire() throws Exception {
    CompletableFuture<Boolean> fired = new CompletableFuture<>();
    loop.execute(
        () -> {
          EventLoop.Scheduled timer = loop.schedule(1, () -> fired.complete(true));
          timer.cancel();
          loop.schedule(20, () -> fired.complete(false));
        });
    assertThat(fired.get(5, TimeUnit.SECONDS)).isFalse();
  }

  @Test
  void shutDownRunsWhatIsQueuedAndRefusesTheRest() throws Exception {
    CountDownLatch queued = new CountDownLatch(1);
    loop.execute(queued::countDown);
    loop.shutdown();
    assertThat(loop.awaitTermination(5_000)).isTrue();
    assertThat(queued.getCount()).isZero();
    assertThatThrownBy(() -> loop.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
  }
}
