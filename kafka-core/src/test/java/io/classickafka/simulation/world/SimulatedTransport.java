package io.classickafka.simulation.world;

import io.classickafka.seam.Connection;
import io.classickafka.seam.EventLoop;
import io.classickafka.seam.Transport;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Function;

/** The sockets of one process. */
public final class SimulatedTransport implements Transport {

  private static final long SYN_AGAIN_MS = 1_000;

  private final Network network;
  private final SimulatedProcess process;
  private final List<ProcessLoop> loops;
  private int accepted;

  /** Sockets on loops of the process. */
  public SimulatedTransport(Network network, SimulatedProcess process, List<ProcessLoop> loops) {
    this.network = network;
    this.process = process;
    this.loops = List.copyOf(loops);
  }

  @Override
  public Listener listen(
      InetSocketAddress address, Function<Connection, Connection.Handler> onAccept)
      throws IOException {
    Binding binding = new Binding(address, onAccept);
    if (!network.bind(binding.key, binding)) {
      throw new BindException("Address already in use: " + address);
    }
    process.onDeath(binding::close);
    return binding;
  }

  @Override
  public void connect(
      EventLoop loop, String host, int port, long timeoutMs, Connection.Handler handler) {
    Opening opening = new Opening((ProcessLoop) loop, host, port, handler);
    network.world().afterMs(timeoutMs, opening::timedOut);
    opening.tryNow();
  }

  /** A connection that is being made. */
  private final class Opening {
    private final ProcessLoop loop;
    private final String host;
    private final int port;
    private final Connection.Handler handler;
    private boolean settled;

    Opening(ProcessLoop loop, String host, int port, Connection.Handler handler) {
      this.loop = loop;
      this.host = host;
      this.port = port;
      this.handler = handler;
    }

    private void tryNow() {
      Host target = network.hostAt(host);
      if (target == null) {
        fail(new IOException("no such host: " + host));
        return;
      }
      Link out = network.link(process.host(), target);
      network.world().after(out.drawDelayNs(), () -> knock(target, out));
    }

    private void knock(Host target, Link out) {
      if (settled || !process.isAlive()) {
        return;
      }
      Link back = network.link(target, process.host());
      if (out.isCut() || back.isCut() || !target.isPowered()) {
        network.world().afterMs(SYN_AGAIN_MS, () -> knock(target, out));
        return;
      }
      Binding binding = network.bindingAt(host, port);
      if (binding == null) {
        network
            .world()
            .after(
                back.drawDelayNs(),
                () -> fail(new ConnectException("Connection refused: " + host + ":" + port)));
        return;
      }
      InetSocketAddress here = network.ephemeral(process.host());
      SimulatedSocket near =
          new SimulatedSocket(network, process, loop, here, binding.address, new Pipe(out));
      SimulatedSocket far =
          new SimulatedSocket(
              network, binding.owner(), binding.nextLoop(), binding.address, here, new Pipe(back));
      near.joinWith(far);
      far.joinWith(near);
      binding.arrived(far);
      far.sendEstablished(() -> established(near));
    }

    private void established(SimulatedSocket socket) {
      if (settled) {
        socket.close();
      } else {
        settled = true;
        socket.established(handler);
      }
    }

    /** The other end died, or the connection broke, before this end heard of its beginning. */
    private void timedOut() {
      fail(new SocketTimeoutException("connect timed out: " + host + ":" + port));
    }

    private void fail(IOException cause) {
      if (!settled) {
        settled = true;
        loop.execute(() -> handler.onClosed(cause));
      }
    }
  }

  /** An address that somebody listens at. */
  final class Binding implements Listener {
    private final InetSocketAddress address;
    private final String key;
    private final Function<Connection, Connection.Handler> onAccept;
    private final ArrayDeque<SimulatedSocket> backlog = new ArrayDeque<>();
    private boolean accepting = true;

    Binding(InetSocketAddress address, Function<Connection, Connection.Handler> onAccept) {
      this.address = address;
      this.key = address.getHostString() + ":" + address.getPort();
      this.onAccept = onAccept;
    }

    SimulatedProcess owner() {
      return process;
    }

    ProcessLoop nextLoop() {
      return loops.get(accepted++ % loops.size());
    }

    void arrived(SimulatedSocket socket) {
      if (accepting) {
        socket.accepted(onAccept);
      } else {
        backlog.addLast(socket);
      }
    }

    @Override
    public InetSocketAddress address() {
      return address;
    }

    @Override
    public void setAccepting(boolean on) {
      accepting = on;
      while (on && !backlog.isEmpty()) {
        backlog.removeFirst().accepted(onAccept);
      }
    }

    @Override
    public void close() {
      network.unbind(key, this);
      while (!backlog.isEmpty()) {
        backlog.removeFirst().reset();
      }
    }
  }
}
