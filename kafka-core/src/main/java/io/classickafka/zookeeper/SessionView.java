package io.classickafka.zookeeper;

import io.classickafka.coordination.ChildrenResult;
import io.classickafka.coordination.CoordinationClient;
import io.classickafka.coordination.Op;
import io.classickafka.coordination.ReadResult;
import io.classickafka.coordination.SessionEvent;
import io.classickafka.coordination.Status;
import io.classickafka.coordination.WatchEvent;
import io.classickafka.coordination.WriteResult;
import io.classickafka.seam.EventLoop;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The session as one loop sees it. An operation belongs to the session of which the loop heard
 * last, so that nothing decided in one session happens in the next.
 */
final class SessionView implements CoordinationClient {

  private static final Logger LOG = LogManager.getLogger(SessionView.class);

  private final ZooKeeperCoordination coordination;
  private final EventLoop loop;
  private final List<Consumer<SessionEvent>> listeners = new CopyOnWriteArrayList<>();
  private volatile @Nullable SessionEvent heard;

  SessionView(ZooKeeperCoordination coordination, EventLoop loop) {
    this.coordination = coordination;
    this.loop = loop;
  }

  @Override
  public void onSession(Consumer<SessionEvent> listener) {
    post(
        () -> {
          listeners.add(listener);
          SessionEvent last = heard;
          if (last != null) {
            listener.accept(last);
          }
        });
  }

  @Override
  public void read(String path, @Nullable Consumer<WatchEvent> watch, Consumer<ReadResult> reply) {
    coordination.submit(new Operation.Read(this, session(), path, false, watch, reply));
  }

  @Override
  public void exists(
      String path, @Nullable Consumer<WatchEvent> watch, Consumer<ReadResult> reply) {
    coordination.submit(new Operation.Read(this, session(), path, true, watch, reply));
  }

  @Override
  public void children(
      String path, @Nullable Consumer<WatchEvent> watch, Consumer<ChildrenResult> reply) {
    coordination.submit(new Operation.Children(this, session(), path, watch, reply));
  }

  @Override
  public void sync(Consumer<Status> reply) {
    coordination.submit(new Operation.Sync(this, session(), reply));
  }

  @Override
  public void write(List<Op> ops, Consumer<WriteResult> reply) {
    coordination.submit(
        new Operation.Write(this, session(), List.copyOf(ops), coordination.acls(), reply));
  }

  /** Tells the loop about the session. */
  void tell(SessionEvent event) {
    post(
        () -> {
          heard = event;
          for (Consumer<SessionEvent> listener : listeners) {
            listener.accept(event);
          }
        });
  }

  void post(Runnable task) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("answer dropped, its loop has ended loop={}", loop.name());
    }
  }

  private long session() {
    SessionEvent last = heard;
    return last == null ? 0 : last.sessionId();
  }
}
