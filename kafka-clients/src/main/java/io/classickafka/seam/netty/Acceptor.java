package io.classickafka.seam.netty;

import io.classickafka.seam.Connection;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands each accepted socket to the next of the transport's loops. On the listener's loop. */
final class Acceptor extends ChannelInboundHandlerAdapter {

  private static final Logger LOG = LoggerFactory.getLogger(Acceptor.class);

  /** Pause after a failed accept, which mostly means that the process has no file left to open. */
  private static final long PAUSE_MS = 1_000;

  private final NettyTransport transport;
  private final Function<Connection, Connection.Handler> onAccept;
  private boolean accepting = true;
  private boolean paused;

  Acceptor(NettyTransport transport, Function<Connection, Connection.Handler> onAccept) {
    this.transport = transport;
    this.onAccept = onAccept;
  }

  void setAccepting(Channel listener, boolean on) {
    accepting = on;
    listener.config().setAutoRead(accepting && !paused);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    Channel accepted = (Channel) message;
    NettyEventLoop loop = transport.nextLoop();
    transport.configure(accepted);
    accepted.pipeline().addLast(new ConnectionAdapter(loop, null, onAccept));
    ((EventLoop) loop.executor())
        .register(accepted)
        .addListener(
            (ChannelFutureListener)
                (ChannelFuture registered) -> {
                  if (!registered.isSuccess()) {
                    accepted.unsafe().closeForcibly();
                  }
                });
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
    if (paused) {
      return;
    }
    LOG.warn(
        "accept failed address={} pauseMs={} reason={}",
        context.channel().localAddress(),
        PAUSE_MS,
        String.valueOf(failure));
    paused = true;
    context.channel().config().setAutoRead(false);
    context
        .executor()
        .schedule(
            () -> {
              paused = false;
              context.channel().config().setAutoRead(accepting);
            },
            PAUSE_MS,
            TimeUnit.MILLISECONDS);
  }
}
