package io.classickafka.system;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A ZooKeeper and several brokers, each a process of its own started through {@code bin/}. */
final class TestCluster implements AutoCloseable {

  private static final Pattern DESCRIBED =
      Pattern.compile("Partition: (\\d+)\\s+Leader: (\\w+)\\s+Replicas: \\S+\\s+Isr: (\\S*)");

  private final Path folder;
  private final List<TestBroker> brokers = new ArrayList<>();

  /** A partition as {@code kafka-topics.sh --describe} shows it. */
  record Described(int partition, String leader, List<String> isr) {}

  TestCluster(Path folder, int size, String... overrides) {
    this.folder = folder;
    int zooKeeperPort = Installation.freePort();
    for (int id = 0; id < size; id++) {
      brokers.add(new TestBroker(folder.resolve("broker-" + id), id, zooKeeperPort, overrides));
    }
  }

  TestCluster start() {
    brokers.get(0).startZooKeeper();
    brokers.forEach(TestBroker::launchBroker);
    brokers.forEach(TestBroker::awaitAnswer);
    return this;
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

  /** Runs a script of {@code bin/} to its end. */
  Child.Result run(String script, String... arguments) {
    return Installation.script(script, arguments).run(script.replace(".sh", ""), logs());
  }

  /** The topic's partitions, as a live broker tells. */
  Map<Integer, Described> describe(String topic) {
    Map<Integer, Described> partitions = new LinkedHashMap<>();
    for (String line :
        run("kafka-topics.sh", "--bootstrap-server", bootstrap(), "--describe", "--topic", topic)
            .lines()) {
      Matcher matcher = DESCRIBED.matcher(line);
      if (matcher.find()) {
        int partition = Integer.parseInt(matcher.group(1));
        partitions.put(
            partition,
            new Described(partition, matcher.group(2), List.of(matcher.group(3).split(",", -1))));
      }
    }
    return partitions;
  }

  /** What the brokers' processes said, for a failure's message. */
  String story() {
    StringBuilder story = new StringBuilder();
    brokers.forEach(broker -> story.append(broker.broker().story()));
    return story.toString();
  }

  @Override
  public void close() {
    for (int id = brokers.size() - 1; id >= 0; id--) {
      brokers.get(id).close();
    }
  }
}
