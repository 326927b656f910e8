package io.classickafka.client.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classickafka.client.cluster.ScriptedCluster.Open;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.message.ListGroupsRequest;
import io.classickafka.protocol.message.ListGroupsResponse;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ClusterClientTest {

  private final ScriptedCluster cluster = new ScriptedCluster();

  private record ToBroker(int id) implements Call<String> {

    @Override
    public ApiKey api() {
      return ApiKey.LIST_GROUPS;
    }

    @Override
    public Target target() {
      return Target.node(id);
    }

    @Override
    public ApiMessage request() {
      return new ListGroupsRequest();
    }

    @Override
    public Outcome<String> outcome(ApiMessage response, short version) {
      return Outcome.done("answered");
    }
  }

  @Test
  void callOnItsWayToABrokerThatMovedIsRepeatedThere() {
    cluster.lead(2);
    // The second broker answers what the first one, which hangs, does not.
    cluster.client.call(new ToBroker(2), 60_000);
    cluster.run();
    cluster.take().answer(new ListGroupsResponse());
    CompletableFuture<String> call = cluster.client.call(new ToBroker(1), 60_000);
    cluster.run();
    assertThat(cluster.take().peer().host).isEqualTo("broker");
    cluster.move("elsewhere");
    assertThat(cluster.client.link(1)).isNotNull();
    cluster.pass(2_000);
    Open again = cluster.take();
    assertThat(again.peer().host).isEqualTo("elsewhere");
    again.answer(new ListGroupsResponse());
    assertThat(call).isCompletedWithValue("answered");
  }

  @Test
  void nameThatNoRequestCanCarryHidesNoOtherTopic() {
    cluster.topic("t", 1);
    assertThat(cluster.client.metadata().want("x".repeat(Short.MAX_VALUE + 1))).isNull();
    assertThat(cluster.client.metadata().want("t")).isNull();
    cluster.pass(2_000);
    assertThat(cluster.client.snapshot().topic("t")).isNotNull();
  }

  @Test
  void epochsOfBrokersThatDoNotKeepThemTrueAreNotTaken() {
    cluster.topic("t", 1);
    cluster.highest.put(ApiKey.METADATA, 8);
    assertThat(cluster.client.metadata().want("t")).isNull();
    cluster.run();
    PartitionSnapshot partition = cluster.client.snapshot().partition(new TopicPartition("t", 0));
    assertThat(partition).isNotNull();
    assertThat(partition.leaderEpoch()).isEqualTo(-1);
  }

  @Test
  void callOnItsWayFailsWhenTheClientCloses() {
    CompletableFuture<String> call = cluster.client.call(new ToBroker(1), 60_000);
    cluster.run();
    assertThat(cluster.client.close()).isDone();
    assertThatThrownBy(call::get).hasCauseInstanceOf(KafkaException.class);
  }
}
