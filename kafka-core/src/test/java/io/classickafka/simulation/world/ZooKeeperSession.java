package io.classickafka.simulation.world;

import io.classickafka.coordination.Coordination;
import io.classickafka.coordination.CoordinationClient;
import io.classickafka.coordination.SessionEvent;
import io.classickafka.coordination.Status;
import io.classickafka.coordination.WatchEvent;
import io.classickafka.seam.EventLoop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One process's sessions with the server, one after another, as the real client behaves: pings,
 * reconnects, repeats reads and never writes, and learns of an expiry when it is back.
 */
public final class ZooKeeperSession implements Coordination {

  private final Network network;
  private final ZooKeeperServer server;
  private final SimulatedProcess process;
  private final ProcessLoop thread;
  private final SplittableRandom random;
  private final long timeoutMs;
  private final List<ZooKeeperView> views = new ArrayList<>();
  private final ArrayDeque<ZooKeeperOperation> waiting = new ArrayDeque<>();
  private final ArrayDeque<ZooKeeperOperation> repeating = new ArrayDeque<>();
  private final ArrayDeque<ZooKeeperOperation> inFlight = new ArrayDeque<>();
  private @Nullable Wire wire;
  private @Nullable SessionEvent last;
  private boolean attached;
  private boolean closed;
  private long session;
  private long heardNs;

  /** Begins to connect. */
  public ZooKeeperSession(
      Network network, ZooKeeperServer server, SimulatedProcess process, long timeoutMs) {
    this.network = network;
    this.server = server;
    this.process = process;
    this.timeoutMs = timeoutMs;
    this.thread = process.loop("zookeeper-session");
    this.random = network.world().seeds().stream("zk-" + process.name());
    thread.execute(this::connect);
    thread.execute(this::ping);
  }

  /** The session there is or was last; 0 before the first. */
  public long sessionId() {
    return session;
  }

  @Override
  public CoordinationClient on(EventLoop loop) {
    ZooKeeperView view = new ZooKeeperView(this, loop);
    thread.execute(
        () -> {
          views.add(view);
          if (last != null) {
            view.tell(last);
          }
        });
    return view;
  }

  @Override
  public void close() {
    thread.execute(
        () -> {
          closed = true;
          failAll(Status.SESSION_EXPIRED);
          Wire to = wire;
          if (to != null) {
            to.toServer(() -> server.onClose(to));
          }
        });
  }

  /** The connection breaks. */
  public void breakConnection(WireBreak how) {
    Wire broken = wire;
    if (broken != null && process.isAlive()) {
      broken.breakNow(how);
      thread.execute(() -> lost(broken));
    }
  }

  private void connect() {
    if (closed || wire != null) {
      return;
    }
    Wire made =
        new Wire(
            this,
            network.link(process.host(), server.host()),
            network.link(server.host(), process.host()));
    wire = made;
    attached = false;
    heardNs = thread.monotonicNs();
    long wanted = session;
    boolean fresh = last == null || last instanceof SessionEvent.Expired;
    made.toServer(() -> server.onConnect(made, fresh ? 0 : wanted, timeoutMs));
  }

  private void ping() {
    if (closed) {
      return;
    }
    Wire to = wire;
    if (to != null) {
      if (thread.monotonicNs() - heardNs > timeoutMs * 1_000_000 * 2 / 3) {
        to.breakNow(WireBreak.AFTER_SERVER);
        lost(to);
      } else if (attached) {
        to.toServer(() -> server.onPing(to));
      }
    }
    thread.schedule(timeoutMs / 6, this::ping);
  }

  private void lost(Wire broken) {
    if (broken != wire) {
      return;
    }
    wire = null;
    attached = false;
    List<ZooKeeperOperation> unanswered = new ArrayList<>(inFlight);
    inFlight.clear();
    for (ZooKeeperOperation operation : unanswered) {
      if (operation.repeatable()) {
        repeating.add(operation);
      } else {
        operation.fail().accept(Status.CONNECTION_LOSS);
      }
    }
    if (last instanceof SessionEvent.Connected) {
      tell(new SessionEvent.Suspended(session));
    }
    thread.schedule(random.nextInt(1_000), this::connect);
  }

  void submit(ZooKeeperOperation operation) {
    thread.execute(
        () -> {
          boolean stale = operation.session() != 0 && operation.session() != session;
          if (closed || stale || last instanceof SessionEvent.Expired) {
            operation.fail().accept(Status.SESSION_EXPIRED);
          } else {
            waiting.add(operation);
            pump();
          }
        });
  }

  private void pump() {
    Wire to = wire;
    while (to != null && attached) {
      ZooKeeperOperation next = repeating.isEmpty() ? waiting.poll() : repeating.poll();
      if (next == null) {
        return;
      }
      inFlight.add(next);
      to.toServer(() -> server.onOperation(to, next));
    }
  }

  private void failAll(Status status) {
    for (ArrayDeque<ZooKeeperOperation> queue : List.of(inFlight, repeating, waiting)) {
      List<ZooKeeperOperation> failed = new ArrayList<>(queue);
      queue.clear();
      failed.forEach(operation -> operation.fail().accept(status));
    }
  }

  private void tell(SessionEvent event) {
    last = event;
    views.forEach(view -> view.tell(event));
  }

  // What the server sends, on arrival at the host.

  void onSession(Wire from, long id) {
    onThread(
        from,
        () -> {
          attached = true;
          session = id;
          tell(new SessionEvent.Connected(id));
          pump();
        });
  }

  void onSessionExpired(Wire from) {
    onThread(
        from,
        () -> {
          wire = null;
          attached = false;
          failAll(Status.SESSION_EXPIRED);
          tell(new SessionEvent.Expired(session));
          thread.schedule(random.nextInt(100), this::connect);
        });
  }

  void onPong(Wire from) {
    onThread(from, () -> {});
  }

  void onWireEnded(Wire from) {
    onThread(from, () -> lost(from));
  }

  void onAnswer(Wire from, ZooKeeperOperation operation, Runnable answer) {
    onThread(
        from,
        () -> {
          if (inFlight.remove(operation)) {
            answer.run();
            pump();
          }
        });
  }

  /**
   * A watch fired.
   *
   * @param heard run when the process takes note of it, which it does in this connection or not at
   *     all: another one is told again
   */
  void onWatch(Wire from, Consumer<WatchEvent> target, WatchEvent event, Runnable heard) {
    onThread(
        from,
        () -> {
          heard.run();
          target.accept(event);
        });
  }

  private void onThread(Wire from, Runnable task) {
    if (from != wire) {
      return;
    }
    thread.execute(
        () -> {
          heardNs = thread.monotonicNs();
          if (from == wire && !closed) {
            task.run();
          }
        });
  }
}
