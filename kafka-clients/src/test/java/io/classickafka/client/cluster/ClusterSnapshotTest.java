package io.classickafka.client.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.protocol.message.MetadataResponse;
import io.classickafka.protocol.message.MetadataResponse.MetadataResponsePartition;
import io.classickafka.protocol.message.MetadataResponse.MetadataResponseTopic;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ClusterSnapshotTest {

  private static MetadataResponse led(int leader, int epoch) {
    MetadataResponseTopic topic = new MetadataResponseTopic().name("t");
    topic.partitions().add(new MetadataResponsePartition().leaderId(leader).leaderEpoch(epoch));
    MetadataResponse response = new MetadataResponse();
    response.topics().add(topic);
    return response;
  }

  private static int leader(ClusterSnapshot snapshot) {
    return Objects.requireNonNull(snapshot.partition(new TopicPartition("t", 0))).leaderId();
  }

  @Test
  void leaderOfAnEarlierEpochIsPassedOver() {
    assertThat(leader(ClusterSnapshot.of(led(1, 3)).next(led(2, 2)))).isEqualTo(1);
    assertThat(leader(ClusterSnapshot.of(led(1, 3)).next(led(2, 4)))).isEqualTo(2);
  }

  @Test
  void leaderWithoutAnEpochIsBelieved() {
    ClusterSnapshot told = ClusterSnapshot.of(led(1, 3)).next(led(2, -1));
    assertThat(leader(told)).isEqualTo(2);
    assertThat(leader(told.next(led(1, 3)))).isEqualTo(1);
  }
}
