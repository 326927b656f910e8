package io.classickafka.network;

import io.classickafka.seam.Connection;
import io.classickafka.seam.EventLoop;
import io.classickafka.seam.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Function;

/** A transport that counts the connections it makes to others. Thread-safe. */
public final class CountedTransport implements Transport {

  private final Transport transport;
  private final ConnectionCounts counts;

  public CountedTransport(Transport transport, ConnectionCounts counts) {
    this.transport = transport;
    this.counts = counts;
  }

  @Override
  public Listener listen(
      InetSocketAddress address, Function<Connection, Connection.Handler> onAccept)
      throws IOException {
    return transport.listen(address, onAccept);
  }

  @Override
  public void connect(
      EventLoop loop, String host, int port, long timeoutMs, Connection.Handler handler) {
    transport.connect(loop, host, port, timeoutMs, new CountedConnection(counts, handler));
  }
}
