package io.classickafka.server;

import io.classickafka.client.BrokerConnection;
import io.classickafka.client.ConnectionSettings;
import io.classickafka.client.ResponseHandler;
import io.classickafka.controller.BrokerChannels;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.seam.EventLoop;
import io.classickafka.seam.Transport;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/** The controller's requests over connections of the network loops. */
final class NetworkBrokerChannels implements BrokerChannels {

  private static final Logger LOG = LogManager.getLogger(NetworkBrokerChannels.class);

  private final EventLoop controllerLoop;
  private final Transport transport;
  private final List<EventLoop> networkLoops;
  private final ConnectionSettings settings;

  /**
   * Makes no connection yet.
   *
   * @param networkLoops the transport's
   */
  NetworkBrokerChannels(
      EventLoop controllerLoop,
      Transport transport,
      List<EventLoop> networkLoops,
      ConnectionSettings settings) {
    this.controllerLoop = controllerLoop;
    this.transport = transport;
    this.networkLoops = networkLoops;
    this.settings = settings;
  }

  @Override
  public Channel open(int brokerId, String host, int port) {
    EventLoop loop = networkLoops.get(Math.floorMod(brokerId, networkLoops.size()));
    return new LoopChannel(brokerId, new BrokerConnection(loop, transport, host, port, settings));
  }

  private final class LoopChannel implements Channel {

    private final int brokerId;

    /** Of its network loop. */
    private final BrokerConnection connection;

    /** Of the controller's loop. */
    private boolean closed;

    LoopChannel(int brokerId, BrokerConnection connection) {
      this.brokerId = brokerId;
      this.connection = connection;
    }

    @Override
    public void send(
        ApiKey api, short version, ApiMessage request, Consumer<@Nullable ApiMessage> reply) {
      ResponseHandler handler =
          new ResponseHandler() {
            @Override
            public void onResponse(ApiMessage response, short answeredVersion) {
              deliver(reply, response);
            }

            @Override
            public void onFailure(Failure failure, String detail) {
              LOG.debug(
                  "controller request failed api={} brokerId={} failure={} detail={}",
                  api.apiName(),
                  brokerId,
                  failure,
                  detail);
              deliver(reply, null);
            }
          };
      connection.loop().execute(() -> connection.send(api, version, request, handler));
    }

    private void deliver(Consumer<@Nullable ApiMessage> reply, @Nullable ApiMessage response) {
      try {
        controllerLoop.execute(
            () -> {
              if (!closed) {
                reply.accept(response);
              }
            });
      } catch (RejectedExecutionException e) {
        LOG.debug("controller has ended, reply dropped brokerId={}", brokerId);
      }
    }

    @Override
    public void close() {
      closed = true;
      connection.loop().execute(connection::close);
    }
  }
}
