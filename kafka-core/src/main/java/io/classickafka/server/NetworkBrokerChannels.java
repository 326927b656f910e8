package io.classickafka.server;

import io.classickafka.client.BrokerConnection;
import io.classickafka.client.ConnectionSettings;
import io.classickafka.client.ResponseHandler;
import io.classickafka.controller.BrokerChannels;
import io.classickafka.network.ConnectionCounts;
import io.classickafka.network.CountedTransport;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.seam.EventLoop;
import io.classickafka.seam.Transport;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/** The controller's requests over connections of the network loops. */
final class NetworkBrokerChannels implements BrokerChannels {

  private static final Logger LOG = LogManager.getLogger(NetworkBrokerChannels.class);

  private final EventLoop controllerLoop;
  private final IntFunction<ConnectionCounts> counts;
  private final Transport transport;
  private final List<EventLoop> networkLoops;

  /** The open channels to a broker share its counts: one of two is about to be closed. */
  private final Map<Integer, Counted> counted = new TreeMap<>();

  private final ConnectionSettings settings;

  /**
   * Makes no connection yet.
   *
   * @param counts by which a broker's connections are counted
   * @param networkLoops the transport's
   */
  NetworkBrokerChannels(
      EventLoop controllerLoop,
      IntFunction<ConnectionCounts> counts,
      Transport transport,
      List<EventLoop> networkLoops,
      ConnectionSettings settings) {
    this.controllerLoop = controllerLoop;
    this.counts = counts;
    this.transport = transport;
    this.networkLoops = networkLoops;
    this.settings = settings;
  }

  @Override
  public Channel open(int brokerId, String host, int port) {
    EventLoop loop = networkLoops.get(Math.floorMod(brokerId, networkLoops.size()));
    Counted shared = counted.computeIfAbsent(brokerId, id -> new Counted(counts.apply(brokerId)));
    shared.channels++;
    Transport counting = new CountedTransport(transport, shared.counts);
    return new LoopChannel(brokerId, new BrokerConnection(loop, counting, host, port, settings));
  }

  private void forget(int brokerId) {
    Counted shared = counted.get(brokerId);
    if (shared != null && --shared.channels == 0) {
      counted.remove(brokerId);
      shared.counts.hide();
    }
  }

  /** What the channels to one broker are counted by. */
  private static final class Counted {

    private final ConnectionCounts counts;
    private int channels;

    Counted(ConnectionCounts counts) {
      this.counts = counts;
    }
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
      if (!closed) {
        forget(brokerId);
      }
      closed = true;
      connection.loop().execute(connection::close);
    }
  }
}
