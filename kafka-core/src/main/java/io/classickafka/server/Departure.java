package io.classickafka.server;

import io.classickafka.client.ResponseHandler;
import io.classickafka.config.BrokerConfig;
import io.classickafka.config.BrokerProperties;
import io.classickafka.metadata.MetadataCache;
import io.classickafka.metadata.MetadataImage;
import io.classickafka.metadata.MetadataListener;
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
import org.jspecify.annotations.Nullable;

/**
 * Asks the controller to move this broker's leaderships away before it stops. State of the control
 * loop, for one departure.
 *
 * <p>It asks again after a pause, as often as the settings say: another replica may have caught up
 * by then. The pause ends early when it would be in vain: at once when no other broker is alive,
 * and when the controller could not be asked, as soon as there is another.
 */
final class Departure {

  private static final Logger LOG = LogManager.getLogger(Departure.class);

  private final BiConsumer<ControlledShutdownRequest, ResponseHandler> controller;
  private final BrokerConfig config;
  private final MetadataCache cache;
  private final EventLoop loop;
  private final Steps steps;
  private final MetadataListener onMetadata = (before, after, delta) -> look(after);
  private final CompletableFuture<Void> over = new CompletableFuture<>();

  private ControlledShutdownRequest request = new ControlledShutdownRequest();
  private int attempts;
  private int asked = MetadataImage.NO_CONTROLLER;

  /** What the broker waits with before it asks again; null while it does not. */
  private @Nullable Pause pause;

  /** A pause, and whether another controller would end it. */
  private record Pause(EventLoop.Scheduled end, boolean unheard) {}

  /**
   * Why leaderships stay.
   *
   * @param unheard whether it was not the controller that said so
   */
  private record Obstacle(String reason, boolean unheard) {}

  private static final Obstacle NONE = new Obstacle("", false);

  /**
   * Not asking yet.
   *
   * @param controller sends a request to whoever is controller
   * @param cache on the same loop
   */
  Departure(
      BiConsumer<ControlledShutdownRequest, ResponseHandler> controller,
      BrokerConfig config,
      MetadataCache cache,
      EventLoop loop,
      Steps steps) {
    this.controller = controller;
    this.config = config;
    this.cache = cache;
    this.loop = loop;
    this.steps = steps;
  }

  /** Completes when nothing is left to move, or when to ask again is not worth the wait. Once. */
  CompletableFuture<Void> run(int brokerId, long brokerEpoch) {
    if (!config.get(BrokerProperties.CONTROLLED_SHUTDOWN_ENABLE)
        || config.get(BrokerProperties.CONTROLLED_SHUTDOWN_MAX_RETRIES) <= 0) {
      over.complete(null);
      return over;
    }
    request = new ControlledShutdownRequest().brokerId(brokerId).brokerEpoch(brokerEpoch);
    cache.addListener(onMetadata);
    attempt();
    return over;
  }

  private void attempt() {
    attempts++;
    asked = cache.image().controllerId();
    steps
        .answer(
            (Consumer<Obstacle> reply) -> ask(reply),
            config.get(BrokerProperties.CONTROLLER_SOCKET_TIMEOUT_MS),
            "no answer from the controller")
        .exceptionally(late -> new Obstacle(String.valueOf(late.getMessage()), true))
        .thenAccept(this::answered);
  }

  private void answered(Obstacle obstacle) {
    if (obstacle.equals(NONE)) {
      LOG.info("leaderships moved brokerId={} attempts={}", request.brokerId(), attempts);
      end();
      return;
    }
    LOG.warn("leaderships not moved attempt={} reason=\"{}\"", attempts, obstacle.reason());
    // The property counts attempts, the first among them, as Apache's does.
    if (attempts >= config.get(BrokerProperties.CONTROLLED_SHUTDOWN_MAX_RETRIES)) {
      end();
      return;
    }
    pause =
        new Pause(
            loop.schedule(
                config.get(BrokerProperties.CONTROLLED_SHUTDOWN_RETRY_BACKOFF_MS), this::resume),
            obstacle.unheard());
    look(cache.image());
  }

  private void resume() {
    pause = null;
    attempt();
  }

  /** The cluster is now this: whether that ends the pause. */
  private void look(MetadataImage cluster) {
    Pause paused = pause;
    if (paused == null) {
      return;
    }
    boolean alone = cluster.brokers().size() == 1 && cluster.isAlive(request.brokerId());
    boolean another =
        paused.unheard()
            && cluster.controllerId() != MetadataImage.NO_CONTROLLER
            && cluster.controllerId() != asked;
    if (alone) {
      LOG.info("leaderships stay, no other broker is alive brokerId={}", request.brokerId());
      paused.end().cancel();
      pause = null;
      end();
    } else if (another) {
      paused.end().cancel();
      resume();
    }
  }

  private void end() {
    cache.removeListener(onMetadata);
    over.complete(null);
  }

  /** Answers what stands in the way. */
  private void ask(Consumer<Obstacle> reply) {
    controller.accept(
        request,
        new ResponseHandler() {
          @Override
          public void onResponse(ApiMessage message, short version) {
            reply.accept(obstacle((ControlledShutdownResponse) message));
          }

          @Override
          public void onFailure(Failure failure, String detail) {
            reply.accept(new Obstacle(detail, true));
          }
        });
  }

  private static Obstacle obstacle(ControlledShutdownResponse response) {
    ErrorCode error = ErrorCode.of(response.errorCode());
    int left = response.remainingPartitions().size();
    return switch (error) {
      case NONE -> left == 0 ? NONE : new Obstacle(left + " partitions still led here", false);
      case NOT_CONTROLLER, STALE_CONTROLLER_EPOCH -> new Obstacle(error.message(), true);
      default -> new Obstacle(error.message(), false);
    };
  }
}
