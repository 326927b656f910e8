package org.apache.kafka.common;

import io.classickafka.client.CompletableKafkaFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The outcome of an admin call. What is chained to it runs on the client's own thread. */
public abstract class KafkaFuture<T> implements Future<T> {

  /** Turns a result into another. */
  public interface BaseFunction<A, B> {
    B apply(A a);
  }

  /** The older form of {@link BaseFunction}. */
  public abstract static class Function<A, B> implements BaseFunction<A, B> {}

  /** Takes a result or an error; the other one is null. */
  public interface BiConsumer<A, B> {
    void accept(@Nullable A a, @Nullable B b);
  }

  /** A future that has its result. */
  public static <U> KafkaFuture<U> completedFuture(U value) {
    CompletableKafkaFuture<U> future = new CompletableKafkaFuture<>();
    future.complete(value);
    return future;
  }

  /** Done when all are; fails as the first that fails. */
  public static KafkaFuture<Void> allOf(KafkaFuture<?>... futures) {
    return CompletableKafkaFuture.allOf(futures);
  }

  /** A stage with the same outcome. */
  public abstract CompletionStage<T> toCompletionStage();

  public abstract <R> KafkaFuture<R> thenApply(BaseFunction<T, R> function);

  public abstract <R> KafkaFuture<R> thenApply(Function<T, R> function);

  public abstract KafkaFuture<T> whenComplete(BiConsumer<? super T, ? super Throwable> action);

  @Override
  public abstract boolean cancel(boolean mayInterruptIfRunning);

  @Override
  public abstract T get() throws InterruptedException, ExecutionException;

  @Override
  public abstract T get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException;

  /** The result if it is there, else the value given. */
  public abstract T getNow(T valueIfAbsent) throws InterruptedException, ExecutionException;

  @Override
  public abstract boolean isCancelled();

  public abstract boolean isCompletedExceptionally();

  @Override
  public abstract boolean isDone();
}
