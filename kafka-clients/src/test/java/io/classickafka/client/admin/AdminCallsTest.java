package io.classickafka.client.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.client.cluster.Outcome;
import io.classickafka.client.cluster.Target;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.CreateTopicsRequest;
import io.classickafka.protocol.message.CreateTopicsRequest.CreatableTopic;
import io.classickafka.protocol.message.CreateTopicsResponse;
import io.classickafka.protocol.message.CreateTopicsResponse.CreatableTopicResult;
import io.classickafka.protocol.message.DeleteTopicsRequest;
import io.classickafka.protocol.message.DeleteTopicsResponse;
import io.classickafka.protocol.message.DeleteTopicsResponse.DeletableTopicResult;
import io.classickafka.protocol.message.ListOffsetsResponse;
import io.classickafka.protocol.message.ListOffsetsResponse.ListOffsetsPartitionResponse;
import io.classickafka.protocol.message.ListOffsetsResponse.ListOffsetsTopicResponse;
import io.classickafka.protocol.message.MetadataResponse;
import io.classickafka.protocol.message.MetadataResponse.MetadataResponseBroker;
import io.classickafka.protocol.message.MetadataResponse.MetadataResponsePartition;
import io.classickafka.protocol.message.MetadataResponse.MetadataResponseTopic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.ThrottlingQuotaExceededException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

class AdminCallsTest {

  private static final short VERSION = 5;

  private static CreateTopicsCall create(String... names) {
    List<NewTopic> topics = new ArrayList<>();
    for (String name : names) {
      topics.add(new NewTopic(name, 1, (short) 1));
    }
    return CreateTopicsCall.of(topics, false, false, 1000);
  }

  private static CreateTopicsResponse created(Object... namesAndErrors) {
    List<CreatableTopicResult> results = new ArrayList<>();
    for (int i = 0; i < namesAndErrors.length; i += 2) {
      results.add(
          new CreatableTopicResult()
              .name((String) namesAndErrors[i])
              .errorCode(((ErrorCode) namesAndErrors[i + 1]).code()));
    }
    return new CreateTopicsResponse().topics(results);
  }

  private static <K, V> V at(Map<K, V> futures, K key) {
    return Objects.requireNonNull(futures.get(key));
  }

