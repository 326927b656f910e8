package io.classickafka.client.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classickafka.seam.netty.NettyEventLoop;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class ApplicationThreadTest {

  private final NettyEventLoop loop = NettyEventLoop.start("application-thread-test");
  private final ApplicationThread thread = new ApplicationThread(loop);

  @AfterEach
  void end() {
    loop.shutdown();
  }

  @Test
  void whatATaskThrowsIsThrownToWhoAsked() {
    Error error = new NoClassDefFoundError("by the test");
    assertThatThrownBy(
            () ->
                thread.ask(
                    () -> {
                      throw error;
                    }))
        .isSameAs(error);
    RuntimeException exception = new IllegalStateException("by the test");
    assertThatThrownBy(
            () ->
                thread.tell(
                    () -> {
                      throw exception;
                    }))
        .isSameAs(exception);
  }

  @Test
  void wakeUpThatIsIgnoredWakesNobody() {
    CompletableFuture<?> done = CompletableFuture.completedFuture("done");
    thread.wakeup();
    assertThatThrownBy(() -> thread.await(done, 0)).isInstanceOf(WakeupException.class);
    thread.wakeup();
    thread.ignoreWakeups();
    assertThat(thread.await(done, 0)).isTrue();
    thread.wakeup();
    assertThat(thread.await(done, 0)).isTrue();
  }
}
