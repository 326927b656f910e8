package io.classickafka.zookeeper;

import io.classickafka.coordination.ChildrenResult;
import io.classickafka.coordination.NodeStat;
import io.classickafka.coordination.Op;
import io.classickafka.coordination.ReadResult;
import io.classickafka.coordination.Status;
import io.classickafka.coordination.WatchEvent;
import io.classickafka.coordination.WriteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * One operation on its way: how it is sent through a handle, and how each end of it is told to the
 * loop it came from. Belongs to the session thread, apart from {@link #view}.
 */
sealed interface Operation {

  /** Takes the outcome: a code, and how to answer if that is the end of it. */
  interface Completion {
    void completed(int code, Runnable answer);
  }

  /** Whose operation it is. */
  SessionView view();

  /** The session it belongs to; 0 for the first one there is. */
  long session();

  /** Where it acts, for log lines. */
  String path();

  /** Whether it may be performed again when the connection broke. */
  boolean repeatable();

  /** Sends it. The completion and watches are called on ZooKeeper's event thread. */
  void send(ZooKeeper handle, Completion completion, WatchSink watches);

  /** Answers that it failed. */
  void fail(Status status);

  /** Takes watches that fired. */
  interface WatchSink {
    void fired(SessionView view, Consumer<WatchEvent> watch, WatchEvent event);
  }

  /** A read of data, or with {@code lookOnly} of the stat alone. */
  record Read(
      SessionView view,
      long session,
      String path,
      boolean lookOnly,
      @Nullable Consumer<WatchEvent> watch,
      Consumer<ReadResult> reply)
      implements Operation {

    @Override
    public boolean repeatable() {
      return true;
    }

    @Override
    public void send(ZooKeeper handle, Completion completion, WatchSink watches) {
      Watcher watcher = watcher(view, path, watch, watches);
      if (lookOnly) {
        handle.exists(
            path,
            watcher,
            (code, path, context, stat) ->
                completion.completed(code, () -> answer(code, null, stat)),
            null);
      } else {
        handle.getData(
            path,
            watcher,
            (code, path, context, data, stat) ->
                completion.completed(code, () -> answer(code, data, stat)),
            null);
      }
    }

    private void answer(int code, byte @Nullable [] data, @Nullable Stat stat) {
      Status status = status(code);
      ReadResult result =
          status == Status.OK && stat != null
              ? new ReadResult(status, data, nodeStat(stat))
              : ReadResult.failed(status);
      view.post(() -> reply.accept(result));
    }

    @Override
    public void fail(Status status) {
      view.post(() -> reply.accept(ReadResult.failed(status)));
    }
  }

  /** A list of children. */
  record Children(
      SessionView view,
      long session,
      String path,
      @Nullable Consumer<WatchEvent> watch,
      Consumer<ChildrenResult> reply)
      implements Operation {

    @Override
    public boolean repeatable() {
      return true;
    }

    @Override
    public void send(ZooKeeper handle, Completion completion, WatchSink watches) {
      handle.getChildren(
          path,
          watcher(view, path, watch, watches),
          (int code, String path, Object context, List<String> children) ->
              completion.completed(code, () -> answer(code, children)),
          null);
    }

    private void answer(int code, @Nullable List<String> children) {
      List<String> sorted = children == null ? List.of() : new ArrayList<>(children);
      if (!sorted.isEmpty()) {
        sorted.sort(null);
      }
      view.post(() -> reply.accept(new ChildrenResult(status(code), sorted)));
    }

    @Override
    public void fail(Status status) {
      view.post(() -> reply.accept(new ChildrenResult(status, List.of())));
    }
  }

  /**
   * Passes through the ensemble's leader, behind every write that came before, and holds up what
   * its session asks next until the server has all of them.
   */
  record Sync(SessionView view, long session, Consumer<Status> reply) implements Operation {

    @Override
    public String path() {
      return "/";
    }

    @Override
    public boolean repeatable() {
      return true;
    }

    @Override
    public void send(ZooKeeper handle, Completion completion, WatchSink watches) {
      handle.sync(
          path(),
          (code, path, context) -> completion.completed(code, () -> fail(status(code))),
          null);
    }

    /** Answers whatever it came to. */
    @Override
    public void fail(Status status) {
      view.post(() -> reply.accept(status));
    }
  }

  /** An atomic write. */
  record Write(
      SessionView view, long session, List<Op> ops, NodeAcls acls, Consumer<WriteResult> reply)
      implements Operation {

    @Override
    public String path() {
      return ops.isEmpty() ? "" : ops.get(ops.size() - 1).path();
    }

    @Override
    public boolean repeatable() {
      return false;
    }

    @Override
    public void send(ZooKeeper handle, Completion completion, WatchSink watches) {
      List<org.apache.zookeeper.Op> translated = new ArrayList<>(ops.size());
      for (Op op : ops) {
        translated.add(translated(op));
      }
      handle.multi(
          translated,
          (code, path, context, results) -> completion.completed(code, () -> answer(code, results)),
          null);
    }

    private org.apache.zookeeper.Op translated(Op op) {
      if (op instanceof Op.Check check) {
        return org.apache.zookeeper.Op.check(check.path(), check.version());
      }
      if (op instanceof Op.Create create) {
        CreateMode mode =
            switch (create.lifetime()) {
              case PERSISTENT -> CreateMode.PERSISTENT;
              case PERSISTENT_SEQUENTIAL -> CreateMode.PERSISTENT_SEQUENTIAL;
              case EPHEMERAL -> CreateMode.EPHEMERAL;
            };
        return org.apache.zookeeper.Op.create(
            create.path(), create.data(), acls.of(create.path()), mode);
      }
      if (op instanceof Op.SetData set) {
        return org.apache.zookeeper.Op.setData(set.path(), set.data(), set.version());
      }
      if (op instanceof Op.Delete delete) {
        return org.apache.zookeeper.Op.delete(delete.path(), delete.version());
      }
      throw new AssertionError(op);
    }

    private void answer(int code, @Nullable List<OpResult> results) {
      WriteResult result =
          code == Code.OK.intValue() && results != null
              ? WriteResult.ok(outcomes(results))
              : WriteResult.failed(status(code), failedOp(results));
      view.post(() -> reply.accept(result));
    }

    private List<WriteResult.Outcome> outcomes(List<OpResult> results) {
      List<WriteResult.Outcome> outcomes = new ArrayList<>(results.size());
      for (int i = 0; i < results.size(); i++) {
        OpResult result = results.get(i);
        String path = ops.get(i).path();
        if (result instanceof OpResult.CreateResult created) {
          // ZooKeeper's answer has the chroot in front; a sequential name has its number behind.
          path = created.getPath().substring(created.getPath().lastIndexOf(path));
        }
        NodeStat stat =
            result instanceof OpResult.SetDataResult set ? nodeStat(set.getStat()) : null;
        outcomes.add(new WriteResult.Outcome(path, stat));
      }
      return outcomes;
    }

    private static int failedOp(@Nullable List<OpResult> results) {
      if (results != null) {
        for (int i = 0; i < results.size(); i++) {
          boolean failed =
              results.get(i) instanceof OpResult.ErrorResult error
                  && error.getErr() != Code.OK.intValue();
          if (failed) {
            return i;
          }
        }
      }
      return WriteResult.NO_OP;
    }

    @Override
    public void fail(Status status) {
      view.post(() -> reply.accept(WriteResult.failed(status, WriteResult.NO_OP)));
    }
  }

  private static @Nullable Watcher watcher(
      SessionView view, String path, @Nullable Consumer<WatchEvent> watch, WatchSink watches) {
    if (watch == null) {
      return null;
    }
    return event -> {
      WatchEvent.Kind kind =
          switch (event.getType()) {
            case NodeCreated -> WatchEvent.Kind.CREATED;
            case NodeDataChanged -> WatchEvent.Kind.CHANGED;
            case NodeChildrenChanged -> WatchEvent.Kind.CHILDREN;
            case NodeDeleted -> WatchEvent.Kind.DELETED;
            default -> null; // the session's own events come by another way
          };
      if (kind != null) {
        watches.fired(view, watch, new WatchEvent(path, kind));
      }
    };
  }

  private static NodeStat nodeStat(Stat stat) {
    return new NodeStat(
        stat.getCzxid(),
        stat.getMzxid(),
        stat.getVersion(),
        stat.getCtime(),
        stat.getEphemeralOwner());
  }

  /** The meaning of ZooKeeper's code. */
  static Status status(int code) {
    Code known = Code.get(code);
    if (known == null) {
      return Status.FAILED;
    }
    return switch (known) {
      case OK -> Status.OK;
      case NONODE -> Status.NO_NODE;
      case NODEEXISTS -> Status.NODE_EXISTS;
      case BADVERSION -> Status.BAD_VERSION;
      case NOTEMPTY -> Status.NOT_EMPTY;
      case CONNECTIONLOSS, OPERATIONTIMEOUT, REQUESTTIMEOUT, SESSIONMOVED -> Status.CONNECTION_LOSS;
      case SESSIONEXPIRED -> Status.SESSION_EXPIRED;
      case NOAUTH, AUTHFAILED, INVALIDACL, SESSIONCLOSEDREQUIRESASLAUTH -> Status.NOT_AUTHORIZED;
      default -> Status.FAILED;
    };
  }
}
