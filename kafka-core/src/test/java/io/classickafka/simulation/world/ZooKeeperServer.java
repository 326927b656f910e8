package io.classickafka.simulation.world;

import io.classickafka.coordination.Op;
import io.classickafka.coordination.Status;
import io.classickafka.coordination.WatchEvent;
import io.classickafka.coordination.WriteResult;
import io.classickafka.simulation.NodeTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The ensemble, as one server that may be away: one order of transactions, sessions that end by its
 * own clock, ephemeral nodes that go with them, watches that fire once and are told before any
 * later answer, whatever connection the session has then. A write may be late: it has its place in
 * the order, and reads do not see it before it is applied.
 */
public final class ZooKeeperServer {

  /** Sessions are looked at this often. */
  private static final long TICK_MS = 500;

  /** How long reads do not see a write that is late, when nobody syncs or writes. */
  private static final long LATE_MS = 3_000;

  private final World world;
  private final Host host;
  private final NodeTree tree;
  private final Map<Long, Session> sessions = new TreeMap<>();
  private final List<WriteWatcher> watchers = new ArrayList<>();
  private final List<Runnable> late = new ArrayList<>();
  private long lastSession = 0x1000;
  private boolean away;
  private long expired;

  /** Sees every write that was applied. */
  public interface WriteWatcher {
    /** Called after the write. The session is 0 when nodes went with one that ended. */
    void onWrite(long session, List<Op> ops, NodeTree after);
  }

  public ZooKeeperServer(World world, Host host) {
    this.world = world;
    this.host = host;
    this.tree = new NodeTree(() -> Clock.exact(world).wallClockMs());
    tick();
  }

  public NodeTree tree() {
    return tree;
  }

  public Host host() {
    return host;
  }

  /** How many sessions ended because nothing was heard of them. */
  public long expired() {
    return expired;
  }

  public void watchWrites(WriteWatcher watcher) {
    watchers.add(watcher);
  }

  /** No quorum: nobody is served, and no session ends. */
  public void setAway(boolean gone) {
    applyLate();
    away = gone;
    for (Session session : sessions.values()) {
      session.lastHeardNs = world.nowNs();
      if (gone && session.wire != null) {
        session.wire.serverEnds();
        session.wire = null;
      }
    }
  }

  private void tick() {
    world.afterMs(TICK_MS, this::tick);
    if (away) {
      return;
    }
    for (Session session : new ArrayList<>(sessions.values())) {
      if (world.nowNs() - session.lastHeardNs > session.timeoutMs * 1_000_000L) {
        expired++;
        expire(session);
      }
    }
  }

  /** Ends a session as if nothing had been heard of it. */
  public void expireSession(long id) {
    Session session = sessions.get(id);
    if (session != null && !away) {
      expired++;
      expire(session);
    }
  }

  private void applyLate() {
    List<Runnable> due = List.copyOf(late);
    late.clear();
    due.forEach(Runnable::run);
  }

  private void expire(Session session) {
    applyLate();
    sessions.remove(session.id);
    Wire wire = session.wire;
    if (wire != null) {
      wire.serverEnds();
    }
    List<WatchEvent> events = tree.removeSession(session.id);
    List<Op> gone = new ArrayList<>();
    for (WatchEvent event : events) {
      if (event.kind() == WatchEvent.Kind.DELETED) {
        gone.add(new Op.Delete(event.path(), Op.ANY_VERSION));
      }
    }
    if (!gone.isEmpty()) {
      applied(0, gone, events);
    }
  }

  private void applied(long session, List<Op> ops, List<WatchEvent> events) {
    world.note(ops.hashCode());
    watchers.forEach(watcher -> watcher.onWrite(session, ops, tree));
    for (WatchEvent event : events) {
      sessions.values().forEach(each -> each.fire(event));
    }
  }

  // What clients send, on arrival.

