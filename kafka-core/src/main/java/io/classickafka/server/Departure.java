package io.classickafka.server;

import io.classickafka.client.ResponseHandler;
import io.classickafka.config.BrokerConfig;
import io.classickafka.config.BrokerProperties;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.ControlledShutdownRequest;
import io.classickafka.protocol.message.ControlledShutdownResponse;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Asks the controller to move this broker's leaderships away before it stops. Waits. */
final class Departure {

  private static final Logger LOG = LogManager.getLogger(Departure.class);

  private final ControllerConnection controller;
  private final BrokerConfig config;

  Departure(ControllerConnection controller, BrokerConfig config) {
    this.controller = controller;
    this.config = config;
  }

  /** Returns when nothing is left to move, or when it was tried often enough. */
  void run(int brokerId, long brokerEpoch) throws InterruptedException {
    if (!config.get(BrokerProperties.CONTROLLED_SHUTDOWN_ENABLE)) {
      return;
    }
    int retries = config.get(BrokerProperties.CONTROLLED_SHUTDOWN_MAX_RETRIES);
    for (int attempt = 0; attempt <= retries; attempt++) {
      String obstacle = ask(brokerId, brokerEpoch);
      if (obstacle.isEmpty()) {
        LOG.info("leaderships moved brokerId={} attempts={}", brokerId, attempt + 1);
        return;
      }
      LOG.warn("leaderships not moved attempt={} reason=\"{}\"", attempt + 1, obstacle);
      if (attempt < retries) {
        Thread.sleep(config.get(BrokerProperties.CONTROLLED_SHUTDOWN_RETRY_BACKOFF_MS));
      }
    }
  }

  /** What stands in the way; empty for nothing. */
  private String ask(int brokerId, long brokerEpoch) throws InterruptedException {
    ControlledShutdownRequest request =
        new ControlledShutdownRequest().brokerId(brokerId).brokerEpoch(brokerEpoch);
    try {
      return Await.answer(
          (Consumer<String> reply) ->
              controller.send(
                  ApiKey.CONTROLLED_SHUTDOWN,
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
                  }),
          config.get(BrokerProperties.CONTROLLER_SOCKET_TIMEOUT_MS));
    } catch (TimeoutException e) {
      return "no answer from the controller";
    }
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
