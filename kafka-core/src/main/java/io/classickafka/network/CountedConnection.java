package io.classickafka.network;

import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.Connection;
import io.classickafka.seam.EventLoop;
import io.classickafka.seam.Payload;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A connection whose traffic is counted: stands between the transport's and its handler. State of
 * the connection's loop.
 */
final class CountedConnection implements Connection, Connection.Handler {

  private final ConnectionCounts counts;
  private final Connection.Handler handler;
  private final FrameCounter frames = new FrameCounter();
  private @Nullable Connection connection;
  private boolean counted;

  /** A connection that was accepted. */
  CountedConnection(
      ConnectionCounts counts,
      Connection connection,
      Function<Connection, Connection.Handler> handlers) {
    this.counts = counts;
    this.connection = connection;
    this.handler = handlers.apply(this);
  }

  /** A connection that is still to be made, for whoever connects. */
  CountedConnection(ConnectionCounts counts, Connection.Handler handler) {
    this.counts = counts;
    this.handler = handler;
  }

  private Connection open() {
    Connection open = connection;
    if (open == null) {
      throw new IllegalStateException("not connected");
    }
    return open;
  }

  @Override
  public void onConnected(Connection connected) {
    connection = connected;
    counted = true;
    counts.opened();
    handler.onConnected(this);
  }

  @Override
  public void onReceived(ByteSlice bytes) {
    counts.received(bytes.sizeBytes(), frames.feed(bytes.view(), bytes.sizeBytes()));
    handler.onReceived(bytes);
  }

  @Override
  public void onClosed(@Nullable Throwable cause) {
    if (counted) {
      counts.closed();
    }
    handler.onClosed(cause);
  }

  @Override
  public void send(List<? extends Payload> payloads, @Nullable Runnable onSent) {
    long bytes = 0;
    for (int i = 0; i < payloads.size(); i++) {
      bytes += payloads.get(i).sizeBytes();
    }
    counts.sent(bytes);
    open().send(payloads, onSent);
  }

  @Override
  public EventLoop loop() {
    return open().loop();
  }

  @Override
  public InetSocketAddress remoteAddress() {
    return open().remoteAddress();
  }

  @Override
  public InetSocketAddress localAddress() {
    return open().localAddress();
  }

  @Override
  public ByteSlice allocate(int sizeBytes) {
    return open().allocate(sizeBytes);
  }

  @Override
  public long pendingBytes() {
    return open().pendingBytes();
  }

  @Override
  public void setReading(boolean on) {
    open().setReading(on);
  }

  @Override
  public void close() {
    open().close();
  }

  @Override
  public String toString() {
    return String.valueOf(connection);
  }
}
