package io.classickafka.server;

import io.classickafka.client.ResponseHandler;
import io.classickafka.config.BrokerConfig;
import io.classickafka.config.BrokerProperties;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.ControlledShutdownRequest;
import io.classickafka.protocol.message.ControlledShutdownResponse;
import io.classickafka.seam.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Asks the controller to move this broker's leaderships away before it stops. State of the control
 * loop.
 */
final class Departure {

  private static final Logger LOG = LogManager.getLogger(Departure.class);

  private final BiConsumer<ControlledShutdownRequest, ResponseHandler> controller;
  private final BrokerConfig config;
  private final EventLoop loop;
  private final Steps steps;

  /**
   * Not asking yet.
   *
   * @param controller sends a request to whoever is controller
   */
  Departure(
      BiConsumer<ControlledShutdownRequest, ResponseHandler> controller,
      BrokerConfig config,
      EventLoop loop,
      Steps steps) {
    this.controller = controller;
    this.config = config;
    this.loop = loop;
    this.steps = steps;
  }

  /** Completes when nothing is left to move, or when it was tried often enough. */
  CompletableFuture<Void> run(int brokerId, long brokerEpoch) {
    CompletableFuture<Void> over = new CompletableFuture<>();
    if (config.get(BrokerProperties.CONTROLLED_SHUTDOWN_ENABLE)
        && config.get(BrokerProperties.CONTROLLED_SHUTDOWN_MAX_RETRIES) > 0) {
      ControlledShutdownRequest request =
          new ControlledShutdownRequest().brokerId(brokerId).brokerEpoch(brokerEpoch);
      attempt(request, 0, over);
    } else {
      over.complete(null);
    }
    return over;
  }

  private void attempt(
      ControlledShutdownRequest request, int before, CompletableFuture<Void> over) {
    steps
        .answer(
            (Consumer<String> reply) -> ask(request, reply),
            config.get(BrokerProperties.CONTROLLER_SOCKET_TIMEOUT_MS),
            "no answer from the controller")
        .exceptionally(late -> String.valueOf(late.getMessage()))
        .thenAccept(obstacle -> answered(request, before + 1, obstacle, over));
  }

  private void answered(
      ControlledShutdownRequest request,
      int attempts,
      String obstacle,
      CompletableFuture<Void> over) {
    if (obstacle.isEmpty()) {
      LOG.info("leaderships moved brokerId={} attempts={}", request.brokerId(), attempts);
      over.complete(null);
      return;
    }
    LOG.warn("leaderships not moved attempt={} reason=\"{}\"", attempts, obstacle);
    // The property counts attempts, the first among them, as Apache's does.
    if (attempts < config.get(BrokerProperties.CONTROLLED_SHUTDOWN_MAX_RETRIES)) {
      loop.schedule(
          config.get(BrokerProperties.CONTROLLED_SHUTDOWN_RETRY_BACKOFF_MS),
          () -> attempt(request, attempts, over));
    } else {
      over.complete(null);
    }
  }

  /** Answers what stands in the way; empty for nothing. */
  private void ask(ControlledShutdownRequest request, Consumer<String> reply) {
    controller.accept(
        request,
        new ResponseHandler() {
          @Override
          public void onResponse(ApiMessage message, short version) {
            reply.accept(obstacle((ControlledShutdownResponse) message));
          }

          @Override
          public void onFailure(Failure failure, String detail) {
            reply.accept(detail);
          }
        });
  }

  private static String obstacle(ControlledShutdownResponse response) {
    ErrorCode error = ErrorCode.of(response.errorCode());
    if (error != ErrorCode.NONE) {
      return error.message();
    }
    int left = response.remainingPartitions().size();
    return left == 0 ? "" : left + " partitions still led here";
  }
}
