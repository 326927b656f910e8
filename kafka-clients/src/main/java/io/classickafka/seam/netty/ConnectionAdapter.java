package io.classickafka.seam.netty;

import io.classickafka.seam.Connection;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns what Netty reports about one socket into calls of its {@link Connection.Handler}: {@code
 * onConnected} first, {@code onClosed} once and last. On the socket's loop.
 */
final class ConnectionAdapter extends ChannelInboundHandlerAdapter {

  private static final Logger LOG = LoggerFactory.getLogger(ConnectionAdapter.class);

  private final NettyEventLoop loop;
  private final @Nullable InetSocketAddress peer;
  private final Function<Connection, Connection.Handler> handlers;
  private Connection.@Nullable Handler handler;
  private @Nullable Throwable cause;

  /**
   * Makes an adapter.
   *
   * @param peer the address connected to; null for an accepted socket, which knows its own
   */
  ConnectionAdapter(
      NettyEventLoop loop,
      @Nullable InetSocketAddress peer,
      Function<Connection, Connection.Handler> handlers) {
    this.loop = loop;
    this.peer = peer;
    this.handlers = handlers;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    SocketChannel channel = (SocketChannel) context.channel();
    InetSocketAddress remote = peer != null ? peer : channel.remoteAddress();
    InetSocketAddress local = channel.localAddress();
    if (remote == null || local == null) {
      // The peer was gone before we looked, so there is nobody to talk to.
      channel.close();
      if (peer != null) {
        handlers.apply(new NettyConnection(loop, channel, peer, peer)).onClosed(null);
      }
      return;
    }
    NettyConnection connection = new NettyConnection(loop, channel, remote, local);
    Connection.Handler made = handlers.apply(connection);
    handler = made;
    made.onConnected(connection);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    if (handler == null || !bytes.isReadable() || !context.channel().isOpen()) {
      bytes.release();
      return;
    }
    handler.onReceived(CountedBuffer.slice(bytes));
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (handler != null) {
      Connection.Handler told = handler;
      handler = null;
      told.onClosed(cause);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
    if (failure instanceof ClosedChannelException) {
      // Follows from a close that is known already.
      return;
    }
    if (cause == null) {
      cause = failure;
    }
    if (failure instanceof RuntimeException || failure instanceof Error) {
      LOG.error(
          "connection handler failed loop={} peer={}",
          loop.name(),
          context.channel().remoteAddress(),
          failure);
    }
    context.close();
  }
}
