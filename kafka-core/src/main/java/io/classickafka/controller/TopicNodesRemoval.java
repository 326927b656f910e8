package io.classickafka.controller;

import io.classickafka.coordination.CoordinationClient;
import io.classickafka.coordination.Op;
import io.classickafka.coordination.Status;
import io.classickafka.seam.EventLoop;
import io.classickafka.zk.ZkPaths;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Removes the nodes of a deleted topic, the deepest first, then its settings, then its mark; in
 * chunks behind the controller's fence. Can be begun again at any point: the mark goes last.
 */
final class TopicNodesRemoval {

  private static final Logger LOG = LogManager.getLogger(TopicNodesRemoval.class);
  private static final int NODES_PER_WRITE = 500;
  private static final long RETRY_MS = 1_000;

  private final CoordinationClient client;
  private final EventLoop loop;
  private final Op fence;
  private final String topic;
  private final Consumer<Boolean> reply;

  private TopicNodesRemoval(
      CoordinationClient client, EventLoop loop, Op fence, String topic, Consumer<Boolean> reply) {
    this.client = client;
    this.loop = loop;
    this.fence = fence;
    this.topic = topic;
    this.reply = reply;
  }

  /**
   * Does it.
   *
   * @param reply true when all is gone; false when the fence was. Not called when the session ends
   */
  static void run(
      CoordinationClient client, EventLoop loop, Op fence, String topic, Consumer<Boolean> reply) {
    new TopicNodesRemoval(client, loop, fence, topic, reply).collect();
  }

  private void collect() {
    String root = ZkPaths.topic(topic);
    List<String> deepestLast = new ArrayList<>();
    list(
        new ArrayList<>(List.of(root)),
        deepestLast,
        () -> {
          List<String> order = new ArrayList<>();
          for (int i = deepestLast.size() - 1; i >= 0; i--) {
            order.add(deepestLast.get(i));
          }
          order.add(ZkPaths.topicConfig(topic));
          order.add(ZkPaths.deleteTopic(topic));
          delete(order);
        });
  }

  /** Finds all nodes below those on the list, level by level. */
  private void list(List<String> level, List<String> found, Runnable then) {
    List<String> below = new ArrayList<>();
    int[] missing = {level.size()};
    for (String path : level) {
      client.children(
          path,
          null,
          result -> {
            if (result.status() == Status.SESSION_EXPIRED) {
              return;
            }
            if (result.status() == Status.OK) {
              found.add(path);
              result.children().forEach(child -> below.add(ZkPaths.child(path, child)));
            }
            if (--missing[0] == 0) {
              if (below.isEmpty()) {
                then.run();
              } else {
                list(below, found, then);
              }
            }
          });
    }
  }

  private void delete(List<String> paths) {
    if (paths.isEmpty()) {
      reply.accept(true);
      return;
    }
    List<String> chunk = paths.subList(0, Math.min(paths.size(), NODES_PER_WRITE));
    List<Op> ops = new ArrayList<>();
    ops.add(fence);
    chunk.forEach(path -> ops.add(new Op.Delete(path, Op.ANY_VERSION)));
    client.write(
        ops,
        result -> {
          switch (result.status()) {
            case OK -> delete(paths.subList(chunk.size(), paths.size()));
            case NO_NODE -> {
              List<String> rest = new ArrayList<>(paths);
              rest.remove(result.failedOp() - 1); // it is gone already
              delete(rest);
            }
            case BAD_VERSION -> reply.accept(false);
            case SESSION_EXPIRED -> {}
            case NOT_EMPTY, CONNECTION_LOSS -> collect();
            default -> {
              LOG.error("cannot delete a topic's nodes topic={} status={}", topic, result.status());
              loop.schedule(RETRY_MS, this::collect);
            }
          }
        });
  }
}
