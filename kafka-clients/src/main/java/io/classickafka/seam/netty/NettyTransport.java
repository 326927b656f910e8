package io.classickafka.seam.netty;

import io.classickafka.seam.Connection;
import io.classickafka.seam.EventLoop;
import io.classickafka.seam.Transport;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Sockets on loops of its own. Thread-safe. */
public final class NettyTransport implements Transport {

  // A connection that sends little holds little; 64 KB is the most that one read takes.
  private static final int READ_BYTES_MIN = 512;
  private static final int READ_BYTES_FIRST = 2 * 1024;
  private static final int READ_BYTES_MAX = 64 * 1024;

  private final SocketOptions options;
  private final boolean epoll;
  private final ByteBufAllocator allocator;
  private final List<NettyEventLoop> loops;
  private final NameResolver resolver;
  private final AtomicInteger next = new AtomicInteger();

  NettyTransport(
      String name, int loopCount, SocketOptions options, boolean epoll, ByteBufAllocator memory) {
    this(name, loopCount, options, epoll, memory, NettyEventLoop::unguessable);
  }

  private NettyTransport(
      String name,
      int loopCount,
      SocketOptions options,
      boolean epoll,
      ByteBufAllocator memory,
      Supplier<RandomGenerator> randoms) {
    this.options = options;
    this.epoll = epoll;
    this.allocator = memory;
    this.resolver = new NameResolver(name + "-resolver");
    List<NettyEventLoop> made = new ArrayList<>();
    for (int i = 0; i < loopCount; i++) {
      made.add(makeLoop(name + "-loop-" + i, randoms.get()));
    }
    this.loops = List.copyOf(made);
  }

  /**
   * Makes a transport.
   *
   * @param name the role of its threads: its loops are called {@code name-loop-0} and so on
   * @param loopCount number of loops, 1 or more
   */
  public static NettyTransport start(String name, int loopCount, SocketOptions options) {
    return new NettyTransport(
        name, loopCount, options, Epoll.isAvailable(), PooledByteBufAllocator.DEFAULT);
  }

  /**
   * Makes a transport of one loop for a client: it draws pauses and partitions, which are no
   * secrets, so that its start need not pay for the means to keep them.
   */
  public static NettyTransport startClient(String name, SocketOptions options) {
    return new NettyTransport(
        name,
        1,
        options,
        Epoll.isAvailable(),
        PooledByteBufAllocator.DEFAULT,
        SplittableRandom::new);
  }

  private NettyEventLoop makeLoop(String name, RandomGenerator random) {
    IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    // A group of one per loop, so that the thread's name is the loop's.
    MultiThreadIoEventLoopGroup group =
        new MultiThreadIoEventLoopGroup(1, NettyEventLoop.threadsNamed(name), io);
    return new NettyEventLoop(name, group.next(), random);
  }

  /** The loops of this transport, in order. */
  public List<EventLoop> loops() {
    return List.copyOf(loops);
  }

  /** The same loops, which tell how much waits for them. */
  public List<NettyEventLoop> nettyLoops() {
    return loops;
  }

  NettyEventLoop nextLoop() {
    return loops.get(Math.floorMod(next.getAndIncrement(), loops.size()));
  }

  @Override
  public Listener listen(
      InetSocketAddress address, Function<Connection, Connection.Handler> onAccept)
      throws IOException {
    Acceptor acceptor = new Acceptor(this, onAccept);
    ServerSocketChannel channel =
        epoll ? new EpollServerSocketChannel() : new NioServerSocketChannel();
    channel.config().setOption(ChannelOption.SO_BACKLOG, options.backlog());
    channel.config().setOption(ChannelOption.SO_REUSEADDR, true);
    channel.config().setAllocator(allocator);
    if (options.receiveBufferBytes() != SocketOptions.SYSTEM_DEFAULT) {
      // Only a size set before listening makes the kernel offer a larger window.
      channel.config().setOption(ChannelOption.SO_RCVBUF, options.receiveBufferBytes());
    }
    channel.pipeline().addLast(acceptor);
    EventLoopGroup group = ioLoop(nextLoop());
    ChannelFuture registered = group.register(channel).awaitUninterruptibly();
    ChannelFuture bound =
        registered.isSuccess() ? channel.bind(address).awaitUninterruptibly() : registered;
    if (!bound.isSuccess()) {
      channel.close();
      Throwable cause = bound.cause();
      throw cause instanceof IOException io ? io : new IOException(cause);
    }
    return new NettyListener(channel, acceptor);
  }

