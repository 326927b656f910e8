package io.classickafka.seam;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Function;

/**
 * Ordered byte connections between processes. TLS, where it is on, is part of the transport.
 *
 * <p>Every connection belongs to one event loop, on which all calls to its {@link
 * Connection.Handler} are made.
 */
public interface Transport {

  /**
   * Binds an address and accepts connections, spread over the transport's loops.
   *
   * @param address port 0 for any free port
   * @param onAccept called on the connection's loop for each connection accepted; returns its
   *     handler
   * @return the listener, bound
   * @throws IOException when the address cannot be bound
   */
  Listener listen(InetSocketAddress address, Function<Connection, Connection.Handler> onAccept)
      throws IOException;

  /**
   * Begins to connect. The outcome reaches the handler: {@code onConnected}, or {@code onClosed}
   * with the cause.
   *
   * @param loop one of the loops made with this transport; the connection will belong to it
   * @param host a name or address; names are resolved off the loop
   */
  void connect(EventLoop loop, String host, int port, long timeoutMs, Connection.Handler handler);

  /** A bound address. */
  interface Listener {
    /** The address that was bound, with its real port. */
    InetSocketAddress address();

    /**
     * Turns accepting off or on. Off leaves those who connect waiting in the kernel's backlog. From
     * any thread.
     */
    void setAccepting(boolean on);

    /** Stops accepting; connections that were accepted stay open. */
    void close();
  }
}
