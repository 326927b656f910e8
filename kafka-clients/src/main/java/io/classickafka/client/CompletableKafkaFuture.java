package io.classickafka.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaFuture;
import org.jspecify.annotations.Nullable;

/**
 * The future behind every admin call. Completed by the client's event loop; read from any thread.
 *
 * <p>What failed is shown as it is: {@code get} throws an ExecutionException whose cause is the
 * error itself, however many stages lie between.
 */
public final class CompletableKafkaFuture<T> extends KafkaFuture<T> {

  private final CompletableFuture<T> future;

  public CompletableKafkaFuture() {
    this(new CompletableFuture<>());
  }

  private CompletableKafkaFuture(CompletableFuture<T> future) {
    this.future = future;
  }

  /** Done when all are; fails as the first that fails. */
  public static KafkaFuture<Void> allOf(KafkaFuture<?>... futures) {
    CompletableFuture<?>[] stages = new CompletableFuture<?>[futures.length];
    for (int i = 0; i < futures.length; i++) {
      stages[i] = futures[i].toCompletionStage().toCompletableFuture();
    }
    return new CompletableKafkaFuture<>(CompletableFuture.allOf(stages));
  }

  /** Gives the result; false when there was an outcome already. */
  public boolean complete(@Nullable T value) {
    return future.complete(value);
  }

  /** Gives the error; false when there was an outcome already. */
  public boolean completeExceptionally(Throwable error) {
    return future.completeExceptionally(error);
  }

  @Override
  public CompletionStage<T> toCompletionStage() {
    return future.copy();
  }

  @Override
  public <R> KafkaFuture<R> thenApply(BaseFunction<T, R> function) {
    return new CompletableKafkaFuture<>(future.thenApply(function::apply));
  }

  @Override
  public <R> KafkaFuture<R> thenApply(Function<T, R> function) {
    return thenApply((BaseFunction<T, R>) function);
  }

  @Override
  public KafkaFuture<T> whenComplete(BiConsumer<? super T, ? super Throwable> action) {
    return new CompletableKafkaFuture<>(
        future.whenComplete((value, error) -> action.accept(value, unwrap(error))));
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    return future.cancel(mayInterruptIfRunning);
  }

  @Override
  public T get() throws InterruptedException, ExecutionException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new ExecutionException(unwrap(e.getCause()));
    }
  }

  @Override
  public T get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    try {
      return future.get(timeout, unit);
    } catch (ExecutionException e) {
      throw new ExecutionException(unwrap(e.getCause()));
    }
  }

  @Override
  public T getNow(T valueIfAbsent) throws InterruptedException, ExecutionException {
    return future.isDone() ? get() : valueIfAbsent;
  }

  @Override
  public boolean isCancelled() {
    return future.isCancelled();
  }

  @Override
  public boolean isCompletedExceptionally() {
    return future.isCompletedExceptionally();
  }

  @Override
  public boolean isDone() {
    return future.isDone();
  }

  private static @Nullable Throwable unwrap(@Nullable Throwable error) {
    Throwable cause = error;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
