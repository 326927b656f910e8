package io.classickafka.client.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classickafka.client.cluster.ScriptedCluster;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.ListOffsetsRequest;
import io.classickafka.protocol.message.ListOffsetsResponse;
import io.classickafka.protocol.message.ListOffsetsResponse.ListOffsetsPartitionResponse;
import io.classickafka.protocol.message.ListOffsetsResponse.ListOffsetsTopicResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class LeaderCallsTest {

  private static final TopicPartition OPEN = new TopicPartition("open", 0);
  private static final TopicPartition SECRET = new TopicPartition("secret", 0);
  private static final TopicPartition BAD = new TopicPartition("bad", 0);

  private final ScriptedCluster cluster =
      new ScriptedCluster().topic("open", 1).topic("secret", 1).topic("bad", 1);

  private Map<TopicPartition, KafkaFuture<ListOffsetsResultInfo>> ask(
      TopicPartition... partitions) {
    Map<TopicPartition, Long> times = new LinkedHashMap<>();
    for (TopicPartition partition : partitions) {
      times.put(partition, -1L);
    }
    LeaderCalls<Long, ListOffsetsResultInfo> calls =
        new LeaderCalls<>(
            cluster.client,
            times,
            (target, some, repeats) ->
                new ListOffsetsCall(target, some, IsolationLevel.READ_UNCOMMITTED, repeats),
            60_000);
    Map<TopicPartition, KafkaFuture<ListOffsetsResultInfo>> futures = calls.start();
    cluster.pass(100);
    return futures;
  }

  private static <V> KafkaFuture<V> of(
      Map<TopicPartition, KafkaFuture<V>> futures, TopicPartition partition) {
    return Objects.requireNonNull(futures.get(partition));
  }

  @Test
  void topicThatMayNotBeAskedFailsAtOnceAndTheOthersDoNot() throws Exception {
    cluster.refused.put("secret", ErrorCode.TOPIC_AUTHORIZATION_FAILED);
    cluster.refused.put("bad", ErrorCode.INVALID_TOPIC_EXCEPTION);
    Map<TopicPartition, KafkaFuture<ListOffsetsResultInfo>> futures = ask(OPEN, SECRET, BAD);
    assertThat(of(futures, SECRET).isDone()).isTrue();
    assertThatThrownBy(() -> of(futures, SECRET).get())
        .cause()
        .isInstanceOfSatisfying(
            TopicAuthorizationException.class,
            error -> assertThat(error.unauthorizedTopics()).containsExactly("secret"));
    assertThat(of(futures, BAD).isDone()).isTrue();
    assertThatThrownBy(() -> of(futures, BAD).get())
        .cause()
        .isInstanceOfSatisfying(
            InvalidTopicException.class,
            error -> assertThat(error.invalidTopics()).containsExactly("bad"));
    assertThat(cluster.open().get(0).<ListOffsetsRequest>body().topics()).hasSize(1);
    ListOffsetsTopicResponse topic = new ListOffsetsTopicResponse().name("open");
    topic.partitions().add(new ListOffsetsPartitionResponse().partitionIndex(0).offset(42));
    cluster.take().answer(new ListOffsetsResponse().topics(List.of(topic)));
    cluster.run();
    assertThat(of(futures, OPEN).get().offset()).isEqualTo(42);
  }

  @Test
  void topicThatMayComeYetIsAskedForAgain() {
    cluster.refused.put("open", ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
    Map<TopicPartition, KafkaFuture<ListOffsetsResultInfo>> futures = ask(OPEN);
    assertThat(of(futures, OPEN).isDone()).isFalse();
    cluster.refused.clear();
    cluster.pass(2_000);
    assertThat(cluster.open().get(0).<ListOffsetsRequest>body().topics()).hasSize(1);
  }
}
