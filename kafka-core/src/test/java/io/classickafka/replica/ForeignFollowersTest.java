package io.classickafka.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.config.InterBrokerVersion;
import io.classickafka.log.Durability;
import io.classickafka.log.LogConfig;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** An operator is told of followers that do not force what they acknowledge. */
class ForeignFollowersTest {

  private static final String OF_APACHE = "broker-2-fetcher-0";

  @Test
  void eachIsToldOfOnce() {
    ForeignFollowers followers = new ForeignFollowers();
    TopicPartition other = new TopicPartition(ReplicaCluster.TOPIC, 1);
    assertThat(followers.onFetch(2, ReplicaCluster.ORDERS)).isTrue();
    assertThat(followers.onFetch(2, other)).isFalse();
    assertThat(followers.onFetch(3, other)).isTrue();
    assertThat(followers.told()).containsExactly(2, 3);
  }

  private static ReplicaCluster running(Durability durability) {
    LogConfig log = LogConfig.DEFAULTS.toBuilder().durability(durability).build();
    ReplicaCluster cluster =
        new ReplicaCluster(5, InterBrokerVersion.LATEST, new PartitionSettings(log, 1, true));
    cluster.clientIds = id -> id == 2 ? OF_APACHE : FollowerIdentity.clientId(id);
    cluster.elect(1, 1);
    cluster.advance(1_000);
    return cluster;
  }

  @Test
  void aFollowerThatNamesItselfAsApachesIsFoundWhereWritesAreForced() {
    try (ReplicaCluster cluster = running(Durability.FLUSH)) {
      assertThat(cluster.nodes.get(1).replicas.foreignFollowers()).containsExactly(2);
    }
  }

  @Test
  void whereNobodyAskedForForcesItIsNoMatter() {
    try (ReplicaCluster cluster = running(Durability.PAGE_CACHE)) {
      assertThat(cluster.nodes.get(1).replicas.foreignFollowers()).isEmpty();
    }
  }
}