  private static Throwable error(KafkaFuture<?> future) {
    try {
      throw new AssertionError("done with " + future.get());
    } catch (ExecutionException e) {
      return Objects.requireNonNull(e.getCause());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void onlyWhatAnotherControllerMustDoIsAskedForAgain() throws Exception {
    CreateTopicsCall call = create("a", "b", "c");
    Outcome<Boolean> outcome =
        call.outcome(
            created(
                "a", ErrorCode.NONE,
                "b", ErrorCode.TOPIC_ALREADY_EXISTS,
                "c", ErrorCode.NOT_CONTROLLER),
            VERSION);
    assertThat(outcome).isEqualTo(Outcome.again(ErrorCode.NOT_CONTROLLER));
    assertThat(at(call.futures(), "a").get().topicId()).isEqualTo(Uuid.ZERO_UUID);
    assertThat(error(at(call.futures(), "b"))).isInstanceOf(TopicExistsException.class);
    assertThat(((CreateTopicsRequest) call.request()).topics())
        .extracting(CreatableTopic::name)
        .containsExactly("c");
    assertThat(call.outcome(created("c", ErrorCode.NONE), VERSION)).isEqualTo(Outcome.done(true));
    assertThat(at(call.futures(), "c").isDone()).isTrue();
  }

  @Test
  void whatAnAnswerLeavesOutFails() {
    CreateTopicsCall call = create("a");
    assertThat(call.outcome(created(), VERSION)).isEqualTo(Outcome.done(true));
    assertThat(error(at(call.futures(), "a"))).isInstanceOf(KafkaException.class);
  }

  @Test
  void aQuotaIsWaitedForWhenThatIsWanted() {
    CreateTopicsCall refused = create("a");
    CreateTopicsResponse answer = created("a", ErrorCode.THROTTLING_QUOTA_EXCEEDED);
    assertThat(refused.outcome(answer, VERSION)).isEqualTo(Outcome.done(true));
    assertThat(error(at(refused.futures(), "a")))
        .isInstanceOf(ThrottlingQuotaExceededException.class);
    CreateTopicsCall waiting =
        CreateTopicsCall.of(List.of(new NewTopic("a", 1, (short) 1)), false, true, 1000);
    assertThat(waiting.outcome(answer, VERSION))
        .isEqualTo(Outcome.again(ErrorCode.THROTTLING_QUOTA_EXCEEDED));
    assertThat(waiting.open()).containsExactly("a");
  }

  @Test
  void namesAndIdsAreDeletedInTheVersionsThatKnowThem() {
    DeleteTopicsCall<String> names = DeleteTopicsCall.byName(List.of("a"), false, 7);
    assertThat(names.highestVersion()).isEqualTo(5);
    assertThat(names.request())
        .isEqualTo(new DeleteTopicsRequest().topicNames(List.of("a")).timeoutMs(7));
    Uuid id = new Uuid(1, 2);
    DeleteTopicsCall<Uuid> ids = DeleteTopicsCall.byId(List.of(id), false, 7);
    assertThat(ids.lowestVersion()).isEqualTo(6);
    DeleteTopicsResponse answer =
        new DeleteTopicsResponse()
            .responses(
                List.of(
                    new DeletableTopicResult()
                        .name(null)
                        .topicId(id)
                        .errorCode(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code())));
    assertThat(ids.outcome(answer, (short) 6)).isEqualTo(Outcome.done(true));
    assertThat(error(at(ids.futures(), id))).isInstanceOf(UnknownTopicOrPartitionException.class);
  }

  @Test
  void aTopicIsDescribedWithBrokersThatAreDown() throws Exception {
    MetadataResponse answer =
        new MetadataResponse()
            .brokers(List.of(new MetadataResponseBroker().nodeId(1).host("h").port(9092)))
            .topics(
                List.of(
                    new MetadataResponseTopic()
                        .name("t")
                        .topicId(new Uuid(3, 4))
                        .partitions(
                            List.of(
                                partition(1, -1, List.of(2, 1), List.of(2)),
                                partition(0, 1, List.of(1, 2), List.of(1))))));
    DescribeTopicsCall<String> call = DescribeTopicsCall.byName(List.of("t"), false);
    assertThat(call.outcome(answer, (short) 12)).isEqualTo(Outcome.done(true));
    TopicDescription topic = at(call.futures(), "t").get();
    assertThat(topic.topicId()).isEqualTo(new Uuid(3, 4));
    assertThat(topic.partitions().toString())
        .isEqualTo(
            "[(partition=0, leader=h:9092 (id: 1 rack: null), replicas=h:9092 (id: 1 rack: null),"
                + " :-1 (id: 2 rack: null), isr=h:9092 (id: 1 rack: null)), (partition=1,"
                + " leader=null, replicas=:-1 (id: 2 rack: null), h:9092 (id: 1 rack: null),"
                + " isr=:-1 (id: 2 rack: null))]");
  }

  private static MetadataResponsePartition partition(
      int index, int leader, List<Integer> replicas, List<Integer> isr) {
    return new MetadataResponsePartition()
        .partitionIndex(index)
        .leaderId(leader)
        .replicaNodes(replicas)
        .isrNodes(isr);
  }

  @Test
  void aBrokersSettingsAreAskedOfThatBroker() {
    List<DescribeConfigsCall> calls =
        DescribeConfigsCall.of(
            List.of(
                new ConfigResource(ConfigResource.Type.TOPIC, "t"),
                new ConfigResource(ConfigResource.Type.BROKER, "1"),
                new ConfigResource(ConfigResource.Type.BROKER, ""),
                new ConfigResource(ConfigResource.Type.BROKER, "2")),
            false,
            false);
    assertThat(calls)
        .extracting(DescribeConfigsCall::target)
        .containsExactly(Target.ANY, Target.node(1), Target.node(2));
    assertThat(calls.get(0).open()).hasSize(2);
  }

  @Test
  void aPartitionThatMovedIsLeftToACallOfItsOwn() throws Exception {
    TopicPartition here = new TopicPartition("t", 0);
    TopicPartition moved = new TopicPartition("t", 1);
    Map<TopicPartition, Long> timestamps = new LinkedHashMap<>();
    timestamps.put(here, -1L);
    timestamps.put(moved, -1L);
    ListOffsetsResponse answer =
        new ListOffsetsResponse()
            .topics(
                List.of(
                    new ListOffsetsTopicResponse()
                        .name("t")
                        .partitions(
                            List.of(
                                new ListOffsetsPartitionResponse().partitionIndex(0).offset(42),
                                new ListOffsetsPartitionResponse()
                                    .partitionIndex(1)
                                    .errorCode(ErrorCode.NOT_LEADER_OR_FOLLOWER.code())))));
    ListOffsetsCall grouped = listing(Target.node(1), timestamps, false);
    assertThat(grouped.outcome(answer, (short) 7)).isEqualTo(Outcome.done(false));
    assertThat(at(grouped.futures(), here).get().offset()).isEqualTo(42);
    assertThat(grouped.open()).containsExactly(moved);
    ListOffsetsCall alone = listing(Target.leader(moved), Map.of(moved, -1L), true);
    assertThat(alone.outcome(answer, (short) 7))
        .isEqualTo(Outcome.again(ErrorCode.NOT_LEADER_OR_FOLLOWER));
    assertThat(alone.target()).isEqualTo(Target.leader(moved));
  }

  @Test
  void specialPositionsNeedABrokerThatKnowsThem() {
    TopicPartition partition = new TopicPartition("t", 0);
    assertThat(listing(Target.ANY, Map.of(partition, -3L), true).lowestVersion()).isEqualTo(7);
    assertThat(listing(Target.ANY, Map.of(partition, -4L), true).lowestVersion()).isEqualTo(8);
    assertThat(listing(Target.ANY, Map.of(partition, -5L), true).lowestVersion()).isEqualTo(9);
    assertThat(
            new ListOffsetsCall(
                    Target.ANY, Map.of(partition, -1L), IsolationLevel.READ_COMMITTED, true)
                .lowestVersion())
        .isEqualTo(2);
  }

  private static ListOffsetsCall listing(
      Target target, Map<TopicPartition, Long> timestamps, boolean repeats) {
    return new ListOffsetsCall(target, timestamps, IsolationLevel.READ_UNCOMMITTED, repeats);
  }
}