  @Override
  public void connect(
      EventLoop loop, String host, int port, long timeoutMs, Connection.Handler handler) {
    NettyEventLoop mine = (NettyEventLoop) loop;
    assert loops.contains(mine) : loop.name();
    int timeout = (int) Math.min(Integer.MAX_VALUE, timeoutMs);
    resolver.resolve(
        host,
        (addresses, failure) -> {
          Runnable connect = () -> tryNext(mine, addresses, 0, port, timeout, handler, failure);
          try {
            mine.execute(connect);
          } catch (RejectedExecutionException e) {
            // The loop is gone, and with it everybody who could be told.
            return;
          }
        });
  }

  private void tryNext(
      NettyEventLoop loop,
      List<InetAddress> addresses,
      int index,
      int port,
      int timeoutMs,
      Connection.Handler handler,
      @Nullable Throwable failure) {
    if (index >= addresses.size()) {
      handler.onClosed(failure != null ? failure : new ConnectException("no address"));
      return;
    }
    InetSocketAddress address = new InetSocketAddress(addresses.get(index), port);
    new Bootstrap()
        .group(ioLoop(loop))
        .channelFactory(this::newSocket)
        .disableResolver()
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeoutMs)
        .handler(new ConnectionAdapter(loop, address, connection -> handler))
        .connect(address)
        .addListener(
            (ChannelFutureListener)
                connected -> {
                  if (!connected.isSuccess()) {
                    tryNext(
                        loop, addresses, index + 1, port, timeoutMs, handler, connected.cause());
                  }
                });
  }

  private SocketChannel newSocket() {
    SocketChannel channel = epoll ? new EpollSocketChannel() : new NioSocketChannel();
    configure(channel);
    return channel;
  }

  void configure(Channel channel) {
    channel.config().setAllocator(allocator);
    channel
        .config()
        .setRecvByteBufAllocator(
            new AdaptiveRecvByteBufAllocator(READ_BYTES_MIN, READ_BYTES_FIRST, READ_BYTES_MAX));
    channel.config().setOption(ChannelOption.TCP_NODELAY, true);
    channel.config().setOption(ChannelOption.SO_KEEPALIVE, true);
    if (options.sendBufferBytes() != SocketOptions.SYSTEM_DEFAULT) {
      channel.config().setOption(ChannelOption.SO_SNDBUF, options.sendBufferBytes());
    }
    if (options.receiveBufferBytes() != SocketOptions.SYSTEM_DEFAULT) {
      channel.config().setOption(ChannelOption.SO_RCVBUF, options.receiveBufferBytes());
    }
  }

  private static IoEventLoop ioLoop(NettyEventLoop loop) {
    return (IoEventLoop) loop.executor();
  }

  /** Closes every socket and ends the loops. From any thread but a loop's. */
  public void shutdown() {
    resolver.shutdown();
    loops.forEach(NettyEventLoop::shutdown);
  }

  /** Waits for the loops' threads to end. Returns whether all did. */
  public boolean awaitTermination(long timeoutMs) throws InterruptedException {
    long deadlineNs = System.nanoTime() + timeoutMs * 1_000_000;
    boolean all = true;
    for (NettyEventLoop loop : loops) {
      long leftMs = Math.max(0, (deadlineNs - System.nanoTime()) / 1_000_000);
      all &= loop.awaitTermination(leftMs);
    }
    return all;
  }

  private record NettyListener(ServerSocketChannel channel, Acceptor acceptor) implements Listener {

    @Override
    public InetSocketAddress address() {
      return channel.localAddress();
    }

    @Override
    public void setAccepting(boolean on) {
      if (channel.eventLoop().inEventLoop()) {
        acceptor.setAccepting(channel, on);
      } else {
        channel.eventLoop().execute(() -> acceptor.setAccepting(channel, on));
      }
    }

    @Override
    public void close() {
      channel.close();
    }
  }
}
