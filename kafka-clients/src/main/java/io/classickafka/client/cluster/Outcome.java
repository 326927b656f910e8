package io.classickafka.client.cluster;

import io.classickafka.client.ApiErrors;
import io.classickafka.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * What a response means to a {@link Call}.
 *
 * @param <T> the call's result
 */
public sealed interface Outcome<T> {

  /** The call has its result. */
  static <T> Outcome<T> done(T value) {
    return new Done<>(value);
  }

  /** The call has failed for good. */
  static <T> Outcome<T> failed(RuntimeException error) {
    return new Failed<>(error);
  }

  /** To be repeated: for an error that is retriable, or that means another broker. */
  static <T> Outcome<T> again(ErrorCode error) {
    return new Again<>(error);
  }

  /** What an error of the protocol means: to be repeated where that may help, else a failure. */
  static <T> Outcome<T> ofError(ErrorCode error, @Nullable String detail) {
    if (error.retriable() || error == ErrorCode.NOT_CONTROLLER) {
      return again(error);
    }
    return failed(ApiErrors.exception(error, detail));
  }

  /** The call has its result. */
  record Done<T>(T value) implements Outcome<T> {}

  /** The call has failed for good. */
  record Failed<T>(RuntimeException error) implements Outcome<T> {}

  /** The call is to be repeated. */
  record Again<T>(ErrorCode error) implements Outcome<T> {}
}
