package io.classickafka.system;

import io.classickafka.zk.PartitionState;
import io.classickafka.zk.ZkTopicPartition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** A ZooKeeper and several brokers, each a process of its own started through {@code bin/}. */
final class TestCluster implements AutoCloseable {

  private final Path folder;
  private final List<TestBroker> brokers = new ArrayList<>();
  private final ClusterNodes nodes;

  TestCluster(Path folder, int size, String... overrides) {
    this.folder = folder;
    int zooKeeperPort = Installation.freePort();
    nodes = new ClusterNodes("127.0.0.1:" + zooKeeperPort);
    for (int id = 0; id < size; id++) {
      brokers.add(new TestBroker(folder.resolve("broker-" + id), id, zooKeeperPort, overrides));
    }
  }

  /** Three brokers, with three replicas of the consumer groups' offsets too. */
  static TestCluster replicated(Path folder, String sessionMs) {
    return new TestCluster(
        folder,
        3,
        "zookeeper.session.timeout.ms",
        sessionMs,
        "offsets.topic.replication.factor",
        "3",
        "min.insync.replicas",
        "2");
  }

  TestCluster start() {
    brokers.get(0).startZooKeeper();
    brokers.forEach(TestBroker::launchBroker);
    brokers.forEach(TestBroker::awaitAnswer);
    return this;
  }

  List<TestBroker> brokers() {
    return List.copyOf(brokers);
  }

  TestBroker broker(int id) {
    return brokers.get(id);
  }

  Path logs() {
    return folder.resolve("logs");
  }

  String bootstrap() {
    return String.join(",", brokers.stream().map(TestBroker::bootstrap).toList());
  }

  /** Of the brokers that answer: a tool may wait half a minute for one that is paused. */
  private String awake() {
    return String.join(
        ",", brokers.stream().filter(b -> b.broker().awake()).map(TestBroker::bootstrap).toList());
  }

  /** Runs a script of {@code bin/} to its end. */
  Child.Result run(String script, String... arguments) {
    return Installation.script(script, arguments).run(script.replace(".sh", ""), logs());
  }

  /** Creates a topic with three replicas, two of which must have a write. */
  void createTopic(String topic, int partitions) {
    run(
            "kafka-topics.sh",
            "--bootstrap-server",
            awake(),
            "--create",
            "--topic",
            topic,
            "--partitions",
            Integer.toString(partitions),
            "--replication-factor",
            "3",
            "--config",
            "min.insync.replicas=2")
        .succeeded();
  }

  /** The id of the partition's leader; -1 when there is none or it cannot be told. */
  int leader(String topic, int partition) {
    PartitionState state = nodes.states().get(new ZkTopicPartition(topic, partition));
    return state == null ? -1 : state.leader();
  }

  /** The number of partitions of a topic. */
  int partitions(String topic) {
    return (int) nodes.states().keySet().stream().filter(id -> id.topic().equals(topic)).count();
  }

  /** Whether every broker's replica of every partition is in sync. */
  boolean inSync() {
    SortedMap<ZkTopicPartition, PartitionState> states = nodes.states();
    return !states.isEmpty()
        && states.values().stream().allMatch(state -> state.isr().size() == brokers.size());
  }

  /** The id of the controller; -1 when there is none or it cannot be told. */
  int controller() {
    return nodes.controller();
  }

  /** What ZooKeeper has and the brokers' processes said, for a failure's message. */
  String story() {
    StringBuilder story = new StringBuilder();
    story.append(nodes.states()).append('\n');
    brokers.forEach(broker -> story.append(broker.broker().story()));
    return story.toString();
  }

  /** SIGTERM to all brokers at once, and their end. Returns how long that took. */
  long stopTogether() {
    long beganNs = System.nanoTime();
    brokers.forEach(broker -> broker.broker().terminate());
    brokers.forEach(broker -> broker.broker().result(Duration.ofSeconds(60)));
    return (System.nanoTime() - beganNs) / 1_000_000;
  }

  @Override
  public void close() {
    for (int id = brokers.size() - 1; id >= 0; id--) {
      brokers.get(id).close();
    }
  }
}
