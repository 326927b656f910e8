package io.classickafka.network;

import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.Connection;
import org.jspecify.annotations.Nullable;

/**
 * A connection that was accepted: it is let in at once, or waits unread until the server starts or
 * another one closes. State of the connection's loop.
 */
final class AcceptedConnection implements Connection.Handler {

  private final NetworkServer server;
  private final Connection connection;
  private final ClientConnection client;
  private boolean admitted;
  private boolean closed;

  AcceptedConnection(NetworkServer server, Connection connection, ClientConnection client) {
    this.server = server;
    this.connection = connection;
    this.client = client;
  }

  @Override
  public void onConnected(Connection connected) {
    if (server.acquire()) {
      admit();
    } else {
      connection.setReading(false);
      server.await(this);
    }
  }

  @Override
  public void onReceived(ByteSlice bytes) {
    client.onReceived(bytes);
  }

  @Override
  public void onClosed(@Nullable Throwable cause) {
    closed = true;
    server.released(connection.remoteAddress().getAddress());
    if (admitted) {
      // First the place is given back: the client's end may be what a drain has waited for.
      server.release();
      client.onClosed(cause);
    }
  }

  /** Lets the connection in; whoever calls has acquired its place. From any thread. */
  void admitLater() {
    connection
        .loop()
        .execute(
            () -> {
              if (closed) {
                server.release();
                return;
              }
              admit();
              connection.setReading(true);
            });
  }

  /** Closes it unread: nobody will be let in any more. From any thread. */
  void refuse() {
    connection.loop().execute(connection::close);
  }

  private void admit() {
    admitted = true;
    client.onConnected(connection);
  }
}
