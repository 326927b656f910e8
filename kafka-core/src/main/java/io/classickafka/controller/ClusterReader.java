package io.classickafka.controller;

import io.classickafka.controller.ControllerEvent.TopicNode;
import io.classickafka.coordination.CoordinationClient;
import io.classickafka.coordination.NodeStat;
import io.classickafka.coordination.ReadResult;
import io.classickafka.coordination.Status;
import io.classickafka.coordination.WatchEvent;
import io.classickafka.seam.EventLoop;
import io.classickafka.zk.BrokerRegistration;
import io.classickafka.zk.EntityConfig;
import io.classickafka.zk.MalformedZnodeException;
import io.classickafka.zk.PartitionState;
import io.classickafka.zk.TopicAssignment;
import io.classickafka.zk.TopicName;
import io.classickafka.zk.ZkPaths;
import io.classickafka.zk.ZkTopicPartition;
import io.classickafka.zk.Znode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the controller must know, many nodes at a time. A node that cannot be understood is
 * reported once and left out, but for a broker that was understood before. A read that fails for
 * another reason is repeated until the session ends; after that nothing is answered any more.
 *
 * <p>Owned by the controller's loop.
 */
final class ClusterReader {

  private static final Logger LOG = LogManager.getLogger(ClusterReader.class);
  private static final long RETRY_MS = 1_000;
  private static final String UNCLEAN = "unclean.leader.election.enable";

  private final CoordinationClient client;
  private final EventLoop loop;

  /** Nodes that could not be understood when they were read last, so that each is reported once. */
  private final TreeSet<String> garbled = new TreeSet<>();

  /** The brokers that were listed last, as each was understood last. */
  private SortedMap<Integer, BrokerState> understood = new TreeMap<>();

  ClusterReader(CoordinationClient client, EventLoop loop) {
    this.client = client;
    this.loop = loop;
  }

  /**
   * The registered brokers.
   *
   * @param watch fires when one comes, goes, or says something else
   */
  void brokers(Consumer<WatchEvent> watch, Consumer<List<BrokerState>> reply) {
    children(
        ZkPaths.BROKER_IDS,
        watch,
        names -> {
          List<Integer> ids = new ArrayList<>();
          for (String name : names) {
            OptionalInt id = Znode.nodeNumber(name);
            if (id.isPresent()) {
              ids.add(id.getAsInt());
            }
          }
          SortedMap<Integer, BrokerState> now = new TreeMap<>();
          Gather<BrokerState> found =
              new Gather<>(
                  ids.size(),
                  map -> {
                    map.values().forEach(broker -> now.put(broker.id(), broker));
                    understood = now;
                    reply.accept(List.copyOf(map.values()));
                  });
          for (int id : ids) {
            String path = ZkPaths.broker(id);
            read(path, watch, result -> found.put(path, brokerOrAsBefore(id, path, result)));
          }
        });
  }

  /**
   * A broker, in the words it last had for itself if its node has been overwritten with what nobody
   * understands: the process is alive, and must not lose its leaderships.
   */
  private @Nullable BrokerState brokerOrAsBefore(int id, String path, ReadResult result) {
    BrokerState read = decoded(path, result, r -> broker(id, path, r));
    BrokerState before = understood.get(id);
    boolean alive =
        before != null && result.status() == Status.OK && stat(result).czxid() == before.epoch();
    return read == null && alive ? before : read;
  }

  /** The names of the topics. */
  void topicNames(Consumer<WatchEvent> watch, Consumer<List<String>> reply) {
    children(ZkPaths.TOPICS, watch, names -> reply.accept(valid(names)));
  }

  /** The names of the topics marked for deletion. */
  void deletions(Consumer<WatchEvent> watch, Consumer<List<String>> reply) {
    children(ZkPaths.DELETE_TOPICS, watch, names -> reply.accept(valid(names)));
  }

  /**
   * Topic nodes; null for those that are not there.
   *
   * @param watch fires when one of them changes
   */
  void topics(
      List<String> names,
      Consumer<WatchEvent> watch,
      Consumer<SortedMap<String, @Nullable TopicNode>> reply) {
    SortedMap<String, @Nullable TopicNode> nodes = new TreeMap<>();
    Gather<Boolean> all = new Gather<>(names.size(), map -> reply.accept(nodes));
    for (String name : names) {
      String path = ZkPaths.topic(name);
      read(
          path,
          watch,
          result -> {
            if (result.status() == Status.NO_NODE) {
              nodes.put(name, null);
            } else {
              TopicNode node = decoded(path, result, r -> topic(path, r));
              if (node != null) {
                nodes.put(name, node);
              }
            }
            all.put(path, true);
          });
    }
  }

  /** Partition states as they are when all that was written before has taken effect. */
  void latestStates(
      List<ZkTopicPartition> partitions,
      Consumer<SortedMap<ZkTopicPartition, @Nullable StoredState>> reply) {
    client.sync(
        status -> {
          switch (status) {
            case OK -> states(partitions, reply);
            case SESSION_EXPIRED -> {}
            default -> again("/", status, () -> latestStates(partitions, reply));
          }
        });
  }

