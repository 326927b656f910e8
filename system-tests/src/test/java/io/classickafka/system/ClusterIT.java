package io.classickafka.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three brokers with three replicas of everything: one dies under load, one is stopped. */
class ClusterIT {

  private static final int PARTITIONS = 3;

  @TempDir Path folder;

  @Test
  @Needs(ForeignClient.KCAT)
  void leadersKilledAndStoppedUnderLoadLoseNothingDoubleNothingAndComeBack() {
    try (TestCluster cluster = TestCluster.replicated(folder, "3000").start()) {
      cluster.createTopic("orders", PARTITIONS);
      Load.Sent sent;
      try (Load load = Load.start(cluster, "orders")) {
        load.awaitMore(2_000, cluster);
        int leader = cluster.leader("orders", 0);
        cluster.broker(leader).broker().kill9();
        load.awaitMore(2_000, cluster);
        cluster.broker(leader).startBroker();
        ClusterChecks.awaitInSync(cluster);
        int leaving = cluster.leader("orders", 1);
        Child stopped = cluster.broker(leaving).broker();
        stopped.terminate();
        assertThat(stopped.result(Duration.ofSeconds(30)).exitCode()).isEqualTo(143);
        assertThat(stopped.output()).contains("leaderships moved");
        load.awaitMore(1_000, cluster);
        cluster.broker(leaving).startBroker();
        ClusterChecks.awaitInSync(cluster);
        sent = load.stop();
      }
      ClusterChecks.assertWrittenOnceInOrder(cluster, "orders", PARTITIONS, sent);
      ClusterChecks.assertReplicasAreIdentical(cluster);
      assertAllStopAtOnce(cluster);
    }
  }

  /** Nobody can take anything over, and nobody waits for somebody who could. */
  private static void assertAllStopAtOnce(TestCluster cluster) {
    System.out.printf("three brokers stopped together in %d ms%n", cluster.stopTogether());
    for (TestBroker broker : cluster.brokers()) {
      assertThat(broker.broker().output()).contains("broker stopped").doesNotContain("attempt=2");
    }
  }
}
