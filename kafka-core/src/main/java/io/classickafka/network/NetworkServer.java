package io.classickafka.network;

import io.classickafka.api.Peer;
import io.classickafka.api.ReplySlot;
import io.classickafka.api.Requests;
import io.classickafka.metrics.MetricsRegistry;
import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.Connection;
import io.classickafka.seam.EventLoop;
import io.classickafka.seam.Transport;
import io.classickafka.security.Principal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The broker's listeners and their connections. Life cycle: {@link #bind} each listener, {@link
 * #start} letting connections in, {@link #stopAccepting}, {@link #drain}, {@link #closeAll}.
 * Thread-safe.
 */
public final class NetworkServer {

  private static final Logger LOG = LogManager.getLogger(NetworkServer.class);

  private final Transport transport;
  private final Map<EventLoop, LoopConnections> loops = new LinkedHashMap<>();
  private final NetworkSettings settings;
  private final ConnectionLimits limits;
  private final ServerCounts counts;
  private final MetricsRegistry metrics;
  private final List<Transport.Listener> listeners = new CopyOnWriteArrayList<>();
  private final Queue<AcceptedConnection> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger lastConnection = new AtomicInteger();
  private volatile @Nullable Requests requests;
  private boolean accepting = true;
  private long blockedSinceNs;
  private volatile boolean stopped;

  /**
   * Makes a server without listeners.
   *
   * @param loops the loops of the transport
   */
  public NetworkServer(
      Transport transport,
      List<EventLoop> loops,
      NetworkSettings settings,
      MetricsRegistry metrics) {
    this.metrics = metrics;
    this.counts = new ServerCounts(metrics, loops);
    this.transport = transport;
    this.settings = settings;
    this.limits =
        new ConnectionLimits(
            settings.maxConnections(),
            settings.maxConnectionsPerAddress(),
            settings.addressOverrides());
    loops.forEach(loop -> this.loops.put(loop, new LoopConnections()));
  }

  /**
   * Binds a listener. Who connects before {@link #start} waits.
   *
   * @return the address with its real port
   * @throws IOException when the address cannot be bound
   */
  public InetSocketAddress bind(String listener, InetSocketAddress address) throws IOException {
    counts.add(listener);
    Transport.Listener bound =
        transport.listen(address, connection -> onAccept(listener, connection));
    listeners.add(bound);
    return bound.address();
  }

  /** Lets connections in, their requests going to {@code sink}. */
  public void start(Requests sink) {
    requests = sink;
    admitWaiting();
  }

  /** Closes the listeners and whoever still waits to be let in; the other connections stay. */
  public void stopAccepting() {
    stopped = true;
    listeners.forEach(Transport.Listener::close);
    closeWaiting();
  }

  /**
   * Takes no further request, lets what was taken be answered and closes every connection.
   *
   * @param whenAllClosed run once, on one of the loops
   */
  public void drain(Runnable whenAllClosed) {
    AtomicInteger left = new AtomicInteger(loops.size());
    Runnable loopDrained =
        () -> {
          if (left.decrementAndGet() == 0) {
            whenAllClosed.run();
          }
        };
    loops.forEach((loop, connections) -> loop.execute(() -> connections.drain(loopDrained)));
  }

  /** Closes every connection at once. */
  public void closeAll() {
    loops.forEach((loop, connections) -> loop.execute(connections::closeAll));
  }

  /** Connections that were let in and are open. */
  public int connectionCount() {
    return limits.connections();
  }

  private Connection.Handler onAccept(String listener, Connection connection) {
    InetAddress address = connection.remoteAddress().getAddress();
    if (!limits.acquire(address)) {
      LOG.info(
          "connection closed reason=\"too many from its address\" peer={} listener={}",
          address.getHostAddress(),
          listener);
      return new Refused(connection);
    }
    LoopConnections siblings = loops.get(connection.loop());
    if (siblings == null) {
      throw new IllegalStateException("not a loop of this server: " + connection.loop().name());
    }
    Peer peer =
        new Peer(
            connectionId(connection), listener, connection.remoteAddress(), Principal.ANONYMOUS);
    ServerCounts.OfLoop counted = counts.of(listener, connection.loop());
    return new CountedConnection(
        counted.connections(),
        connection,
        outer ->
            new AcceptedConnection(
                this,
                outer,
                new ClientConnection(
                    outer, peer, new LateRequests(), siblings, counted.software(), settings)));
  }

  private String connectionId(Connection connection) {
    InetSocketAddress local = connection.localAddress();
    InetSocketAddress remote = connection.remoteAddress();
    return local.getAddress().getHostAddress()
        + ":"
        + local.getPort()
        + "-"
        + remote.getAddress().getHostAddress()
        + ":"
        + remote.getPort()
        + "-"
        + lastConnection.getAndIncrement();
  }

  boolean acquire() {
    return requests != null && limits.acquire();
  }

  void release() {
    limits.release();
    admitWaiting();
  }

  void released(InetAddress address) {
    limits.release(address);
  }

  void await(AcceptedConnection connection) {
    waiting.add(connection);
    if (stopped) {
      closeWaiting();
      return;
    }
    if (limits.full()) {
      setAccepting(false);
    }
    // A place may have become free since it was found that there is none.
    admitWaiting();
  }

  private void admitWaiting() {
    while (!waiting.isEmpty() && acquire()) {
      AcceptedConnection next = waiting.poll();
      if (next == null) {
        limits.release();
      } else {
        next.admitLater();
      }
    }
    if (!limits.full()) {
      setAccepting(true);
    }
  }

  private void closeWaiting() {
    for (AcceptedConnection next = waiting.poll(); next != null; next = waiting.poll()) {
      next.refuse();
    }
  }

  // Locked, so that the listeners are told in the order of the decisions. Only connections come
  // here, and only at the limit.
  private synchronized void setAccepting(boolean on) {
    if (stopped || accepting == on) {
      return;
    }
    accepting = on;
    long nowNs = metrics.clock().getAsLong();
    if (on) {
      counts.blocked(nowNs - blockedSinceNs);
    }
    blockedSinceNs = nowNs;
    listeners.forEach(listener -> listener.setAccepting(on));
  }

  /** The sink given to {@link #start}, which comes before the first connection is let in. */
  private final class LateRequests implements Requests {

    private Requests sink() {
      Requests started = requests;
      if (started == null) {
        throw new IllegalStateException("not started");
      }
      return started;
    }

    @Override
    public @Nullable String refusal(short apiKey, short version) {
      return sink().refusal(apiKey, version);
    }

    @Override
    public void onRequest(Peer peer, EventLoop loop, ByteSlice frame, ReplySlot reply) {
      sink().onRequest(peer, loop, frame, reply);
    }
  }

  /** A connection beyond its address's limit. */
  private record Refused(Connection connection) implements Connection.Handler {

    @Override
    public void onConnected(Connection connected) {
      connection.close();
    }

    @Override
    public void onReceived(ByteSlice bytes) {
      bytes.release();
    }

    @Override
    public void onClosed(@Nullable Throwable cause) {}
  }
}
