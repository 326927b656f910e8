package io.classickafka.simulation;

import io.classickafka.coordination.ChildrenResult;
import io.classickafka.coordination.Coordination;
import io.classickafka.coordination.CoordinationClient;
import io.classickafka.coordination.NodeStat;
import io.classickafka.coordination.Op;
import io.classickafka.coordination.ReadResult;
import io.classickafka.coordination.SessionEvent;
import io.classickafka.coordination.Status;
import io.classickafka.coordination.WatchEvent;
import io.classickafka.coordination.WriteResult;
import io.classickafka.seam.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The coordination service in virtual time: one order of transactions, versions, ephemeral nodes,
 * one-shot watches that are told before any later answer, and sessions that end when a test says
 * so.
 *
 * <p>Answers take {@link #latencyMs}. A test may cut a session's connection, let it expire, or have
 * the next write's answer lost before or after the write was applied.
 */
public final class SimulatedEnsemble {

  private final NodeTree tree;
  private final List<Connection> connections = new ArrayList<>();
  private final List<String> trace = new ArrayList<>();
  private final List<Runnable> late = new ArrayList<>();
  private long latencyMs = 1;
  private long sessions = 0x1000;

  public SimulatedEnsemble(VirtualTime time) {
    this.tree = new NodeTree(time::wallClockMs);
  }

  public NodeTree tree() {
    return tree;
  }

  /** Every write that was applied, as text, oldest first. */
  public List<String> writes() {
    return trace;
  }

  public void latencyMs(long ms) {
    latencyMs = ms;
  }

  /** A process that connects to the service, with a session of its own. */
  public Connection connect() {
    Connection connection = new Connection();
    connections.add(connection);
    connection.newSession();
    return connection;
  }

  /** What happens to a write under a fault. */
  public enum Loss {
    NONE,
    BEFORE_APPLY,
    AFTER_APPLY,
    /** Applied later: reads do not see it before somebody syncs or writes. */
    APPLIED_LATE
  }

  /** One process' connection. */
  public final class Connection implements Coordination {
    private final List<View> views = new ArrayList<>();
    private final List<Runnable> whileSuspended = new ArrayList<>();
    private @Nullable SessionEvent last;
    private Loss nextWrite = Loss.NONE;
    private String lossAt = "";
    private boolean connected;

    public long sessionId() {
      return last == null ? 0 : last.sessionId();
    }

    /** The answer of the next write that touches the path is lost. */
    public void loseAnswer(Loss loss, String path) {
      nextWrite = loss;
      lossAt = path;
    }

    /** The connection goes down; the session lives on. */
    public void suspend() {
      connected = false;
      tell(new SessionEvent.Suspended(sessionId()));
    }

    /** The connection is back in the same session. */
    public void resume() {
      connected = true;
      tell(new SessionEvent.Connected(sessionId()));
      List<Runnable> held = List.copyOf(whileSuspended);
      whileSuspended.clear();
      held.forEach(Runnable::run);
    }

    /** The session ends at the service and the process learns of it, without a new one yet. */
    public void expire() {
      long session = sessionId();
      connected = false;
      serverForgets(session);
      tell(new SessionEvent.Expired(session));
      whileSuspended.clear();
    }

    /** The process believes its session has ended; the service keeps it until told to forget it. */
    public long expireAtClientOnly() {
      long session = sessionId();
      connected = false;
      tell(new SessionEvent.Expired(session));
      whileSuspended.clear();
      return session;
    }

    /** A new session begins. */
    public void newSession() {
      connected = true;
      tell(new SessionEvent.Connected(++sessions));
    }

    @Override
    public CoordinationClient on(EventLoop loop) {
      View view = new View(this, loop);
      views.add(view);
      if (last != null) {
        view.tell(last);
      }
      return view;
    }

    @Override
    public void close() {
      if (connected) {
        expire();
      }
    }

    private void tell(SessionEvent event) {
      last = event;
      views.forEach(view -> view.tell(event));
    }
  }

  /**
   * The service lets a session go: its ephemeral nodes vanish, and the process it was of gets no
   * answers any more. That process is not told yet.
   */
  public void serverForgets(long session) {
    applyLate();
    for (Connection connection : connections) {
      if (connection.sessionId() == session) {
        connection.connected = false;
      }
      for (View view : connection.views) {
        view.watches.removeIf(watch -> watch.session == session);
      }
    }
    tellAll(tree.removeSession(session));
  }

  private void tellAll(List<WatchEvent> events) {
    for (WatchEvent event : events) {
      for (Connection connection : connections) {
        for (View view : connection.views) {
          view.fire(event);
        }
      }
    }
  }

  private void applyLate() {
    List<Runnable> due = List.copyOf(late);
    late.clear();
    due.forEach(Runnable::run);
  }

  private WriteResult apply(List<Op> ops, long session) {
    List<WatchEvent> events = new ArrayList<>();
    WriteResult result = tree.write(ops, session, events);
    if (result.status() == Status.OK) {
      ops.forEach(op -> trace.add(op.text()));
    }
    tellAll(events);
    return result;
  }

  private record Watch(
      long session, String path, boolean children, boolean data, Consumer<WatchEvent> target) {

    boolean matches(WatchEvent event) {
      if (!event.path().equals(path)) {
        return false;
      }
      return switch (event.kind()) {
        case CREATED, CHANGED -> data;
        case CHILDREN -> children;
        case DELETED -> true;
      };
    }
  }

  private final class View implements CoordinationClient {
    private final Connection connection;
    private final EventLoop loop;
    private final List<Consumer<SessionEvent>> listeners = new ArrayList<>();
    private final List<Watch> watches = new ArrayList<>();
    private @Nullable SessionEvent heard;

    View(Connection connection, EventLoop loop) {
      this.connection = connection;
      this.loop = loop;
    }

    void tell(SessionEvent event) {
      loop.execute(
          () -> {
            heard = event;
            List.copyOf(listeners).forEach(listener -> listener.accept(event));
          });
    }

    void fire(WatchEvent event) {
      List<Watch> hit = watches.stream().filter(watch -> watch.matches(event)).toList();
      watches.removeAll(hit);
      hit.forEach(watch -> loop.execute(() -> watch.target.accept(event)));
    }

    @Override
    public void onSession(Consumer<SessionEvent> listener) {
      loop.execute(
          () -> {
            listeners.add(listener);
            if (heard != null) {
              listener.accept(heard);
            }
          });
    }

    @Override
    public void read(
        String path, @Nullable Consumer<WatchEvent> watch, Consumer<ReadResult> reply) {
      perform(
          () -> {
            ReadResult result = tree.read(path);
            if (result.status() == Status.OK) {
              arm(path, false, watch);
            }
            return () -> reply.accept(result);
          },
          status -> reply.accept(ReadResult.failed(status)));
    }

    @Override
    public void exists(
        String path, @Nullable Consumer<WatchEvent> watch, Consumer<ReadResult> reply) {
      perform(
          () -> {
            arm(path, false, watch);
            ReadResult result = tree.read(path);
            NodeStat stat = result.stat();
            return () -> reply.accept(new ReadResult(result.status(), null, stat));
          },
          status -> reply.accept(ReadResult.failed(status)));
    }

    @Override
    public void children(
        String path, @Nullable Consumer<WatchEvent> watch, Consumer<ChildrenResult> reply) {
      perform(
          () -> {
            ChildrenResult result = tree.children(path);
            if (result.status() == Status.OK) {
              arm(path, true, watch);
            }
            return () -> reply.accept(result);
          },
          status -> reply.accept(new ChildrenResult(status, List.of())));
    }

    @Override
    public void sync(Consumer<Status> reply) {
      perform(
          () -> {
            applyLate();
            return () -> reply.accept(Status.OK);
          },
          reply);
    }

    @Override
    public void write(List<Op> ops, Consumer<WriteResult> reply) {
      perform(
          () -> {
            applyLate();
            Loss loss = Loss.NONE;
            if (ops.stream().anyMatch(op -> op.path().equals(connection.lossAt))) {
              loss = connection.nextWrite;
              connection.nextWrite = Loss.NONE;
              connection.lossAt = "";
            }
            if (loss == Loss.BEFORE_APPLY) {
              return () -> reply.accept(WriteResult.failed(Status.CONNECTION_LOSS, -1));
            }
            if (loss == Loss.APPLIED_LATE) {
              long session = connection.sessionId();
              late.add(() -> apply(ops, session));
              return () -> reply.accept(WriteResult.failed(Status.CONNECTION_LOSS, -1));
            }
            WriteResult result = apply(ops, connection.sessionId());
            WriteResult told =
                loss == Loss.AFTER_APPLY
                    ? WriteResult.failed(Status.CONNECTION_LOSS, WriteResult.NO_OP)
                    : result;
            return () -> reply.accept(told);
          },
          status -> reply.accept(WriteResult.failed(status, WriteResult.NO_OP)));
    }

    private void arm(String path, boolean children, @Nullable Consumer<WatchEvent> watch) {
      if (watch != null) {
        watches.add(new Watch(connection.sessionId(), path, children, !children, watch));
      }
    }

    /** Carries an operation to the service and its answer back, unless the session ends. */
    private void perform(
        java.util.function.Supplier<Runnable> operation, Consumer<Status> failure) {
      long session = heard == null ? 0 : heard.sessionId();
      arrive(session, operation, failure);
    }

    private void arrive(
        long session, java.util.function.Supplier<Runnable> operation, Consumer<Status> failure) {
      loop.schedule(
          latencyMs,
          () -> {
            boolean stale = session != 0 && session != connection.sessionId();
            if (stale || connection.last instanceof SessionEvent.Expired) {
              failure.accept(Status.SESSION_EXPIRED);
            } else if (!connection.connected) {
              connection.whileSuspended.add(() -> arrive(session, operation, failure));
            } else {
              loop.execute(operation.get());
            }
          });
    }
  }
}
