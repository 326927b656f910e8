package io.classickafka.simulation;

import io.classickafka.coordination.ChildrenResult;
import io.classickafka.coordination.NodeStat;
import io.classickafka.coordination.Op;
import io.classickafka.coordination.ReadResult;
import io.classickafka.coordination.Status;
import io.classickafka.coordination.WatchEvent;
import io.classickafka.coordination.WriteResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The tree of the simulated service, in one order of transactions. */
public final class NodeTree {

  private final LongSupplier wallClockMs;
  private TreeMap<String, Node> nodes = new TreeMap<>();
  private long zxid;

  public NodeTree(LongSupplier wallClockMs) {
    this.wallClockMs = wallClockMs;
    nodes.put("/", new Node(new byte[0], new NodeStat(0, 0, 0, 0, NodeStat.PERSISTENT), 0));
  }

  private record Node(byte @Nullable [] data, NodeStat stat, int sequence) {}

  /** The node's data as text; null when there is no node. */
  public @Nullable String text(String path) {
    Node node = nodes.get(path);
    if (node == null) {
      return null;
    }
    byte[] data = node.data;
    return data == null ? "" : new String(data, StandardCharsets.UTF_8);
  }

  public @Nullable NodeStat stat(String path) {
    Node node = nodes.get(path);
    return node == null ? null : node.stat;
  }

  /** All paths below a prefix, in order. */
  public List<String> paths(String prefix) {
    return nodes.keySet().stream().filter(path -> path.startsWith(prefix)).toList();
  }

  public ReadResult read(String path) {
    Node node = nodes.get(path);
    return node == null
        ? ReadResult.failed(Status.NO_NODE)
        : new ReadResult(Status.OK, node.data, node.stat);
  }

  public ChildrenResult children(String path) {
    if (!nodes.containsKey(path)) {
      return new ChildrenResult(Status.NO_NODE, List.of());
    }
    return new ChildrenResult(Status.OK, childrenOf(nodes, path));
  }

  public WriteResult write(List<Op> ops, long session, List<WatchEvent> events) {
    TreeMap<String, Node> next = new TreeMap<>(nodes);
    List<WriteResult.Outcome> outcomes = new ArrayList<>();
    List<WatchEvent> seen = new ArrayList<>();
    long transaction = zxid + 1;
    for (int i = 0; i < ops.size(); i++) {
      Status status = apply(next, ops.get(i), session, transaction, outcomes, seen);
      if (status != Status.OK) {
        return WriteResult.failed(status, i);
      }
    }
    nodes = next;
    zxid = transaction;
    events.addAll(seen);
    return WriteResult.ok(outcomes);
  }

  public List<WatchEvent> removeSession(long session) {
    zxid++;
    List<WatchEvent> events = new ArrayList<>();
    for (String path : List.copyOf(nodes.keySet())) {
      Node node = nodes.get(path);
      if (node != null && node.stat.ephemeralOwner() == session) {
        nodes.remove(path);
        events.add(new WatchEvent(path, WatchEvent.Kind.DELETED));
        events.add(new WatchEvent(parent(path), WatchEvent.Kind.CHILDREN));
      }
    }
    return events;
  }

  private Status apply(
      TreeMap<String, Node> next,
      Op op,
      long session,
      long transaction,
      List<WriteResult.Outcome> outcomes,
      List<WatchEvent> events) {
    String path = op.path();
    Node node = next.get(path);
    if (op instanceof Op.Create create) {
      return create(next, create, session, transaction, outcomes, events);
    }
    if (node == null) {
      return Status.NO_NODE;
    }
    NodeStat stat = node.stat;
    if (op instanceof Op.Check check) {
      outcomes.add(new WriteResult.Outcome(path, null));
      return matches(check.version(), stat);
    }
    if (op instanceof Op.SetData set) {
      NodeStat after =
          new NodeStat(
              stat.czxid(),
              transaction,
              stat.version() + 1,
              stat.createdMs(),
              stat.ephemeralOwner());
      next.put(path, new Node(set.data(), after, node.sequence));
      outcomes.add(new WriteResult.Outcome(path, after));
      events.add(new WatchEvent(path, WatchEvent.Kind.CHANGED));
      return matches(set.version(), stat);
    }
    if (op instanceof Op.Delete delete) {
      if (!childrenOf(next, path).isEmpty()) {
        return Status.NOT_EMPTY;
      }
      next.remove(path);
      outcomes.add(new WriteResult.Outcome(path, null));
      events.add(new WatchEvent(path, WatchEvent.Kind.DELETED));
      events.add(new WatchEvent(parent(path), WatchEvent.Kind.CHILDREN));
      return matches(delete.version(), stat);
    }
    throw new AssertionError(op);
  }

  private Status create(
      TreeMap<String, Node> next,
      Op.Create create,
      long session,
      long transaction,
      List<WriteResult.Outcome> outcomes,
      List<WatchEvent> events) {
    String parentPath = parent(create.path());
    Node parent = next.get(parentPath);
    if (parent == null) {
      return Status.NO_NODE;
    }
    boolean sequential = create.lifetime() == Op.Lifetime.PERSISTENT_SEQUENTIAL;
    String path = create.path() + (sequential ? String.format("%010d", parent.sequence) : "");
    if (next.containsKey(path)) {
      return Status.NODE_EXISTS;
    }
    next.put(parentPath, new Node(parent.data, parent.stat, parent.sequence + 1));
    long owner = create.lifetime() == Op.Lifetime.EPHEMERAL ? session : NodeStat.PERSISTENT;
    NodeStat stat = new NodeStat(transaction, transaction, 0, wallClockMs.getAsLong(), owner);
    next.put(path, new Node(create.data(), stat, 0));
    outcomes.add(new WriteResult.Outcome(path, null));
    events.add(new WatchEvent(path, WatchEvent.Kind.CREATED));
    events.add(new WatchEvent(parentPath, WatchEvent.Kind.CHILDREN));
    return Status.OK;
  }

  private static Status matches(int version, NodeStat stat) {
    return version == Op.ANY_VERSION || version == stat.version() ? Status.OK : Status.BAD_VERSION;
  }

  private static List<String> childrenOf(TreeMap<String, Node> nodes, String path) {
    String prefix = path.equals("/") ? "/" : path + "/";
    List<String> children = new ArrayList<>();
    for (String candidate : nodes.tailMap(prefix, false).keySet()) {
      if (!candidate.startsWith(prefix)) {
        break;
      }
      if (candidate.indexOf('/', prefix.length()) < 0) {
        children.add(candidate.substring(prefix.length()));
      }
    }
    return children;
  }

  private static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash == 0 ? "/" : path.substring(0, slash);
  }
}