  /**
   * Partition states; null for those that are not there, and nothing for those that cannot be
   * understood.
   */
  void states(
      List<ZkTopicPartition> partitions,
      Consumer<SortedMap<ZkTopicPartition, @Nullable StoredState>> reply) {
    SortedMap<ZkTopicPartition, @Nullable StoredState> states = new TreeMap<>();
    Gather<Boolean> all = new Gather<>(partitions.size(), map -> reply.accept(states));
    for (ZkTopicPartition partition : partitions) {
      String path = ZkPaths.partitionState(partition);
      read(
          path,
          null,
          result -> {
            if (result.status() == Status.NO_NODE) {
              states.put(partition, null);
            } else {
              StoredState state = decoded(path, result, r -> state(path, r));
              if (state != null) {
                states.put(partition, state);
              }
            }
            all.put(path, true);
          });
    }
  }

  /**
   * Whether topics allow an election that loses records.
   *
   * @param byDefault for topics that do not say
   */
  void uncleanAllowed(
      List<String> topics, boolean byDefault, Consumer<SortedMap<String, Boolean>> reply) {
    Gather<Boolean> all = new Gather<>(topics.size(), reply);
    for (String topic : topics) {
      String path = ZkPaths.topicConfig(topic);
      read(
          path,
          null,
          result -> {
            // Settings that cannot be read allow nothing.
            Boolean allowed =
                result.status() == Status.NO_NODE
                    ? (Boolean) byDefault
                    : decoded(path, result, r -> uncleanAllowed(path, r, byDefault));
            all.put(topic, allowed);
          });
    }
  }

  private static boolean uncleanAllowed(String path, ReadResult result, boolean byDefault)
      throws MalformedZnodeException {
    String set = EntityConfig.decode(path, result.data()).config().get(UNCLEAN);
    return set == null ? byDefault : Boolean.parseBoolean(set.strip());
  }

  private static BrokerState broker(int id, String path, ReadResult result)
      throws MalformedZnodeException {
    return new BrokerState(
        id, stat(result).czxid(), BrokerRegistration.decode(path, result.data()));
  }

  private static TopicNode topic(String path, ReadResult result) throws MalformedZnodeException {
    TopicAssignment assignment = TopicAssignment.decode(path, result.data());
    assignment
        .rejected()
        .forEach(
            (key, entry) ->
                LOG.error(
                    "partition not usable path={} partition={} reason={}",
                    path,
                    key,
                    entry.reason()));
    return new TopicNode(assignment, stat(result).version(), stat(result).czxid());
  }

  private static StoredState state(String path, ReadResult result) throws MalformedZnodeException {
    PartitionState state = PartitionState.decode(path, result.data());
    PartitionLeadership leadership =
        new PartitionLeadership(
            state.leader(),
            state.leaderEpoch(),
            state.isr(),
            state.isRecovering(),
            state.controllerEpoch(),
            stat(result).version());
    return new StoredState(leadership, stat(result).mzxid());
  }

  private static NodeStat stat(ReadResult result) {
    NodeStat stat = result.stat();
    if (stat == null) {
      throw new IllegalStateException("no stat with status " + result.status());
    }
    return stat;
  }

  private interface Decoder<T> {
    T decode(ReadResult result) throws MalformedZnodeException;
  }

  private <T> @Nullable T decoded(String path, ReadResult result, Decoder<T> decoder) {
    if (result.status() != Status.OK) {
      garbled.remove(path);
      return null;
    }
    try {
      T node = decoder.decode(result);
      garbled.remove(path);
      return node;
    } catch (MalformedZnodeException e) {
      if (garbled.add(path)) {
        LOG.error("node not readable path={} reason={}", e.path(), e.reason());
      }
      return null;
    }
  }

  private static List<String> valid(List<String> names) {
    return names.stream().filter(TopicName::isValid).toList();
  }

  private void children(String path, Consumer<WatchEvent> watch, Consumer<List<String>> reply) {
    client.children(
        path,
        watch,
        result -> {
          switch (result.status()) {
            case OK -> reply.accept(result.children());
            case SESSION_EXPIRED -> {}
            default -> again(path, result.status(), () -> children(path, watch, reply));
          }
        });
  }

  private void read(String path, @Nullable Consumer<WatchEvent> watch, Consumer<ReadResult> reply) {
    client.read(
        path,
        watch,
        result -> {
          switch (result.status()) {
            case OK, NO_NODE -> reply.accept(result);
            case SESSION_EXPIRED -> {}
            default -> again(path, result.status(), () -> read(path, watch, reply));
          }
        });
  }

  private void again(String path, Status status, Runnable step) {
    LOG.warn("cannot read, trying again path={} status={}", path, status);
    loop.schedule(RETRY_MS, step);
  }

  /** Answers once as many results are in as were asked for. */
  private static final class Gather<T> {
    private final SortedMap<String, T> results = new TreeMap<>();
    private final Consumer<SortedMap<String, T>> reply;
    private int missing;

    Gather(int count, Consumer<SortedMap<String, T>> reply) {
      this.missing = count;
      this.reply = reply;
      if (count == 0) {
        reply.accept(results);
      }
    }

    void put(String path, @Nullable T result) {
      if (result != null) {
        results.put(path, result);
      }
      if (--missing == 0) {
        reply.accept(results);
      }
    }
  }
}
