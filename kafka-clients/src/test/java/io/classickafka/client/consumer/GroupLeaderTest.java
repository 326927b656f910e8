package io.classickafka.client.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.client.cluster.ScriptedCluster;
import io.classickafka.protocol.message.JoinGroupResponse.JoinGroupResponseMember;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Assignment;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.junit.jupiter.api.Test;

class GroupLeaderTest {

  private final ScriptedCluster cluster = new ScriptedCluster().topic("t", 2);
  private final GroupLeader leader = new GroupLeader(cluster.client, List.of(new RangeAssignor()));

  // The topic is not known yet, so that the decision waits for the metadata.
  private CompletableFuture<Map<String, Assignment>> decision() {
    JoinGroupResponseMember me =
        new JoinGroupResponseMember()
            .memberId("me")
            .metadata(EmbeddedProtocol.encode(new Subscription(List.of("t"))));
    CompletableFuture<Map<String, Assignment>> decision =
        leader.assign("range", List.of(me), List.of("t"));
    assertThat(decision).isNotDone();
    return decision;
  }

  private void grow() {
    cluster.topic("t", 3);
    cluster.client.metadata().refreshSoon();
    cluster.pass(200);
  }

  @Test
  void decisionIsWatched() {
    CompletableFuture<Map<String, Assignment>> decision = decision();
    cluster.pass(200);
    assertThat(decision.getNow(Map.of())).containsOnlyKeys("me");
    assertThat(leader.hasChanged()).isFalse();
    grow();
    assertThat(leader.hasChanged()).isTrue();
  }

  @Test
  void decisionThatComesTooLateCountsForNothing() {
    CompletableFuture<Map<String, Assignment>> late = decision();
    leader.resign();
    cluster.pass(200);
    assertThat(late).isCompletedWithValue(Map.of());
    grow();
    assertThat(leader.hasChanged()).isFalse();
  }
}
