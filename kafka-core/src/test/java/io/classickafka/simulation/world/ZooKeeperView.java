package io.classickafka.simulation.world;

import io.classickafka.coordination.ChildrenResult;
import io.classickafka.coordination.CoordinationClient;
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

/** A process's sessions as one of its loops sees them. */
final class ZooKeeperView implements CoordinationClient {

  private final ZooKeeperSession sessions;
  private final EventLoop loop;
  private final List<Consumer<SessionEvent>> listeners = new ArrayList<>();
  private @Nullable SessionEvent heard;

  ZooKeeperView(ZooKeeperSession sessions, EventLoop loop) {
    this.sessions = sessions;
    this.loop = loop;
  }

  void tell(SessionEvent event) {
    loop.execute(
        () -> {
          heard = event;
          List.copyOf(listeners).forEach(listener -> listener.accept(event));
        });
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

  private @Nullable Consumer<WatchEvent> onLoop(@Nullable Consumer<WatchEvent> watch) {
    return watch == null ? null : event -> loop.execute(() -> watch.accept(event));
  }

  private <T> Runnable answer(Consumer<T> reply, T result) {
    return () -> loop.execute(() -> reply.accept(result));
  }

  private void submit(
      boolean repeatable,
      java.util.function.Function<ZooKeeperServer.Performer, Runnable> atServer,
      Consumer<Status> fail) {
    SessionEvent event = heard;
    sessions.submit(
        new ZooKeeperOperation(event == null ? 0 : event.sessionId(), repeatable, atServer, fail));
  }

  @Override
  public void read(String path, @Nullable Consumer<WatchEvent> watch, Consumer<ReadResult> reply) {
    submit(
        true,
        server -> {
          ReadResult result = server.tree().read(path);
          if (result.status() == Status.OK) {
            server.arm(path, false, onLoop(watch));
          }
          return answer(reply, result);
        },
        status -> answer(reply, ReadResult.failed(status)).run());
  }

  @Override
  public void exists(
      String path, @Nullable Consumer<WatchEvent> watch, Consumer<ReadResult> reply) {
    submit(
        true,
        server -> {
          ReadResult result = server.tree().read(path);
          server.arm(path, false, onLoop(watch));
          return answer(reply, new ReadResult(result.status(), null, result.stat()));
        },
        status -> answer(reply, ReadResult.failed(status)).run());
  }

  @Override
  public void children(
      String path, @Nullable Consumer<WatchEvent> watch, Consumer<ChildrenResult> reply) {
    submit(
        true,
        server -> {
          ChildrenResult result = server.tree().children(path);
          if (result.status() == Status.OK) {
            server.arm(path, true, onLoop(watch));
          }
          return answer(reply, result);
        },
        status -> answer(reply, new ChildrenResult(status, List.of())).run());
  }

  @Override
  public void sync(Consumer<Status> reply) {
    submit(
        true,
        server -> {
          server.applyLate();
          return answer(reply, Status.OK);
        },
        status -> answer(reply, status).run());
  }

  @Override
  public void write(List<Op> ops, Consumer<WriteResult> reply) {
    List<Op> copied = new ArrayList<>(ops);
    submit(
        false,
        server -> answer(reply, server.write(copied)),
        status -> answer(reply, WriteResult.failed(status, WriteResult.NO_OP)).run());
  }
}
