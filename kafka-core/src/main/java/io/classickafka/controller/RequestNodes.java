package io.classickafka.controller;

import io.classickafka.coordination.CoordinationClient;
import io.classickafka.coordination.Op;
import io.classickafka.coordination.ReadResult;
import io.classickafka.coordination.Status;
import io.classickafka.seam.EventLoop;
import io.classickafka.zk.IsrChangeNotification;
import io.classickafka.zk.LogDirEventNotification;
import io.classickafka.zk.MalformedZnodeException;
import io.classickafka.zk.PreferredReplicaElection;
import io.classickafka.zk.ReassignPartitions;
import io.classickafka.zk.ZkPaths;
import io.classickafka.zk.ZkTopicPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * The nodes through which brokers and old tools tell the controller something: log directories that
 * failed, in-sync sets that a leader wrote by itself, replicas to move, leaders to elect. What was
 * taken from them is deleted, behind the controller's fence, and never what was not read.
 *
 * <p>Owned by the controller's loop, for one term.
 */
final class RequestNodes {

  private static final Logger LOG = LogManager.getLogger(RequestNodes.class);

  private static final long RETRY_MS = 1_000;
  private static final int NODES_PER_WRITE = 500;

  private final CoordinationClient client;
  private final EventLoop loop;
  private final Op fence;
  private final Consumer<ControllerEvent> events;
  private final Consumer<List<ZkTopicPartition>> isrsWritten;
  private boolean ended;

  /**
   * Watches nothing before {@link #begin}.
   *
   * @param isrsWritten gets partitions whose states others have written
   */
  RequestNodes(
      CoordinationClient client,
      EventLoop loop,
      Op fence,
      Consumer<ControllerEvent> events,
      Consumer<List<ZkTopicPartition>> isrsWritten) {
    this.client = client;
    this.loop = loop;
    this.fence = fence;
    this.events = events;
    this.isrsWritten = isrsWritten;
  }

  /**
   * The cluster was read, and brokers are being told. What stands noted may have happened after
   * that, so it counts like what is noted later.
   */
  void begin() {
    notes(ZkPaths.LOG_DIR_EVENTS, this::onLogDirEvents);
    notes(ZkPaths.ISR_CHANGES, this::onIsrChanges);
    request(ZkPaths.REASSIGN_PARTITIONS, this::onReassignment);
    request(ZkPaths.PREFERRED_REPLICA_ELECTION, this::onElection);
  }

  void end() {
    ended = true;
  }

  /** Watches the notes below a node. */
  private void notes(String parent, BiConsumer<String, List<String>> use) {
    client.children(
        parent,
        event -> notes(parent, use),
        result -> {
          switch (result.status()) {
            case OK -> {
              if (!ended && !result.children().isEmpty()) {
                use.accept(parent, result.children());
              }
            }
            case SESSION_EXPIRED, NO_NODE -> {}
            default -> again(parent, result.status(), () -> notes(parent, use));
          }
        });
  }

  private void onLogDirEvents(String parent, List<String> names) {
    TreeSet<Integer> brokers = new TreeSet<>();
    readAll(
        parent,
        names,
        (path, result) ->
            brokers.add(LogDirEventNotification.decode(path, result.data()).brokerId()),
        () -> events.accept(new ControllerEvent.LogDirsFailed(List.copyOf(brokers))));
  }

  private void onIsrChanges(String parent, List<String> names) {
    TreeSet<ZkTopicPartition> changed = new TreeSet<>();
    readAll(
        parent,
        names,
        (path, result) ->
            changed.addAll(IsrChangeNotification.decode(path, result.data()).partitions()),
        () -> isrsWritten.accept(List.copyOf(changed)));
  }

  private interface NoteReader {
    void read(String path, ReadResult result) throws MalformedZnodeException;
  }

  /** Takes what notes say, and deletes those that said it. */
  private void readAll(String parent, List<String> names, NoteReader reader, Runnable then) {
    List<String> taken = new ArrayList<>();
    int[] missing = {names.size()};
    for (String name : names) {
      String path = ZkPaths.child(parent, name);
      client.read(
          path,
          null,
          result -> {
            if (result.status() == Status.OK) {
              taken.add(name);
              try {
                reader.read(path, result);
              } catch (MalformedZnodeException e) {
                LOG.warn("note not readable path={} reason={}", e.path(), e.reason());
              }
            }
            missing[0]--;
            if (missing[0] == 0 && !ended) {
              then.run();
              delete(parent, taken);
            }
          });
    }
  }

  private void delete(String parent, List<String> names) {
    for (int from = 0; from < names.size(); from += NODES_PER_WRITE) {
      List<String> chunk = names.subList(from, Math.min(names.size(), from + NODES_PER_WRITE));
      List<Op> ops = new ArrayList<>();
      ops.add(fence);
      chunk.forEach(name -> ops.add(new Op.Delete(ZkPaths.child(parent, name), Op.ANY_VERSION)));
      client.write(ops, result -> {}); // what stays is deleted by the next controller
    }
  }

  /** Watches a node that asks for something. */
  private void request(String path, BiConsumer<String, ReadResult> use) {
    client.exists(
        path,
        event -> request(path, use),
        found -> {
          switch (found.status()) {
            case OK -> read(path, use);
            case NO_NODE, SESSION_EXPIRED -> {}
            default -> again(path, found.status(), () -> request(path, use));
          }
        });
  }

  private void read(String path, BiConsumer<String, ReadResult> use) {
    client.read(
        path,
        null,
        result -> {
          switch (result.status()) {
            case OK -> {
              if (!ended) {
                use.accept(path, result);
              }
            }
            case NO_NODE, SESSION_EXPIRED -> {}
            default -> again(path, result.status(), () -> read(path, use));
          }
        });
  }

  private void onReassignment(String path, ReadResult result) {
    try {
      ReassignPartitions asked = ReassignPartitions.decode(path, result.data());
      asked.skipped().forEach(reason -> LOG.warn("move skipped path={} reason={}", path, reason));
      events.accept(new ControllerEvent.LegacyReassignment(new TreeMap<>(asked.partitions())));
    } catch (MalformedZnodeException e) {
      LOG.warn("request not readable path={} reason={}", e.path(), e.reason());
    }
  }

  private void onElection(String path, ReadResult result) {
    try {
      PreferredReplicaElection asked = PreferredReplicaElection.decode(path, result.data());
      asked
          .skipped()
          .forEach(reason -> LOG.warn("election skipped path={} reason={}", path, reason));
      events.accept(new ControllerEvent.LegacyElection(asked.partitions()));
    } catch (MalformedZnodeException e) {
      LOG.warn("request not readable path={} reason={}", e.path(), e.reason());
    }
    client.write(List.of(fence, new Op.Delete(path, Op.ANY_VERSION)), ignored -> {});
  }

  private void again(String path, Status status, Runnable step) {
    LOG.warn("cannot read, trying again path={} status={}", path, status);
    loop.schedule(
        RETRY_MS,
        () -> {
          if (!ended) {
            step.run();
          }
        });
  }
}
