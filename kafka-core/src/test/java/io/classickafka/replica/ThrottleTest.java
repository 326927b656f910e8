package io.classickafka.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.log.LogConfig;
import io.classickafka.log.Origin;
import io.classickafka.protocol.ApiKey;
import io.classickafka.quota.ReplicationQuota;
import io.classickafka.quota.ThrottledReplicas;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Throttled copying (KIP-73) keeps to its rate, and holds up nothing else. */
class ThrottleTest {

  private static final TopicPartition OTHER = new TopicPartition(ReplicaCluster.TOPIC, 1);
  private static final int RECORD_BYTES = 50_000;
  private static final int RECORDS = 200;
  private static final long ALL_BYTES = (long) RECORD_BYTES * RECORDS;
  private static final long RATE = 200_000;

  /** What a fetch may bring that was sent just before the rate was passed. */
  private static final long FETCH_BYTES = 1 << 20;

  private static final ThrottledReplicas FIRST = ThrottledReplicas.of(List.of("0:1"), 1);

  @Test
  void rule() {
    DecisionTable.check(
        "throttle.txt",
        row -> {
          boolean listed = row.text("listed").equals("yes");
          boolean exceeded = row.text("exceeded").equals("yes");
          boolean held =
              row.text("side").equals("leader")
                  ? ThrottleRule.leaderHolds(listed, row.text("inSync").equals("yes"), exceeded)
                  : ThrottleRule.followerHolds(
                      listed, row.text("caughtUp").equals("yes"), exceeded);
          return held ? "held" : "goes";
        });
  }

  /** Broker 3 comes back without any of the records of two partitions, as one that is added. */
  private static ReplicaCluster withNewReplica(boolean leader, boolean follower) {
    ReplicaCluster cluster = ReplicaCluster.seeded(21);
    cluster.stop(3);
    cluster.elect(1, 2);
    cluster.shrinkTo(List.of(1, 2));
    cluster.elect(1, 2);
    fill(cluster, ReplicaCluster.ORDERS);
    fill(cluster, OTHER);
    cluster.advance(2_000);
    assertThat(cluster.log(2).logEndOffset()).isEqualTo(RECORDS);
    if (leader) {
      throttle(cluster.nodes.get(1), FIRST, ThrottledReplicas.NONE);
      cluster.nodes.get(1).quotas.leader().limit(RATE);
    }
    cluster.start(3);
    if (follower) {
      throttle(cluster.nodes.get(3), ThrottledReplicas.NONE, FIRST);
      cluster.nodes.get(3).quotas.follower().limit(RATE);
    }
    cluster.command(1);
    cluster.command(3);
    cluster.simulation.runUntilIdle();
    return cluster;
  }

  private static void throttle(
      ReplicaNode node, ThrottledReplicas asLeader, ThrottledReplicas asFollower) {
    node.settings = new PartitionSettings(LogConfig.DEFAULTS, 1, true, false, asLeader, asFollower);
    node.replicas.configure(ReplicaCluster.TOPIC);
    node.fetchers.onThrottleChanged();
  }

  private static void fill(ReplicaCluster cluster, TopicPartition name) {
    Partition partition = cluster.partition(1, name);
    for (int i = 0; i < RECORDS; i++) {
      append(partition);
    }
    cluster.simulation.runUntilIdle();
  }

  private static void append(Partition partition) {
    partition
        .loop()
        .execute(
            () ->
                partition.append(
                    ReplicaCluster.batch("x".repeat(RECORD_BYTES)), Origin.CLIENT, false));
  }

  private static long copied(ReplicaCluster cluster, TopicPartition name) {
    return cluster.partition(3, name).log().sizeBytes();
  }

