package io.classickafka.client.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classickafka.client.cluster.Outcome;
import io.classickafka.client.cluster.Target;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.AlterConfigsRequest;
import io.classickafka.protocol.message.AlterReplicaLogDirsRequest;
import io.classickafka.protocol.message.AlterReplicaLogDirsResponse;
import io.classickafka.protocol.message.AlterReplicaLogDirsResponse.AlterReplicaLogDirPartitionResult;
import io.classickafka.protocol.message.AlterReplicaLogDirsResponse.AlterReplicaLogDirTopicResult;
import io.classickafka.protocol.message.CreatePartitionsRequest;
import io.classickafka.protocol.message.DeleteRecordsRequest;
import io.classickafka.protocol.message.DeleteRecordsResponse;
import io.classickafka.protocol.message.DeleteRecordsResponse.DeleteRecordsPartitionResult;
import io.classickafka.protocol.message.DeleteRecordsResponse.DeleteRecordsTopicResult;
import io.classickafka.protocol.message.DescribeLogDirsResponse;
import io.classickafka.protocol.message.DescribeLogDirsResponse.DescribeLogDirsPartition;
import io.classickafka.protocol.message.DescribeLogDirsResponse.DescribeLogDirsResult;
import io.classickafka.protocol.message.DescribeLogDirsResponse.DescribeLogDirsTopic;
import io.classickafka.protocol.message.IncrementalAlterConfigsRequest;
import io.classickafka.protocol.message.IncrementalAlterConfigsResponse;
import io.classickafka.protocol.message.IncrementalAlterConfigsResponse.AlterConfigsResourceResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionReplica;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.common.errors.LogDirNotFoundException;
import org.apache.kafka.common.errors.OffsetOutOfRangeException;
import org.apache.kafka.common.errors.ReplicaNotAvailableException;
import org.junit.jupiter.api.Test;

/** The calls that change logs, partitions and settings, and the one that shows directories. */
class AlteringCallsTest {

  private static final ConfigResource TOPIC = new ConfigResource(ConfigResource.Type.TOPIC, "t");
  private static final ConfigResource BROKER = new ConfigResource(ConfigResource.Type.BROKER, "7");
  private static final ConfigResource ALL_BROKERS =
      new ConfigResource(ConfigResource.Type.BROKER, "");

