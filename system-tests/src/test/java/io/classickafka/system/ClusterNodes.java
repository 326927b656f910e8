package io.classickafka.system;

import io.classickafka.zk.ControllerRegistration;
import io.classickafka.zk.MalformedZnodeException;
import io.classickafka.zk.PartitionState;
import io.classickafka.zk.ZkPaths;
import io.classickafka.zk.ZkTopicPartition;
import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;

/**
 * What ZooKeeper's nodes say of a cluster: faster than a tool, and not asked of a broker, which may
 * be paused. Each look has a session of its own, so that one may fail while ZooKeeper is away.
 */
final class ClusterNodes {

  private static final int SESSION_MS = 5_000;

  private final String connect;

  ClusterNodes(String connect) {
    this.connect = connect;
  }

  private interface Look<T> {
    T at(ZooKeeper nodes) throws KeeperException, InterruptedException, MalformedZnodeException;
  }

  /** Null when ZooKeeper did not answer, or a node came or went meanwhile. */
  private <T> @Nullable T look(Look<T> look) {
    try {
      ZooKeeper nodes = new ZooKeeper(connect, SESSION_MS, event -> {});
      try {
        return look.at(nodes);
      } finally {
        nodes.close();
      }
    } catch (KeeperException e) {
      return null;
    } catch (IOException | MalformedZnodeException e) {
      throw new IllegalStateException(connect, e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while reading " + connect, e);
    }
  }

  /** The states of all partitions of all topics; empty when that cannot be told. */
  SortedMap<ZkTopicPartition, PartitionState> states() {
    SortedMap<ZkTopicPartition, PartitionState> states =
        look(
            nodes -> {
              SortedMap<ZkTopicPartition, PartitionState> all = new TreeMap<>();
              for (String topic : nodes.getChildren(ZkPaths.TOPICS, false)) {
                for (String number : nodes.getChildren(ZkPaths.partitions(topic), false)) {
                  ZkTopicPartition id = new ZkTopicPartition(topic, Integer.parseInt(number));
                  String path = ZkPaths.partitionState(id);
                  all.put(id, PartitionState.decode(path, nodes.getData(path, false, null)));
                }
              }
              return all;
            });
    return states == null ? new TreeMap<>() : states;
  }

  /** The controller's broker id; -1 when there is none or it cannot be told. */
  int controller() {
    Integer id =
        look(
            nodes ->
                ControllerRegistration.decode(
                        ZkPaths.CONTROLLER, nodes.getData(ZkPaths.CONTROLLER, false, null))
                    .brokerId());
    return id == null ? -1 : id;
  }
}
