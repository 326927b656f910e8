package io.classickafka.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three brokers with three replicas of everything: one dies under load, one is stopped. */
class ClusterIT {

  private static final int RECORDS = 30_000;
  private static final int PARTITIONS = 3;

  @TempDir Path folder;

  @Test
  void leadersKilledAndStoppedUnderLoadLoseNothingDoubleNothingAndComeBack() throws IOException {
    try (TestCluster cluster = new TestCluster(folder, 3, "zookeeper.session.timeout.ms", "3000")) {
      cluster.start();
      cluster
          .run(
              "kafka-topics.sh",
              "--bootstrap-server",
              cluster.bootstrap(),
              "--create",
              "--topic",
              "orders",
              "--partitions",
              Integer.toString(PARTITIONS),
              "--replication-factor",
              "3",
              "--config",
              "min.insync.replicas=2")
          .succeeded();
      try (Child producer =
          Programs.java(
                  "3.9",
                  "AckedProducer.java",
                  cluster.bootstrap(),
                  "orders",
                  Integer.toString(RECORDS))
              .start("producer", cluster.logs())) {
        awaitAcknowledged(producer, RECORDS / 5, cluster);
        int leader = Integer.parseInt(cluster.describe("orders").get(0).leader());
        cluster.broker(leader).broker().kill9();
        awaitAcknowledged(producer, RECORDS * 2 / 5, cluster);
        cluster.broker(leader).startBroker();
        awaitAcknowledged(producer, RECORDS * 3 / 5, cluster);
        awaitInSync(cluster);
        int leaving = Integer.parseInt(cluster.describe("orders").get(1).leader());
        Child stopped = cluster.broker(leaving).broker();
        stopped.terminate();
        assertThat(stopped.result(Duration.ofSeconds(30)).exitCode()).isEqualTo(143);
        assertThat(stopped.output()).contains("leaderships moved");
        cluster.broker(leaving).startBroker();
        List<String> acked =
            producer.result(Duration.ofSeconds(90)).lines().stream()
                .filter(line -> !line.equals("DONE"))
                .toList();
        awaitInSync(cluster);
        assertThat(acked).hasSize(RECORDS);
        assertEverythingStoredOnce(cluster, acked);
        assertReplicasAreIdentical(cluster);
      }
    }
  }

  private static void awaitAcknowledged(Child producer, int count, TestCluster cluster) {
    Await.until(
        count + " acknowledged records",
        Duration.ofSeconds(60),
        () -> producer.output().lines().count() > count,
        () -> producer.story() + cluster.story());
  }

  private static void awaitInSync(TestCluster cluster) {
    Await.until(
        "three in-sync replicas of every partition",
        Duration.ofSeconds(60),
        () ->
            cluster.describe("orders").values().stream()
                .allMatch(partition -> partition.isr().size() == 3),
        () -> cluster.describe("orders") + cluster.story());
  }

  private static void assertEverythingStoredOnce(TestCluster cluster, List<String> acked) {
    TreeMap<String, String> stored = new TreeMap<>();
    Programs.java(
            "3.9", "ReadAll.java", cluster.bootstrap(), "orders", Integer.toString(PARTITIONS))
        .run("reader", cluster.logs())
        .lines()
        .forEach(line -> stored.put(line.substring(0, line.lastIndexOf(' ')), line));
    for (String line : acked) {
      assertThat(stored.get(line.substring(0, line.lastIndexOf(' ')))).isEqualTo(line);
    }
    long values =
        stored.values().stream().map(v -> v.substring(v.lastIndexOf(' '))).distinct().count();
    assertThat(values)
        .as("an idempotent producer writes each record once")
        .isEqualTo(stored.size());
  }

  /** Every write was acknowledged by all, so the whole logs lie below the high watermark. */
  private static void assertReplicasAreIdentical(TestCluster cluster) throws IOException {
    for (int partition = 0; partition < PARTITIONS; partition++) {
      byte[] first = segment(cluster, 0, partition);
      assertThat(first).isNotEmpty();
      for (int broker = 1; broker < 3; broker++) {
        assertThat(segment(cluster, broker, partition))
            .as("partition %d of brokers 0 and %d", partition, broker)
            .isEqualTo(first);
      }
    }
  }

  private static byte[] segment(TestCluster cluster, int broker, int partition) throws IOException {
    return Files.readAllBytes(
        cluster
            .broker(broker)
            .data()
            .resolve("orders-" + partition)
            .resolve("0".repeat(20) + ".log"));
  }
}
