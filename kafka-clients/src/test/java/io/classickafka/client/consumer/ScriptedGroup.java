package io.classickafka.client.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.client.cluster.ScriptedCluster;
import io.classickafka.client.cluster.ScriptedCluster.Open;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.FetchRequest;
import io.classickafka.protocol.message.FindCoordinatorRequest;
import io.classickafka.protocol.message.FindCoordinatorResponse;
import io.classickafka.protocol.message.HeartbeatRequest;
import io.classickafka.protocol.message.HeartbeatResponse;
import io.classickafka.protocol.message.JoinGroupRequest;
import io.classickafka.protocol.message.JoinGroupResponse;
import io.classickafka.protocol.message.OffsetCommitResponse;
import io.classickafka.protocol.message.OffsetCommitResponse.OffsetCommitResponsePartition;
import io.classickafka.protocol.message.OffsetCommitResponse.OffsetCommitResponseTopic;
import io.classickafka.protocol.message.OffsetFetchRequest;
import io.classickafka.protocol.message.OffsetFetchResponse;
import io.classickafka.protocol.message.OffsetFetchResponse.OffsetFetchResponsePartition;
import io.classickafka.protocol.message.OffsetFetchResponse.OffsetFetchResponseTopic;
import io.classickafka.protocol.message.SyncGroupRequest;
import io.classickafka.protocol.message.SyncGroupResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Assignment;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;

/** A consumer in a group whose coordinator the test plays. Fetches are passed over. */
final class ScriptedGroup {

  static final TopicPartition T0 = new TopicPartition("t", 0);
  static final TopicPartition T1 = new TopicPartition("t", 1);

  final ScriptedCluster cluster;
  final ConsumerSettings settings;
  final ConsumerCore core;

  ScriptedGroup(ConsumerPartitionAssignor assignor) {
    this(assignor, new ScriptedCluster());
  }

  ScriptedGroup(ConsumerPartitionAssignor assignor, ScriptedCluster played) {
    cluster = played.topic("t", 2);
    settings = ScriptedSettings.of("g", OffsetResetStrategy.EARLIEST, "", assignor);
    core = new ConsumerCore(cluster.client, settings);
  }

  /** The next request, which must be of a kind. */
  <T extends ApiMessage> Open expect(Class<T> type) {
    cluster.run();
    for (int i = 0; i < 500 && !isAsked(); i++) {
      cluster.pass(10);
    }
    assertThat(cluster.open()).as(type.getSimpleName()).isNotEmpty();
    assertThat(cluster.open().get(0).<ApiMessage>body()).isInstanceOf(type);
    return cluster.take();
  }

  /** Whether there is a request without an answer. */
  boolean isAsked() {
    cluster.open().removeIf(open -> open.<ApiMessage>body() instanceof FetchRequest);
    return !cluster.open().isEmpty();
  }

  /** Lets time pass for a consumer with nothing to do but to beat. */
  void beat(long ms) {
    for (long passed = 0; passed < ms; passed += 500) {
      cluster.pass(500);
      while (isAsked()) {
        expect(HeartbeatRequest.class).answer(new HeartbeatResponse());
      }
    }
  }

  /** The answer to the next heartbeat. */
  void beaten(ErrorCode error) {
    cluster.pass(settings.heartbeatIntervalMs());
    expect(HeartbeatRequest.class).answer(new HeartbeatResponse().errorCode(error.code()));
    cluster.run();
  }

  void coordinatorFound() {
    expect(FindCoordinatorRequest.class)
        .answer(new FindCoordinatorResponse().nodeId(1).host("broker").port(9092));
    cluster.run();
  }

  /** Joins for the first time, and is given both partitions, of which nothing is fetched. */
  void join() {
    core.subscribe(List.of("t"));
    CompletableFuture<Step> next = core.next();
    coordinatorFound();
    expect(JoinGroupRequest.class)
        .answer(
            new JoinGroupResponse().errorCode(ErrorCode.MEMBER_ID_REQUIRED.code()).memberId("me"));
    joined(1, T0, T1);
    assertThat(next).isCompletedWithValueMatching(step -> step instanceof Step.Assign);
    core.pause(List.of(T0, T1), true);
  }

  /** Answers a join, and the sync that follows it, as another member leads. */
  void joined(int generation, TopicPartition... partitions) {
    expect(JoinGroupRequest.class).answer(joinAnswer(generation));
    expect(SyncGroupRequest.class).answer(syncAnswer(partitions));
    cluster.run();
  }

  static SyncGroupResponse syncAnswer(TopicPartition... partitions) {
    return new SyncGroupResponse()
        .assignment(EmbeddedProtocol.encode(new Assignment(List.of(partitions))));
  }

  JoinGroupResponse joinAnswer(int generation) {
    return new JoinGroupResponse()
        .generationId(generation)
        .protocolName(settings.assignors().get(0).name())
        .leader("other")
        .memberId("me");
  }

  /** The member asks what was committed of its partitions, and hears of one offset. */
  void located(long offset) {
    core.beginPoll();
    expect(OffsetFetchRequest.class).answer(committed(offset));
    cluster.run();
  }

  static OffsetFetchResponse committed(long offset) {
    OffsetFetchResponseTopic topic = new OffsetFetchResponseTopic().name("t");
    for (int i = 0; i < 2; i++) {
      topic
          .partitions()
          .add(
              new OffsetFetchResponsePartition()
                  .partitionIndex(i)
                  .committedOffset(offset)
                  .metadata(""));
    }
    OffsetFetchResponse response = new OffsetFetchResponse();
    response.topics().add(topic);
    return response;
  }

  static OffsetCommitResponse commitAnswer(ErrorCode error) {
    OffsetCommitResponseTopic topic = new OffsetCommitResponseTopic().name("t");
    topic
        .partitions()
        .add(new OffsetCommitResponsePartition().partitionIndex(0).errorCode(error.code()));
    OffsetCommitResponse response = new OffsetCommitResponse();
    response.topics().add(topic);
    return response;
  }

  /** The next step, which must be of a kind. */
  <S extends Step> S step(Class<S> type) {
    CompletableFuture<Step> next = core.next();
    for (int i = 0; i < 200 && !next.isDone(); i++) {
      cluster.pass(10);
    }
    assertThat(next).isCompleted();
    assertThat(next.join()).isInstanceOf(type);
    return type.cast(next.join());
  }
}