  void onConnect(Wire wire, long wantedSession, long timeoutMs) {
    if (away) {
      wire.serverEnds();
      return;
    }
    Session session = sessions.get(wantedSession);
    if (wantedSession != 0 && session == null) {
      wire.toClient(() -> wire.client().onSessionExpired(wire));
      return;
    }
    if (session == null) {
      session = new Session(++lastSession, timeoutMs);
      sessions.put(session.id, session);
    }
    Wire before = session.wire;
    if (before != null) {
      before.serverEnds();
    }
    session.wire = wire;
    session.lastHeardNs = world.nowNs();
    long id = session.id;
    wire.toClient(() -> wire.client().onSession(wire, id));
    session.sendUnconfirmed();
  }

  void onPing(Wire wire) {
    Session session = sessionOf(wire);
    if (session != null) {
      session.lastHeardNs = world.nowNs();
      wire.toClient(() -> wire.client().onPong(wire));
    }
  }

  void onClose(Wire wire) {
    Session session = sessionOf(wire);
    if (session != null) {
      expire(session);
    }
  }

  /** Performs an operation for a session and sends what it comes to. */
  void onOperation(Wire wire, ZooKeeperOperation operation) {
    Session session = sessionOf(wire);
    if (session == null) {
      return;
    }
    session.lastHeardNs = world.nowNs();
    if (!operation.repeatable()) {
      applyLate();
      if (wire.isLate()) {
        late.add(() -> operation.perform(new Performer(session)));
        world.afterMs(LATE_MS, this::applyLate);
        return;
      }
    }
    Runnable answer = operation.perform(new Performer(session));
    wire.toClient(() -> wire.client().onAnswer(wire, operation, answer));
  }

  private @Nullable Session sessionOf(Wire wire) {
    if (!away) {
      for (Session session : sessions.values()) {
        if (session.wire == wire) {
          return session;
        }
      }
    }
    return null;
  }

  /** What an operation may do at the server. */
  final class Performer {
    private final Session session;

    Performer(Session session) {
      this.session = session;
    }

    NodeTree tree() {
      return tree;
    }

    void applyLate() {
      ZooKeeperServer.this.applyLate();
    }

    void arm(String path, boolean children, @Nullable Consumer<WatchEvent> target) {
      if (target != null) {
        session.watches.add(new Watch(path, children, target));
      }
    }

    WriteResult write(List<Op> ops) {
      List<WatchEvent> events = new ArrayList<>();
      WriteResult result = tree.write(ops, session.id, events);
      if (result.status() == Status.OK) {
        applied(session.id, ops, events);
      }
      return result;
    }
  }

  private record Watch(String path, boolean children, Consumer<WatchEvent> target) {

    boolean matches(WatchEvent event) {
      if (!event.path().equals(path)) {
        return false;
      }
      return switch (event.kind()) {
        case CREATED, CHANGED -> !children;
        case CHILDREN -> children;
        case DELETED -> true;
      };
    }
  }

  /** A watch that fired, until the client has heard of it. */
  private static final class Fired {
    final Consumer<WatchEvent> target;
    final WatchEvent event;

    Fired(Consumer<WatchEvent> target, WatchEvent event) {
      this.target = target;
      this.event = event;
    }
  }

  private static final class Session {
    final long id;
    final long timeoutMs;
    final List<Watch> watches = new ArrayList<>();
    final List<Fired> unconfirmed = new ArrayList<>();
    @Nullable Wire wire;
    long lastHeardNs;

    Session(long id, long timeoutMs) {
      this.id = id;
      this.timeoutMs = timeoutMs;
    }

    void fire(WatchEvent event) {
      List<Watch> hit = watches.stream().filter(watch -> watch.matches(event)).toList();
      watches.removeAll(hit);
      for (Watch watch : hit) {
        Fired fired = new Fired(watch.target(), event);
        unconfirmed.add(fired);
        send(fired);
      }
    }

    void sendUnconfirmed() {
      List.copyOf(unconfirmed).forEach(this::send);
    }

    private void send(Fired fired) {
      Wire to = wire;
      if (to != null) {
        to.toClient(
            () ->
                to.client()
                    .onWatch(to, fired.target, fired.event, () -> unconfirmed.remove(fired)));
      }
    }
  }
}
