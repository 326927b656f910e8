package io.classickafka.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.log.Origin;
import io.classickafka.protocol.ApiKey;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code num.replica.fetchers} changes while partitions are copied. */
class FetcherResizeTest {

  private static final int PARTITIONS = 8;

  private static TopicPartition name(int partition) {
    return new TopicPartition(ReplicaCluster.TOPIC, partition);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void noPartitionIsLostOrCopiedByTwo(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] appended = new int[PARTITIONS];
    try (ReplicaCluster cluster = ReplicaCluster.seeded(seed)) {
      cluster.elect(1, PARTITIONS);
      for (int step = 0; step < 200; step++) {
        int partition = random.nextInt(PARTITIONS);
        append(cluster, partition, appended[partition]++);
        if (random.nextInt(10) == 0) {
          ReplicaNode follower = cluster.nodes.get(2 + random.nextInt(2));
          follower.fetchersPerLeader = 1 + random.nextInt(5);
          follower.fetchers.resize();
        }
        cluster.advance(random.nextInt(4));
      }
      cluster.advance(3_000);
      for (int partition = 0; partition < PARTITIONS; partition++) {
        for (int id : ReplicaCluster.ALL) {
          Partition replica = cluster.partition(id, name(partition));
          assertThat(replica.log().logEndOffset())
              .as("seed %d partition %d of %d", seed, partition, id)
              .isEqualTo(appended[partition]);
          assertThat(replica.log().highWatermark()).isEqualTo(appended[partition]);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5})
  void thereAreAsManyFetchersAsAskedForAtOnce(int fetchers) {
    try (ReplicaCluster cluster = ReplicaCluster.seeded(3)) {
      cluster.elect(1, 40);
      cluster.advance(1_000);
      assertThat(links(cluster)).isEqualTo(1);
      cluster.nodes.get(2).fetchersPerLeader = fetchers;
      cluster.nodes.get(2).fetchers.resize();
      cluster.advance(20);
      assertThat(links(cluster)).as("bigger").isEqualTo(fetchers);
      cluster.nodes.get(2).fetchersPerLeader = 1;
      cluster.nodes.get(2).fetchers.resize();
      cluster.advance(20);
      cluster.sent.clear();
      assertThat(links(cluster)).as("smaller").isEqualTo(1);
    }
  }

  /** Fetchers of broker 2 that ask broker 1 within some time. */
  private static int links(ReplicaCluster cluster) {
    cluster.sent.clear();
    cluster.advance(ReplicaNode.MAX_WAIT_MS + 50);
    Set<Integer> links = new HashSet<>();
    for (ReplicaCluster.Sent sent : cluster.sent) {
      if (sent.from() == 2 && sent.to() == 1 && sent.api() == ApiKey.FETCH) {
        links.add(sent.link());
      }
    }
    return links.size();
  }

  private static void append(ReplicaCluster cluster, int partition, int value) {
    Partition leader = cluster.partition(1, name(partition));
    leader
        .loop()
        .execute(
            () -> leader.append(ReplicaCluster.batch("<" + value + ">"), Origin.CLIENT, false));
  }
}