  private static void keepsToItsRate(boolean leader, boolean follower) {
    try (ReplicaCluster cluster = withNewReplica(leader, follower)) {
      long begunMs = cluster.simulation.nowMs();
      cluster.advance(2_000);
      assertThat(copied(cluster, OTHER)).as("not throttled").isGreaterThan(ALL_BYTES);
      long tookMs = 2_000;
      while (copied(cluster, ReplicaCluster.ORDERS) < ALL_BYTES) {
        assertThat(copied(cluster, ReplicaCluster.ORDERS))
            .as("after %d ms", tookMs)
            .isLessThanOrEqualTo(RATE * (tookMs / 1_000 + 1) + FETCH_BYTES);
        cluster.advance(500);
        tookMs = cluster.simulation.nowMs() - begunMs;
        assertThat(tookMs).as("made no way").isLessThan(1_000 * ALL_BYTES / RATE + 5_000);
      }
      assertThat(tookMs).as("held").isGreaterThan(1_000 * (ALL_BYTES - FETCH_BYTES) / RATE - 1_000);
      cluster.advance(2_000);
      assertThat(cluster.decided().isr()).containsExactlyInAnyOrder(1, 2, 3);
      cluster.assertIdentical();
    }
  }

  @Test
  void aLeaderKeepsToItsRate() {
    keepsToItsRate(true, false);
  }

  @Test
  void aFollowerKeepsToItsRate() {
    keepsToItsRate(false, true);
  }

  @Test
  void bothKeepToTheirRates() {
    keepsToItsRate(true, true);
  }

  @Test
  void whoIsHeldAsksNothingUntilItMayGoOn() {
    try (ReplicaCluster cluster = withNewReplica(false, true)) {
      // Its other partition is with the same fetcher, which asks once in each long poll.
      cluster.advance(2_000);
      cluster.sent.clear();
      cluster.advance(10_000);
      long fetches =
          cluster.sent.stream()
              .filter(sent -> sent.from() == 3 && sent.to() == 1 && sent.api() == ApiKey.FETCH)
              .count();
      assertThat(fetches).isLessThan(10_000 / ReplicaNode.MAX_WAIT_MS + 20);
    }
  }

  @Test
  void withoutALimitEverythingGoesOnAtOnce() {
    try (ReplicaCluster cluster = withNewReplica(true, true)) {
      cluster.advance(2_000);
      assertThat(copied(cluster, ReplicaCluster.ORDERS)).isLessThan(ALL_BYTES);
      cluster.nodes.get(1).quotas.leader().limit(ReplicationQuota.UNLIMITED);
      cluster.nodes.get(3).quotas.follower().limit(ReplicationQuota.UNLIMITED);
      cluster.advance(200);
      assertThat(copied(cluster, ReplicaCluster.ORDERS)).isGreaterThan(ALL_BYTES);
    }
  }

  @Test
  void whatIsNotListedAnyMoreGoesOnAtOnce() {
    try (ReplicaCluster cluster = withNewReplica(true, true)) {
      cluster.advance(2_000);
      throttle(cluster.nodes.get(1), ThrottledReplicas.NONE, ThrottledReplicas.NONE);
      throttle(cluster.nodes.get(3), ThrottledReplicas.NONE, ThrottledReplicas.NONE);
      cluster.advance(200);
      assertThat(copied(cluster, ReplicaCluster.ORDERS)).isGreaterThan(ALL_BYTES);
    }
  }

  @Test
  void whoIsInSyncIsNeverHeld() {
    try (ReplicaCluster cluster = withNewReplica(true, false)) {
      throttle(cluster.nodes.get(2), ThrottledReplicas.NONE, ThrottledReplicas.of(List.of("*"), 2));
      cluster.nodes.get(2).quotas.follower().limit(0);
      // The rate of the leader is used up by broker 3.
      cluster.advance(2_000);
      append(cluster.partition(1));
      cluster.advance(50);
      assertThat(cluster.log(2).logEndOffset()).isEqualTo(RECORDS + 1);
      assertThat(cluster.log(1).highWatermark()).isEqualTo(RECORDS + 1);
    }
  }
}
