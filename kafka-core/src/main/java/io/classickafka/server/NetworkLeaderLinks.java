package io.classickafka.server;

import io.classickafka.client.BrokerConnection;
import io.classickafka.client.ConnectionSettings;
import io.classickafka.client.ResponseHandler;
import io.classickafka.metadata.BrokerEndpoint;
import io.classickafka.metadata.MetadataCache;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.replica.fetcher.LeaderLinks;
import io.classickafka.seam.EventLoop;
import io.classickafka.seam.Transport;
import org.jspecify.annotations.Nullable;

/** Connections to the other brokers at the listener by which brokers reach each other. */
final class NetworkLeaderLinks implements LeaderLinks {

  private final Transport transport;
  private final MetadataCache cache;
  private final String listener;
  private final ConnectionSettings settings;

  NetworkLeaderLinks(
      Transport transport, MetadataCache cache, String listener, ConnectionSettings settings) {
    this.transport = transport;
    this.cache = cache;
    this.listener = listener;
    this.settings = settings;
  }

  @Override
  public @Nullable Link open(int brokerId, EventLoop loop) {
    BrokerEndpoint endpoint = cache.image().endpoint(brokerId, listener);
    if (endpoint == null) {
      return null;
    }
    return new NetworkLink(
        endpoint,
        new BrokerConnection(loop, transport, endpoint.host(), endpoint.port(), settings));
  }

  private record NetworkLink(BrokerEndpoint endpoint, BrokerConnection connection) implements Link {

    @Override
    public String host() {
      return endpoint.host();
    }

    @Override
    public int port() {
      return endpoint.port();
    }

    @Override
    public void send(ApiKey api, short version, ApiMessage request, ResponseHandler handler) {
      connection.send(api, version, request, handler);
    }

    @Override
    public void close() {
      connection.close();
    }
  }
}
