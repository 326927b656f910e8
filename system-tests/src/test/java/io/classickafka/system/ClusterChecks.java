package io.classickafka.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What must hold of a cluster after whatever was done to it under load. */
final class ClusterChecks {

  private static final Duration HEALED = Duration.ofSeconds(60);

  private ClusterChecks() {}

  /** Waits until every replica of every partition is in sync again. */
  static void awaitInSync(TestCluster cluster) {
    Await.until("every replica in sync", HEALED, cluster::inSync, cluster::story);
  }

  /**
   * Every acknowledged record is at its offset, each value is there once, and each producer's
   * records of a partition lie in the order in which they were sent.
   */
  static void assertWrittenOnceInOrder(
      TestCluster cluster, String topic, int partitions, Load.Sent sent) {
    TreeMap<String, String> stored = new TreeMap<>();
    Map<String, Integer> last = new HashMap<>();
    Set<String> values = new HashSet<>();
    List<String> wrong = new ArrayList<>();
    List<String> lines =
        Programs.java(
                "3.9", "ReadAll.java", cluster.bootstrap(), topic, Integer.toString(partitions))
            .run("reader", cluster.logs())
            .lines();
    for (String line : lines) {
      String value = line.substring(line.lastIndexOf(' ') + 1);
      stored.put(line.substring(0, line.lastIndexOf(' ')), line);
      if (!values.add(value)) {
        wrong.add("twice: " + line);
      }
      int number = Integer.parseInt(value.substring(1));
      String stream = line.substring(0, line.indexOf(' ')) + value.charAt(0);
      Integer before = last.put(stream, number);
      if (before != null && before >= number) {
        wrong.add("behind " + before + ": " + line);
      }
    }
    for (String line : sent.acknowledged()) {
      if (!line.equals(stored.get(line.substring(0, line.lastIndexOf(' '))))) {
        wrong.add("acknowledged and not there: " + line);
      }
    }
    for (int i = 0; i < sent.sentByLibrdkafka(); i++) {
      if (!values.contains(Load.LIBRDKAFKA + i)) {
        wrong.add("sent by librdkafka and not there: " + i);
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(stored).hasSize(sent.acknowledged().size() + sent.sentByLibrdkafka());
  }

  /**
   * Once nobody writes, the whole logs lie below the high watermark, and the files of all replicas
   * of all partitions are the same byte by byte.
   */
  static void assertReplicasAreIdentical(TestCluster cluster) {
    TreeSet<String> names = new TreeSet<>();
    for (TestBroker broker : cluster.brokers()) {
      names.addAll(segments(broker));
    }
    assertThat(names).isNotEmpty();
    // The last records reach a follower a moment after they were acknowledged to nobody.
    Await.until(
        "followers at the end of every log",
        HEALED,
        () -> names.stream().allMatch(name -> sizes(cluster, name).size() == 1),
        () -> names.stream().map(name -> name + sizes(cluster, name)).toList().toString());
    for (String name : names) {
      byte[] first = bytes(cluster.broker(0), name);
      for (TestBroker other : cluster.brokers()) {
        assertThat(bytes(other, name)).as(name).isEqualTo(first);
      }
    }
  }

  private static Set<Long> sizes(TestCluster cluster, String name) {
    Set<Long> sizes = new TreeSet<>();
    for (TestBroker broker : cluster.brokers()) {
      Path file = broker.data().resolve(name);
      try {
        sizes.add(Files.exists(file) ? Files.size(file) : -1);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return sizes;
  }

  private static byte[] bytes(TestBroker broker, String name) {
    try {
      return Files.readAllBytes(broker.data().resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> segments(TestBroker broker) {
    try (Stream<Path> files = Files.walk(broker.data(), 2)) {
      return files
          .map(file -> broker.data().relativize(file).toString())
          .filter(name -> name.endsWith(".log"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
