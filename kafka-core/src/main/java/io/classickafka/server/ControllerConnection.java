package io.classickafka.server;

import io.classickafka.client.BrokerConnection;
import io.classickafka.client.ConnectionSettings;
import io.classickafka.client.ResponseHandler;
import io.classickafka.client.ResponseHandler.Failure;
import io.classickafka.controller.ProducerIdBlock;
import io.classickafka.metadata.BrokerEndpoint;
import io.classickafka.metadata.MetadataCache;
import io.classickafka.metadata.MetadataImage;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.AllocateProducerIdsRequest;
import io.classickafka.protocol.message.AllocateProducerIdsResponse;
import io.classickafka.protocol.message.ControlledShutdownRequest;
import io.classickafka.seam.EventLoop;
import io.classickafka.seam.Transport;
import io.classickafka.transaction.ProducerIdBlocks;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * This broker's requests to the controller, whichever broker that is now. Versions are negotiated:
 * the controller may be of another release. State of one network loop; requests come from any
 * thread, and answers on that loop.
 */
final class ControllerConnection implements ProducerIdBlocks {

  private static final Logger LOG = LogManager.getLogger(ControllerConnection.class);

  private final EventLoop loop;
  private final Transport transport;
  private final MetadataCache cache;
  private final String listener;
  private final ConnectionSettings settings;
  private final int brokerId;
  private final LongSupplier brokerEpoch;
  private @Nullable BrokerConnection connection;
  private @Nullable BrokerEndpoint target;

  /**
   * Makes no connection yet.
   *
   * @param loop one of the transport's
   * @param listener the one by which brokers reach each other
   * @param brokerEpoch of this broker's registration; any thread
   */
  ControllerConnection(
      EventLoop loop,
      Transport transport,
      MetadataCache cache,
      String listener,
      ConnectionSettings settings,
      int brokerId,
      LongSupplier brokerEpoch) {
    this.loop = loop;
    this.transport = transport;
    this.cache = cache;
    this.listener = listener;
    this.settings = settings;
    this.brokerId = brokerId;
    this.brokerEpoch = brokerEpoch;
    cache.addListener(
        (before, after, delta) -> {
          if (after.controllerId() != before.controllerId()) {
            try {
              loop.executeOrRun(this::leaveFormer);
            } catch (RejectedExecutionException e) {
              LOG.debug("shutting down, the former controller's connection closes with the rest");
            }
          }
        });
  }

  /** Whoever waits for an answer of a controller that was replaced asks the new one. */
  private void leaveFormer() {
    MetadataImage image = cache.image();
    BrokerEndpoint endpoint = image.endpoint(image.controllerId(), listener);
    BrokerConnection present = connection;
    if (present != null && endpoint != null && !endpoint.equals(target)) {
      connection = null;
      target = null;
      present.close();
    }
  }

  /** Sends a request in its highest common version. */
  void send(ApiKey api, ApiMessage request, ResponseHandler handler) {
    send(api, api.highestVersion(), request, handler);
  }

  /** Sends a request in a version up to the given one. */
  void send(ApiKey api, short highest, ApiMessage request, ResponseHandler handler) {
    try {
      loop.executeOrRun(() -> sendOnLoop(api, highest, request, handler));
    } catch (RejectedExecutionException e) {
      handler.onFailure(Failure.CLOSED, "shutting down");
    }
  }

  private void sendOnLoop(ApiKey api, short highest, ApiMessage request, ResponseHandler handler) {
    MetadataImage image = cache.image();
    BrokerEndpoint endpoint = image.endpoint(image.controllerId(), listener);
    if (endpoint == null) {
      handler.onFailure(Failure.NOT_CONNECTED, "no controller known");
      return;
    }
    connectionTo(endpoint).send(api, api.lowestVersion(), highest, request, handler);
  }

  private BrokerConnection connectionTo(BrokerEndpoint endpoint) {
    BrokerConnection present = connection;
    if (present != null && endpoint.equals(target)) {
      return present;
    }
    if (present != null) {
      present.close();
    }
    BrokerConnection made =
        new BrokerConnection(loop, transport, endpoint.host(), endpoint.port(), settings);
    connection = made;
    target = endpoint;
    return made;
  }

  /** Asks for this broker's leaderships to be moved away. */
  void depart(ControlledShutdownRequest request, ResponseHandler handler) {
    send(ApiKey.CONTROLLED_SHUTDOWN, request, handler);
  }

  @Override
  public void reserve(Consumer<ProducerIdBlock> reply) {
    AllocateProducerIdsRequest request =
        new AllocateProducerIdsRequest().brokerId(brokerId).brokerEpoch(brokerEpoch.getAsLong());
    send(
        ApiKey.ALLOCATE_PRODUCER_IDS,
        request,
        new ResponseHandler() {
          @Override
          public void onResponse(ApiMessage message, short version) {
            AllocateProducerIdsResponse response = (AllocateProducerIdsResponse) message;
            reply.accept(
                new ProducerIdBlock(
                    ErrorCode.of(response.errorCode()),
                    response.producerIdStart(),
                    response.producerIdLen()));
          }

          @Override
          public void onFailure(Failure failure, String detail) {
            LOG.warn("controller not reached for producer ids reason=\"{}\"", detail);
            reply.accept(new ProducerIdBlock(ErrorCode.NOT_CONTROLLER, 0, 0));
          }
        });
  }
}
