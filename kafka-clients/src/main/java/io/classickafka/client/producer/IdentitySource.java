package io.classickafka.client.producer;

import io.classickafka.client.cluster.Call;
import io.classickafka.client.cluster.ClusterClient;
import io.classickafka.client.cluster.Outcome;
import io.classickafka.client.cluster.Target;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.InitProducerIdRequest;
import io.classickafka.protocol.message.InitProducerIdResponse;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gets the producer ids of an idempotent producer. State of the loop. */
final class IdentitySource {

  private static final Logger LOG = LoggerFactory.getLogger(IdentitySource.class);

  private final ClusterClient client;
  private final long timeoutMs;
  private final Listener listener;
  private @Nullable ProducerIdentity current;
  private boolean asking;

  /** Hears of what was got. */
  interface Listener {
    void onIdentity();

    /** There will be none. */
    void onNoIdentity(Exception error);
  }

  IdentitySource(ClusterClient client, long timeoutMs, Listener listener) {
    this.client = client;
    this.timeoutMs = timeoutMs;
    this.listener = listener;
  }

  /** The identity for new batches; null while it is asked for, which this starts. */
  @Nullable ProducerIdentity current() {
    if (current == null) {
      ask();
    }
    return current;
  }

  /** Gets another one, if this one is still the current one. */
  void replace(@Nullable ProducerIdentity broken) {
    if (broken != null && broken.equals(current)) {
      LOG.warn("producer starts anew producerId={} epoch={}", broken.id(), broken.epoch());
      current = null;
    }
  }

  private void ask() {
    if (asking) {
      return;
    }
    asking = true;
    client.call(new InitCall(), timeoutMs).whenComplete(this::onOutcome);
  }

  private void onOutcome(@Nullable ProducerIdentity made, @Nullable Throwable thrown) {
    asking = false;
    if (made != null) {
      LOG.debug("producer id given producerId={} epoch={}", made.id(), made.epoch());
      current = made;
      listener.onIdentity();
      return;
    }
    Throwable cause =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    if (cause instanceof RetriableException) {
      listener.onIdentity();
    } else if (cause instanceof Exception error) {
      listener.onNoIdentity(error);
    }
  }

  private static final class InitCall implements Call<ProducerIdentity> {

    @Override
    public ApiKey api() {
      return ApiKey.INIT_PRODUCER_ID;
    }

    @Override
    public Target target() {
      return Target.ANY;
    }

    @Override
    public ApiMessage request() {
      // Without a transactional id the timeout means nothing.
      return new InitProducerIdRequest()
          .transactionalId(null)
          .transactionTimeoutMs(Integer.MAX_VALUE);
    }

    @Override
    public Outcome<ProducerIdentity> outcome(ApiMessage message, short version) {
      InitProducerIdResponse response = (InitProducerIdResponse) message;
      ErrorCode error = ErrorCode.of(response.errorCode());
      return error == ErrorCode.NONE
          ? Outcome.done(new ProducerIdentity(response.producerId(), response.producerEpoch()))
          : Outcome.ofError(error, null);
    }
  }
}
