package io.classickafka.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a cluster of three must live through while two idempotent producers write: nothing is lost,
 * nothing is there twice, no send fails for good, every replica is in sync within a minute, and at
 * the end all replicas have the same bytes. Too long for every build: {@code -Dscenarios=all}.
 */
@EnabledIfSystemProperty(named = "scenarios", matches = "all")
@Needs(ForeignClient.KCAT)
class ClusterScenariosIT {

  private static final String TOPIC = "orders";
  private static final int PARTITIONS = 6;
  private static final long SESSION_MS = 6_000;

  @TempDir Path folder;
  private TestCluster cluster;
  private Load load;

  @BeforeEach
  void startUnderLoad() {
    cluster = TestCluster.replicated(folder, Long.toString(SESSION_MS)).start();
    cluster.createTopic(TOPIC, PARTITIONS);
    load = Load.start(cluster, TOPIC);
    load.awaitMore(2_000, cluster);
  }

  @AfterEach
  void close() {
    load.close();
    cluster.close();
  }

  private void endAndCheck(String what) {
    Load.Sent sent = load.stop();
    System.out.printf(
        "%s: %d + %d records, longest time without an acknowledgement, in ms: %s%n",
        what, sent.acknowledged().size(), sent.sentByLibrdkafka(), sent.longestGap());
    ClusterChecks.awaitInSync(cluster);
    ClusterChecks.assertWrittenOnceInOrder(cluster, TOPIC, PARTITIONS, sent);
    ClusterChecks.assertReplicasAreIdentical(cluster);
  }

  private void dieAndReturn(int broker) {
    cluster.broker(broker).broker().kill9();
    load.awaitMore(2_000, cluster);
    cluster.broker(broker).startBroker();
    ClusterChecks.awaitInSync(cluster);
    load.awaitMore(1_000, cluster);
  }

  @Test
  void leaderControllerAndCoordinatorKilledOneAfterTheOther() {
    try (GroupMember member = GroupMember.start(cluster, TOPIC, "billing")) {
      member.awaitCommits(5, cluster);
      dieAndReturn(cluster.leader(TOPIC, 0));
      dieAndReturn(cluster.controller());
      member.awaitCommits(5, cluster);
      int coordinator = member.coordinator(cluster);
      cluster.broker(coordinator).broker().kill9();
      member.awaitCommits(5, cluster);
      cluster.broker(coordinator).startBroker();
      ClusterChecks.awaitInSync(cluster);
      member.awaitCommits(5, cluster);
      member.stop();
    }
    endAndCheck("killed");
  }

  @Test
  void leaderPausedForLongerThanItsSessionWritesNothingMoreWhenItGoesOn() {
    int paused = cluster.leader(TOPIC, 0);
    cluster.broker(paused).broker().pause();
    Await.until(
        "another leader",
        Duration.ofMillis(SESSION_MS + 20_000),
        () -> cluster.leader(TOPIC, 0) != paused,
        cluster::story);
    load.awaitMore(1_000, cluster);
    cluster.broker(paused).broker().resume();
    ClusterChecks.awaitInSync(cluster);
    load.awaitMore(1_000, cluster);
    assertThat(cluster.broker(paused).broker().alive()).isTrue();
    endAndCheck("paused leader");
  }

  @Test
  void controllerPausedForLongerThanItsSessionDecidesNothingMoreWhenItGoesOn() {
    int paused = cluster.controller();
    cluster.broker(paused).broker().pause();
    Await.until(
        "another controller",
        Duration.ofMillis(SESSION_MS + 20_000),
        () -> cluster.controller() != -1 && cluster.controller() != paused,
        cluster::story);
    cluster.broker(paused).broker().resume();
    ClusterChecks.awaitInSync(cluster);
    load.awaitMore(1_000, cluster);
    endAndCheck("paused controller");
  }

  @Test
  void zooKeeperRestarted() {
    cluster.broker(0).killZooKeeper();
    cluster.broker(0).startZooKeeper();
    load.awaitMore(5_000, cluster);
    cluster.createTopic("after", 3);
    endAndCheck("ZooKeeper restarted");
  }

  @Test
  void zooKeeperAwayForLongerThanASession() {
    cluster.broker(0).killZooKeeper();
    long endsNs = System.nanoTime() + 3 * SESSION_MS * 1_000_000;
    // Leaders serve on, all the time.
    do {
      load.awaitMore(500, cluster);
    } while (System.nanoTime() < endsNs);
    cluster.broker(0).startZooKeeper();
    Await.until(
        "a controller", Duration.ofSeconds(60), () -> cluster.controller() >= 0, cluster::story);
    ClusterChecks.awaitInSync(cluster);
    load.awaitMore(1_000, cluster);
    cluster.createTopic("after", 3);
    endAndCheck("ZooKeeper away");
  }

  @Test
  void everyBrokerRestartedInTurn() {
    try (GroupMember member = GroupMember.start(cluster, TOPIC, "billing")) {
      member.awaitCommits(5, cluster);
      for (TestBroker broker : cluster.brokers()) {
        Child leaving = broker.broker();
        leaving.terminate();
        assertThat(leaving.result(Duration.ofSeconds(30)).exitCode()).isEqualTo(143);
        assertThat(leaving.output()).contains("leaderships moved");
        broker.startBroker();
        ClusterChecks.awaitInSync(cluster);
        load.awaitMore(1_000, cluster);
      }
      member.awaitCommits(5, cluster);
      member.stop();
    }
    endAndCheck("rolling restart");
  }
}
