package io.classickafka.server;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Waiting for what loops do: for the main thread at start and at the end, and nobody else. */
final class Await {

  private Await() {}

  /** Begins something that answers once, and waits for the answer. */
  static <T extends @Nullable Object> T answer(Consumer<Consumer<T>> begin, long timeoutMs)
      throws TimeoutException, InterruptedException {
    CompletableFuture<T> future = new CompletableFuture<>();
    begin.accept(future::complete);
    try {
      return future.get(timeoutMs, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  /** Begins something that says when it is done, and waits so long; whether it was done. */
  static boolean done(Consumer<Runnable> begin, long timeoutMs) throws InterruptedException {
    CompletableFuture<Boolean> future = new CompletableFuture<>();
    begin.accept(() -> future.complete(true));
    try {
      return future.get(timeoutMs, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }
  }
}
