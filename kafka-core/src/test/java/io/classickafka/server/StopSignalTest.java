package io.classickafka.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StopSignalTest {

  private final StopSignal signal = new StopSignal();
  private final AtomicInteger stops = new AtomicInteger();

  @Test
  void aServerThatIsUpIsStopped() throws Exception {
    signal.started(stops::incrementAndGet);
    signal.startOver();
    signal.stop();
    signal.awaitStopped();
    assertThat(stops).hasValue(1);
  }

  @Test
  void aSignalBeforeTheMainThreadHasTheServerInHandStopsItAllTheSame() throws Exception {
    CompletableFuture<Void> told = new CompletableFuture<>();
    CompletableFuture<Void> over =
        CompletableFuture.runAsync(
            () -> {
              told.complete(null);
              stop();
            });
    told.get();
    signal.started(stops::incrementAndGet);
    signal.startOver();
    over.get();
    assertThat(stops).hasValue(1);
  }

  @Test
  void aStartThatFailedLeavesNothingToStop() throws Exception {
    signal.startOver();
    signal.stop();
    signal.awaitStopped();
    assertThat(stops).hasValue(0);
  }

  private void stop() {
    try {
      signal.stop();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
