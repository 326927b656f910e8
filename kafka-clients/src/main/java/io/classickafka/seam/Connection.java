package io.classickafka.seam;

import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An ordered stream of bytes both ways. All methods are for its loop, unless they say otherwise.
 */
public interface Connection {

  /** The loop the connection belongs to. From any thread. */
  EventLoop loop();

  /** The peer's address. From any thread. */
  InetSocketAddress remoteAddress();

  /** The address of this end. From any thread. */
  InetSocketAddress localAddress();

  /**
   * Queues payloads to be sent in order and flushes at the end of the current loop turn. Takes over
   * one count of each; they are released when sent, or when the connection closes.
   *
   * @param onSent run on the loop once the last byte was given to the operating system; not run
   *     when the connection closes first. Null for none
   */
  void send(List<? extends Payload> payloads, @Nullable Runnable onSent);

  /**
   * Memory to gather received bytes in, from the transport's pool: the caller owns its one count.
   * What it holds is undefined.
   */
  default ByteSlice allocate(int sizeBytes) {
    return ByteSlice.wrap(new byte[sizeBytes]);
  }

  /** Bytes queued by {@link #send} and not yet given to the operating system. */
  long pendingBytes();

  /** Turns reading on or off: off leaves the peer's bytes in the socket, which is back-pressure. */
  void setReading(boolean on);

  /** Closes at once and drops what is still queued. {@code onClosed} follows. Idempotent. */
  void close();

  /** Receives what happens to one connection, always on its loop. */
  interface Handler {
    /** The connection is up. For accepted connections called right after the handler was made. */
    default void onConnected(Connection connection) {}

    /**
     * Bytes arrived. The handler takes over one count of the slice and must release it.
     *
     * @param bytes at least one byte, however the peer's writes were cut up
     */
    void onReceived(ByteSlice bytes);

    /** The connection is gone: called exactly once. The cause is null for an orderly end. */
    void onClosed(@Nullable Throwable cause);
  }
}
