package io.classickafka.server;

import io.classickafka.seam.EventLoop;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a start or a stop. They are begun on one loop and every outcome arrives there, so
 * that what follows a step runs on that loop too. Nothing waits.
 */
final class Steps {

  private final EventLoop loop;

  Steps(EventLoop loop) {
    this.loop = loop;
  }

  /** Begins something that answers once; fails with the reason when it does not in time. */
  <T> CompletableFuture<T> answer(Consumer<Consumer<T>> begin, long timeoutMs, String late) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    EventLoop.Scheduled timer =
        loop.schedule(
            timeoutMs, () -> answer.completeExceptionally(new StartFailedException(late, null)));
    begin.accept(
        value ->
            loop.executeOrRun(
                () -> {
                  timer.cancel();
                  answer.complete(value);
                }));
    return answer;
  }

  /** Begins something that says when it is done. False when it did not in time. */
  CompletableFuture<Boolean> done(Consumer<Runnable> begin, long timeoutMs) {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    EventLoop.Scheduled timer = loop.schedule(timeoutMs, () -> done.complete(false));
    begin.accept(
        () ->
            loop.executeOrRun(
                () -> {
                  timer.cancel();
                  done.complete(true);
                }));
    return done;
  }

  /** Does elsewhere what may block. */
  <T extends @Nullable Object> CompletableFuture<T> blocking(Executor pool, Callable<T> work) {
    CompletableFuture<T> outcome = new CompletableFuture<>();
    pool.execute(
        () -> {
          try {
            outcome.complete(work.call());
          } catch (Exception e) {
            outcome.completeExceptionally(e);
          }
        });
    return home(outcome);
  }

  /** The same outcome, on the loop. */
  <T extends @Nullable Object> CompletableFuture<T> home(CompletionStage<T> elsewhere) {
    CompletableFuture<T> here = new CompletableFuture<>();
    elsewhere.whenComplete(
        (value, failure) ->
            loop.execute(
                () -> {
                  if (failure == null) {
                    here.complete(value);
                  } else {
                    here.completeExceptionally(failure);
                  }
                }));
    return here;
  }

  /** A step that failed, for the person who starts the broker. */
  static <T extends @Nullable Object> CompletableFuture<T> failed(
      String reason, @Nullable Throwable cause) {
    return CompletableFuture.failedFuture(new StartFailedException(reason, cause));
  }
}
