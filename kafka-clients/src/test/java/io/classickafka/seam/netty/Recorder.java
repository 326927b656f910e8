package io.classickafka.seam.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.Connection;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Keeps what happens to one connection, for a test to wait for. */
class Recorder implements Connection.Handler {

  private static final long WAIT_MS = 10_000;

  final CompletableFuture<Optional<Throwable>> closed = new CompletableFuture<>();
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();

  @Override
  public void onReceived(ByteSlice bytes) {
    byte[] copy = bytes.toByteArray();
    bytes.release();
    synchronized (this) {
      received.write(copy, 0, copy.length);
      notifyAll();
    }
  }

  @Override
  public void onClosed(@Nullable Throwable cause) {
    assertThat(closed.complete(Optional.ofNullable(cause))).isTrue();
  }

  synchronized int size() {
    return received.size();
  }

  /** Waits for exactly so many bytes. */
  synchronized byte[] awaitBytes(int count) throws InterruptedException {
    long deadlineMs = System.currentTimeMillis() + WAIT_MS;
    while (received.size() < count && System.currentTimeMillis() < deadlineMs) {
      wait(100);
    }
    assertThat(received.size()).isEqualTo(count);
    return received.toByteArray();
  }
}
