package io.classickafka.client.cluster;

import io.classickafka.client.ApiErrors;
import io.classickafka.client.ResponseHandler;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.seam.EventLoop;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.BrokerNotAvailableException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;

/** One {@link Call} on its way, from the first attempt to its result. On the loop. */
final class RepeatedCall<T> implements ResponseHandler {

  private final ClusterClient client;
  private final Call<T> call;
  private final CompletableFuture<T> result;
  private final Backoff backoff;
  private int attempts;
  private EventLoop.@Nullable Scheduled deadline;
  private @Nullable Exception lastError;

  RepeatedCall(ClusterClient client, Call<T> call, CompletableFuture<T> result, Backoff backoff) {
    this.client = client;
    this.call = call;
    this.result = result;
    this.backoff = backoff;
  }

  void start(long timeoutMs) {
    deadline = client.loop().schedule(timeoutMs, this::onDeadline);
    attempt();
  }

  /** Ends the call for a reason outside it. */
  void fail(Exception error) {
    if (deadline != null) {
      deadline.cancel();
    }
    result.completeExceptionally(error);
    client.onEnded(this);
  }

  private void onDeadline() {
    String why = lastError == null ? "" : ": " + lastError.getMessage();
    TimeoutException error = new TimeoutException(call.api().apiName() + " timed out" + why);
    if (lastError != null) {
      error.initCause(lastError);
    }
    fail(error);
  }

  private void attempt() {
    if (result.isDone()) {
      return;
    }
    attempts++;
    client.resolve(
        call.target(),
        (link, error) -> {
          if (link == null) {
            onUnresolved(error == null ? new DisconnectException("no broker") : error);
          } else if (!result.isDone()) {
            link.send(
                call.api(), call.lowestVersion(), call.highestVersion(), call.request(), this);
          }
        });
  }

  private void onUnresolved(Exception error) {
    if (error instanceof RetriableException || error instanceof BrokerNotAvailableException) {
      repeat(error);
    } else {
      fail(error);
    }
  }

  private void repeat(Exception error) {
    lastError = error;
    if (!result.isDone()) {
      client.loop().schedule(backoff.pauseMs(attempts, client.loop().random()), this::attempt);
    }
  }

  @Override
  public void onResponse(ApiMessage response, short version) {
    if (result.isDone()) {
      return;
    }
    Outcome<T> outcome;
    try {
      outcome = call.outcome(response, version);
    } catch (RuntimeException e) {
      outcome = Outcome.failed(e);
    }
    if (outcome instanceof Outcome.Done<T> done) {
      if (deadline != null) {
        deadline.cancel();
      }
      result.complete(done.value());
      client.onEnded(this);
    } else if (outcome instanceof Outcome.Failed<T> failed) {
      fail(failed.error());
    } else if (outcome instanceof Outcome.Again<T> again) {
      onMoved(again.error());
      repeat(ApiErrors.exception(again.error(), null));
    }
  }

  // The target may not be what it was taken to be.
  private void onMoved(ErrorCode error) {
    if (call.target() instanceof Target.Coordinator coordinator) {
      if (error == ErrorCode.NOT_COORDINATOR || error == ErrorCode.COORDINATOR_NOT_AVAILABLE) {
        client.forgetCoordinator(coordinator);
      }
    } else if (!(call.target() instanceof Target.Any)) {
      client.metadata().refreshSoon();
    }
  }

  @Override
  public void onFailure(Failure failure, String detail) {
    if (failure == Failure.UNSUPPORTED_VERSION) {
      fail(new UnsupportedVersionException("the broker does not serve " + detail));
    } else if (failure == Failure.CLOSED) {
      fail(ClusterClient.closedError());
    } else if (failure == Failure.MALFORMED || failure == Failure.UNSENDABLE) {
      fail(new KafkaException(call.api().apiName() + ": " + detail));
    } else {
      if (call.target() instanceof Target.Coordinator coordinator) {
        client.forgetCoordinator(coordinator);
      }
      repeat(new DisconnectException(detail));
    }
  }
}