  private static Throwable error(KafkaFuture<?> future) {
    try {
      throw new AssertionError("done with " + future.get());
    } catch (ExecutionException e) {
      return Objects.requireNonNull(e.getCause());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static <K, V> KafkaFuture<V> at(Map<K, KafkaFuture<V>> futures, K key) {
    return Objects.requireNonNull(futures.get(key));
  }

  @Test
  void aBrokersSettingsGoToThatBrokerAndAllOthersToAny() {
    Map<ConfigResource, Collection<AlterConfigOp>> edits = new LinkedHashMap<>();
    for (ConfigResource resource : List.of(TOPIC, BROKER, ALL_BROKERS)) {
      edits.put(resource, List.of(new AlterConfigOp(new ConfigEntry("k", "v"), OpType.APPEND)));
    }
    List<AlterConfigsCall> calls = AlterConfigsCall.editing(edits, true);
    assertThat(calls)
        .extracting(AlterConfigsCall::target)
        .containsExactly(Target.ANY, Target.node(7));
    assertThat(calls.get(0).open()).containsExactly(TOPIC, ALL_BROKERS);
    IncrementalAlterConfigsRequest request =
        (IncrementalAlterConfigsRequest) calls.get(1).request();
    assertThat(request.validateOnly()).isTrue();
    assertThat(request.resources().get(0).resourceType()).isEqualTo((byte) 4);
    assertThat(request.resources().get(0).configs().get(0).configOperation()).isEqualTo((byte) 2);
    ConfigResource nobody = new ConfigResource(ConfigResource.Type.BROKER_LOGGER, "x");
    assertThatThrownBy(() -> AlterConfigsCall.editing(Map.of(nobody, List.of()), false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void eachResourceHasItsOutcome() throws Exception {
    Map<ConfigResource, Collection<AlterConfigOp>> edits = new LinkedHashMap<>();
    edits.put(TOPIC, List.of());
    edits.put(ALL_BROKERS, List.of());
    AlterConfigsCall call = AlterConfigsCall.editing(edits, false).get(0);
    List<AlterConfigsResourceResponse> results = new ArrayList<>();
    results.add(
        new AlterConfigsResourceResponse()
            .resourceType((byte) 2)
            .resourceName("t")
            .errorCode(ErrorCode.INVALID_CONFIG.code())
            .errorMessage("no such thing"));
    results.add(new AlterConfigsResourceResponse().resourceType((byte) 4).resourceName(""));
    Outcome<Boolean> outcome =
        call.outcome(new IncrementalAlterConfigsResponse().responses(results), (short) 1);
    assertThat(outcome).isEqualTo(Outcome.done(true));
    assertThat(error(at(call.futures(), TOPIC)))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessage("no such thing");
    assertThat(at(call.futures(), ALL_BROKERS).get()).isNull();
  }

  @Test
  void theOlderRequestReplacesWhatIsThere() {
    Config config = new Config(List.of(new ConfigEntry("a", "1"), new ConfigEntry("b", "2")));
    AlterConfigsCall call = AlterConfigsCall.replacing(Map.of(TOPIC, config), false).get(0);
    assertThat(call.api()).isEqualTo(ApiKey.ALTER_CONFIGS);
    AlterConfigsRequest request = (AlterConfigsRequest) call.request();
    assertThat(request.resources().get(0).configs())
        .extracting(AlterConfigsRequest.AlterableConfig::name)
        .containsExactly("a", "b");
  }

  @Test
  void partitionsAreAskedForWithAndWithoutBrokers() {
    Map<String, NewPartitions> topics = new LinkedHashMap<>();
    topics.put("chosen", NewPartitions.increaseTo(3, List.of(List.of(1, 2))));
    topics.put("free", NewPartitions.increaseTo(4));
    CreatePartitionsRequest request =
        (CreatePartitionsRequest) new CreatePartitionsCall(topics, true, false, 1000).request();
    assertThat(request.validateOnly()).isTrue();
    var chosen = Objects.requireNonNull(request.topics().get(0).assignments());
    assertThat(chosen.get(0).brokerIds()).containsExactly(1, 2);
    assertThat(request.topics().get(1).assignments()).isNull();
    assertThat(request.topics().get(1).count()).isEqualTo(4);
  }

  @Test
  void aPartitionWhoseLeaderMovedStaysOpen() throws Exception {
    TopicPartition done = new TopicPartition("t", 0);
    TopicPartition moved = new TopicPartition("t", 1);
    TopicPartition wrong = new TopicPartition("t", 2);
    Map<TopicPartition, Long> before = new LinkedHashMap<>();
    before.put(done, 5L);
    before.put(moved, -1L);
    before.put(wrong, 9L);
    DeleteRecordsCall call = new DeleteRecordsCall(Target.node(1), before, 1000, false);
    DeleteRecordsRequest request = (DeleteRecordsRequest) call.request();
    assertThat(request.topics().get(0).partitions())
        .extracting(DeleteRecordsRequest.DeleteRecordsPartition::offset)
        .containsExactly(5L, -1L, 9L);
    List<DeleteRecordsPartitionResult> results = new ArrayList<>();
    results.add(new DeleteRecordsPartitionResult().partitionIndex(0).lowWatermark(5));
    results.add(
        new DeleteRecordsPartitionResult()
            .partitionIndex(1)
            .errorCode(ErrorCode.NOT_LEADER_OR_FOLLOWER.code()));
    results.add(
        new DeleteRecordsPartitionResult()
            .partitionIndex(2)
            .errorCode(ErrorCode.OFFSET_OUT_OF_RANGE.code()));
    DeleteRecordsResponse response =
        new DeleteRecordsResponse()
            .topics(List.of(new DeleteRecordsTopicResult().name("t").partitions(results)));
    assertThat(call.outcome(response, (short) 2)).isEqualTo(Outcome.done(false));
    assertThat(at(call.futures(), done).get().lowWatermark()).isEqualTo(5);
    assertThat(error(at(call.futures(), wrong))).isInstanceOf(OffsetOutOfRangeException.class);
    assertThat(call.open()).containsExactly(moved);
  }

  @Test
  void directoriesComeWithTheirErrorAndTheirRoom() throws Exception {
    DescribeLogDirsTopic topic =
        new DescribeLogDirsTopic()
            .name("t")
            .partitions(
                List.of(
                    new DescribeLogDirsPartition()
                        .partitionIndex(0)
                        .partitionSize(100)
                        .offsetLag(2)));
    List<DescribeLogDirsResult> results = new ArrayList<>();
    results.add(
        new DescribeLogDirsResult()
            .logDir("/a")
            .topics(List.of(topic))
            .totalBytes(10)
            .usableBytes(4));
    results.add(
        new DescribeLogDirsResult().logDir("/b").errorCode(ErrorCode.KAFKA_STORAGE_ERROR.code()));
    DescribeLogDirsCall call = new DescribeLogDirsCall(3, null);
    assertThat(call.outcome(new DescribeLogDirsResponse().results(results), (short) 4))
        .isEqualTo(Outcome.done(true));
    Map<String, LogDirDescription> dirs = at(call.futures(), 3).get();
    LogDirDescription good = Objects.requireNonNull(dirs.get("/a"));
    assertThat(good.usableBytes()).hasValue(4);
    assertThat(good.error()).isNull();
    assertThat(Objects.requireNonNull(good.replicaInfos().get(new TopicPartition("t", 0))).size())
        .isEqualTo(100);
    LogDirDescription bad = Objects.requireNonNull(dirs.get("/b"));
    assertThat(bad.error()).isInstanceOf(KafkaStorageException.class);
    assertThat(bad.totalBytes()).isEmpty();
  }

  @Test
  void anOlderBrokerSaysWithNothingThatItMayNotTell() {
    DescribeLogDirsCall call = new DescribeLogDirsCall(3, List.of(new TopicPartition("t", 0)));
    call.outcome(new DescribeLogDirsResponse(), (short) 2);
    assertThat(error(at(call.futures(), 3))).isInstanceOf(ClusterAuthorizationException.class);
  }

  @Test
  void replicasAreMovedWithOneRequestAndEachGetsItsOwnOutcome() throws Exception {
    Map<TopicPartitionReplica, String> dirs = new LinkedHashMap<>();
    dirs.put(new TopicPartitionReplica("t", 0, 3), "/a");
    dirs.put(new TopicPartitionReplica("t", 1, 3), "/a");
    dirs.put(new TopicPartitionReplica("t", 2, 3), "/b");
    AlterReplicaLogDirsCall call = new AlterReplicaLogDirsCall(3, dirs);
    AlterReplicaLogDirsRequest request = (AlterReplicaLogDirsRequest) call.request();
    assertThat(request.dirs()).hasSize(2);
    assertThat(request.dirs().get(0).topics().get(0).partitions()).containsExactly(0, 1);
    List<AlterReplicaLogDirPartitionResult> results = new ArrayList<>();
    for (ErrorCode error :
        List.of(ErrorCode.NONE, ErrorCode.REPLICA_NOT_AVAILABLE, ErrorCode.LOG_DIR_NOT_FOUND)) {
      results.add(
          new AlterReplicaLogDirPartitionResult()
              .partitionIndex(results.size())
              .errorCode(error.code()));
    }
    AlterReplicaLogDirsResponse response =
        new AlterReplicaLogDirsResponse()
            .results(
                List.of(new AlterReplicaLogDirTopicResult().topicName("t").partitions(results)));
    assertThat(call.outcome(response, (short) 2)).isEqualTo(Outcome.done(true));
    List<KafkaFuture<Void>> futures = new ArrayList<>(call.futures().values());
    assertThat(futures.get(0).get()).isNull();
    assertThat(error(futures.get(1))).isInstanceOf(ReplicaNotAvailableException.class);
    assertThat(error(futures.get(2))).isInstanceOf(LogDirNotFoundException.class);
  }
}
