package io.classickafka.cluster;

import io.classickafka.coordination.CoordinationClient;
import io.classickafka.coordination.Op;
import io.classickafka.coordination.Op.Lifetime;
import io.classickafka.coordination.Status;
import io.classickafka.zk.BrokerSequence;
import io.classickafka.zk.ClusterId;
import io.classickafka.zk.MalformedZnodeException;
import io.classickafka.zk.ZkPaths;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * What a broker does with the tree before it registers: it makes sure of the nodes that must be
 * there, and learns the cluster's id or gives it one.
 */
public final class ClusterSetup {

  /** How it went. */
  public sealed interface Result {

    /** The tree is ready. */
    record Ready(String clusterId) implements Result {}

    /** The tree cannot be used; one line for a person. */
    record Failed(String reason) implements Result {}
  }

  private final CoordinationClient client;
  private final RandomGenerator random;
  private final Consumer<Result> reply;
  private final ArrayDeque<String> missing = new ArrayDeque<>();

  private ClusterSetup(CoordinationClient client, RandomGenerator random, Consumer<Result> reply) {
    this.client = client;
    this.random = random;
    this.reply = reply;
  }

  /**
   * Does it.
   *
   * @param random for the cluster's id, if this is the first broker
   */
  public static void run(
      CoordinationClient client, RandomGenerator random, Consumer<Result> reply) {
    ClusterSetup setup = new ClusterSetup(client, random, reply);
    Set<String> paths = new LinkedHashSet<>();
    ZkPaths.ENSURED_AT_START.forEach(path -> addWithParents(path, paths));
    addWithParents(ZkPaths.CLUSTER_ID, paths);
    paths.remove(ZkPaths.CLUSTER_ID);
    setup.missing.addAll(paths);
    setup.ensureNext();
  }

  /**
   * Takes a broker id that nobody else got, above those left to brokers that set theirs.
   *
   * @param reply gets the id, or -1 when the sequence is used up or cannot be written
   */
  public static void nextBrokerId(
      CoordinationClient client, int reservedMaxId, Consumer<Integer> reply) {
    client.write(
        List.of(new Op.SetData(ZkPaths.BROKER_SEQUENCE, BrokerSequence.encode(), Op.ANY_VERSION)),
        result -> {
          if (result.status() == Status.CONNECTION_LOSS) {
            nextBrokerId(client, reservedMaxId, reply); // at worst a number is skipped
            return;
          }
          var stat = result.status() == Status.OK ? result.outcomes().get(0).stat() : null;
          reply.accept(
              stat == null
                  ? -1
                  : BrokerSequence.brokerId(stat.version(), reservedMaxId).orElse(-1));
        });
  }

  /** Adds the path and all above it, the highest first. */
  static void addWithParents(String path, Set<String> paths) {
    for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
      paths.add(path.substring(0, slash));
    }
    paths.add(path);
  }

  private void ensureNext() {
    String path = missing.peek();
    if (path == null) {
      readClusterId();
      return;
    }
    client.write(
        List.of(new Op.Create(path, null, Lifetime.PERSISTENT)),
        result -> {
          switch (result.status()) {
            case OK, NODE_EXISTS -> {
              missing.remove();
              ensureNext();
            }
            case CONNECTION_LOSS -> ensureNext();
            default -> fail("cannot create " + path, result.status());
          }
        });
  }

  private void readClusterId() {
    client.read(
        ZkPaths.CLUSTER_ID,
        null,
        result -> {
          if (result.status() == Status.NO_NODE) {
            createClusterId();
          } else if (result.status() != Status.OK) {
            fail("cannot read " + ZkPaths.CLUSTER_ID, result.status());
          } else {
            try {
              ClusterId found = ClusterId.decode(ZkPaths.CLUSTER_ID, result.data());
              reply.accept(new Result.Ready(found.id()));
            } catch (MalformedZnodeException e) {
              reply.accept(new Result.Failed(String.valueOf(e.getMessage())));
            }
          }
        });
  }

  private void createClusterId() {
    ClusterId made = new ClusterId(RandomUuid.next(random).toString());
    client.write(
        List.of(new Op.Create(ZkPaths.CLUSTER_ID, made.encode(), Lifetime.PERSISTENT)),
        result -> {
          switch (result.status()) {
            case OK -> reply.accept(new Result.Ready(made.id()));
            case NODE_EXISTS, CONNECTION_LOSS -> readClusterId();
            default -> fail("cannot create " + ZkPaths.CLUSTER_ID, result.status());
          }
        });
  }

  private void fail(String what, Status status) {
    reply.accept(new Result.Failed(what + " in ZooKeeper: " + status));
  }
}
