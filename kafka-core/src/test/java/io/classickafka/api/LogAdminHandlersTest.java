package io.classickafka.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classickafka.log.LogConfig;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.AlterReplicaLogDirsRequest;
import io.classickafka.protocol.message.AlterReplicaLogDirsRequest.AlterReplicaLogDir;
import io.classickafka.protocol.message.AlterReplicaLogDirsRequest.AlterReplicaLogDirTopic;
import io.classickafka.protocol.message.AlterReplicaLogDirsResponse;
import io.classickafka.protocol.message.DeleteRecordsRequest;
import io.classickafka.protocol.message.DeleteRecordsRequest.DeleteRecordsPartition;
import io.classickafka.protocol.message.DeleteRecordsRequest.DeleteRecordsTopic;
import io.classickafka.protocol.message.DeleteRecordsResponse;
import io.classickafka.protocol.message.DeleteRecordsResponse.DeleteRecordsPartitionResult;
import io.classickafka.protocol.message.DescribeLogDirsRequest;
import io.classickafka.protocol.message.DescribeLogDirsRequest.DescribableLogDirTopic;
import io.classickafka.protocol.message.DescribeLogDirsResponse;
import io.classickafka.protocol.message.DescribeLogDirsResponse.DescribeLogDirsPartition;
import io.classickafka.protocol.message.DescribeLogDirsResponse.DescribeLogDirsResult;
import io.classickafka.protocol.message.FetchRequest;
import io.classickafka.protocol.message.FetchRequest.FetchPartition;
import io.classickafka.protocol.message.FetchRequest.FetchTopic;
import io.classickafka.protocol.message.FetchResponse;
import io.classickafka.protocol.message.ListOffsetsRequest;
import io.classickafka.protocol.message.ListOffsetsRequest.ListOffsetsPartition;
import io.classickafka.protocol.message.ListOffsetsRequest.ListOffsetsTopic;
import io.classickafka.protocol.message.ListOffsetsResponse;
import io.classickafka.protocol.message.ProduceRequest;
import io.classickafka.protocol.message.ProduceRequest.PartitionProduceData;
import io.classickafka.protocol.message.ProduceRequest.TopicProduceData;
import io.classickafka.protocol.message.ProduceResponse;
import io.classickafka.record.Compression;
import io.classickafka.replica.PartitionSettings;
import io.classickafka.seam.ByteSlice;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The requests that show, shorten and move logs. */
class LogAdminHandlersTest {

  private static final String TOPIC = "orders";
  private static final int FOLLOWER = 2;

  private ApiWorld world;

  @BeforeEach
  void open() {
    world = new ApiWorld();
    world.createTopic(TOPIC, 2);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private void produce(int records) {
    byte[] batch = ProduceHandlerTest.batch(records, Compression.NONE);
    PartitionProduceData data = new PartitionProduceData().index(0).records(ByteSlice.wrap(batch));
    ProduceRequest request =
        new ProduceRequest()
            .acks((short) 1)
            .timeoutMs(1_000)
            .topicData(List.of(new TopicProduceData().name(TOPIC).partitionData(List.of(data))));
    ProduceResponse response = world.ask(ApiKey.PRODUCE, 11, request, ProduceResponse.class);
    assertThat(response.responses().get(0).partitionResponses().get(0).errorCode()).isZero();
  }

  private static DeleteRecordsRequest before(String topic, int partition, long offset) {
    return new DeleteRecordsRequest()
        .timeoutMs(30_000)
        .topics(
            List.of(
                new DeleteRecordsTopic()
                    .name(topic)
                    .partitions(
                        List.of(
                            new DeleteRecordsPartition()
                                .partitionIndex(partition)
                                .offset(offset)))));
  }

  private static String text(DeleteRecordsResponse response) {
    List<String> all = new ArrayList<>();
    response
        .topics()
        .forEach(
            topic -> {
              for (DeleteRecordsPartitionResult result : topic.partitions()) {
                all.add(ErrorCode.of(result.errorCode()) + " " + result.lowWatermark());
              }
            });
    return String.join(", ", all);
  }

  private String delete(int version, String topic, int partition, long offset) {
    return text(
        world.ask(
            ApiKey.DELETE_RECORDS,
            version,
            before(topic, partition, offset),
            DeleteRecordsResponse.class));
  }

  @Test
  void everyVersionMovesTheLogStartAndNeverBack() {
    produce(10);
    for (int version = 0; version <= 2; version++) {
      assertThat(delete(version, TOPIC, 0, version + 1)).isEqualTo("NONE " + (version + 1));
    }
    assertThat(delete(2, TOPIC, 0, 1)).isEqualTo("NONE 3");
    assertThat(delete(2, TOPIC, 0, -1)).isEqualTo("NONE 10");
    assertThat(delete(2, TOPIC, 1, 0)).isEqualTo("NONE 0");
  }

  @Test
  void whatCannotBeDeletedIsToldApart() {
    produce(3);
    assertThat(delete(2, TOPIC, 0, 4)).isEqualTo("OFFSET_OUT_OF_RANGE -1");
    assertThat(delete(2, TOPIC, 0, -2)).isEqualTo("OFFSET_OUT_OF_RANGE -1");
    assertThat(delete(2, TOPIC, 7, 0)).isEqualTo("UNKNOWN_TOPIC_OR_PARTITION -1");
    assertThat(delete(2, "none", 0, 0)).isEqualTo("UNKNOWN_TOPIC_OR_PARTITION -1");
    world.createTopic(InternalTopics.OFFSETS, 1);
    assertThat(delete(2, InternalTopics.OFFSETS, 0, 0)).isEqualTo("INVALID_TOPIC_EXCEPTION -1");
    world.show("elsewhere", 1, 0);
    assertThat(delete(2, "elsewhere", 0, 0)).isEqualTo("NOT_LEADER_OR_FOLLOWER -1");
    world.settings =
        new PartitionSettings(
            LogConfig.DEFAULTS.toBuilder().deletes(false).compacts(true).build(), 1, true);
    world.createTopic("compacted", 1);
    assertThat(delete(2, "compacted", 0, 0)).isEqualTo("POLICY_VIOLATION -1");
  }

  @Test
  void whatWasDeletedCannotBeReadAndTheStartIsListed() {
    produce(10);
    delete(2, TOPIC, 0, 4);
    assertThat(fetch(-1, 3, -1)).isEqualTo(ErrorCode.OFFSET_OUT_OF_RANGE);
    assertThat(fetch(-1, 4, -1)).isEqualTo(ErrorCode.NONE);
    ListOffsetsRequest earliest =
        new ListOffsetsRequest()
            .replicaId(-1)
            .topics(
                List.of(
                    new ListOffsetsTopic()
                        .name(TOPIC)
                        .partitions(
                            List.of(new ListOffsetsPartition().partitionIndex(0).timestamp(-2)))));
    ListOffsetsResponse listed =
        world.ask(ApiKey.LIST_OFFSETS, 7, earliest, ListOffsetsResponse.class);
    assertThat(listed.topics().get(0).partitions().get(0).offset()).isEqualTo(4);
  }

  private ErrorCode fetch(int replicaId, long offset, long logStart) {
    FetchRequest request =
        new FetchRequest()
            .replicaId(replicaId)
            .maxBytes(1_000_000)
            .topics(
                List.of(
                    new FetchTopic()
                        .topic(TOPIC)
                        .partitions(
                            List.of(
                                new FetchPartition()
                                    .partition(0)
                                    .fetchOffset(offset)
                                    .logStartOffset(logStart)
                                    .partitionMaxBytes(1_000_000)))));
    FetchResponse response = world.ask(ApiKey.FETCH, 11, request, FetchResponse.class);
    return ErrorCode.of(response.responses().get(0).partitions().get(0).errorCode());
  }

  @Test
  void aDeletionWaitsForEveryReplicaThatIsAlive() {
    world.addReplica(TOPIC, 0, FOLLOWER);
    produce(5);
    fetch(FOLLOWER, 5, 0);
    ApiWorld.Sent sent = world.send(ApiKey.DELETE_RECORDS, 2, before(TOPIC, 0, 3));
    world.simulation.advance(5_000);
    assertThat(sent.answered()).isFalse();
    fetch(FOLLOWER, 5, 3);
    assertThat(text((DeleteRecordsResponse) sent.response())).isEqualTo("NONE 3");
  }

  @Test
  void aDeletionGivesUpWhenTheTimeIsOver() {
    world.addReplica(TOPIC, 0, FOLLOWER);
    produce(5);
    fetch(FOLLOWER, 5, 0);
    ApiWorld.Sent sent = world.send(ApiKey.DELETE_RECORDS, 2, before(TOPIC, 0, 3));
    world.simulation.advance(31_000);
    assertThat(text((DeleteRecordsResponse) sent.response())).isEqualTo("REQUEST_TIMED_OUT -1");
    assertThat(delete(2, TOPIC, 0, 0)).isEqualTo("NONE 0");
  }

  @Test
  void aDeletionWaitsForNobodyWhoDied() {
    world.addReplica(TOPIC, 0, FOLLOWER);
    produce(5);
    fetch(FOLLOWER, 5, 0);
    ApiWorld.Sent sent = world.send(ApiKey.DELETE_RECORDS, 2, before(TOPIC, 0, 3));
    world.simulation.advance(1_000);
    assertThat(sent.answered()).isFalse();
    world.show(TOPIC, 2, 0);
    world.simulation.advance(1_000);
    assertThat(text((DeleteRecordsResponse) sent.response())).isEqualTo("NONE 3");
  }

  @Test
  void aDeletionThatMeetsAnErrorIsAnswered() {
    world.addReplica(TOPIC, 0, FOLLOWER);
    produce(5);
    fetch(FOLLOWER, 5, 0);
    Error planted = new OutOfMemoryError("planted");
    world.planted = planted;
    ApiWorld.Sent sent = new ApiWorld.Sent(ApiKey.DELETE_RECORDS, (short) 2);
    assertThatThrownBy(() -> world.send(sent, before(TOPIC, 0, 3))).isSameAs(planted);
    world.planted = null;
    world.simulation.runUntilIdle();
    assertThat(text((DeleteRecordsResponse) sent.response())).isEqualTo("UNKNOWN_SERVER_ERROR -1");
  }

  private DescribeLogDirsResult describe(int version, DescribeLogDirsRequest request) {
    DescribeLogDirsResponse response =
        world.ask(ApiKey.DESCRIBE_LOG_DIRS, version, request, DescribeLogDirsResponse.class);
    assertThat(response.results()).hasSize(1);
    return response.results().get(0);
  }

  @Test
  void everyVersionShowsWhatLiesInADirectory() {
    produce(10);
    for (int version = 0; version <= 4; version++) {
      DescribeLogDirsResult dir = describe(version, new DescribeLogDirsRequest().topics(null));
      assertThat(dir.errorCode()).isZero();
      assertThat(dir.logDir()).isEqualTo("/data");
      assertThat(dir.totalBytes() > 0 && dir.usableBytes() > 0).isEqualTo(version >= 4);
      List<DescribeLogDirsPartition> partitions = dir.topics().get(0).partitions();
      assertThat(partitions).hasSize(2);
      assertThat(partitions.get(0).partitionSize()).isPositive();
      assertThat(partitions.get(1).partitionSize()).isZero();
      assertThat(partitions.get(0).offsetLag()).isZero();
      assertThat(partitions.get(0).isFutureKey()).isFalse();
    }
  }

  @Test
  void onlyWhatWasAskedForIsShown() {
    DescribeLogDirsRequest second =
        new DescribeLogDirsRequest()
            .topics(List.of(new DescribableLogDirTopic().topic(TOPIC).partitions(List.of(1, 9))));
    DescribeLogDirsResult dir = describe(4, second);
    assertThat(dir.topics()).hasSize(1);
    assertThat(dir.topics().get(0).partitions())
        .extracting(DescribeLogDirsPartition::partitionIndex)
        .containsExactly(1);
    assertThat(describe(4, new DescribeLogDirsRequest().topics(List.of())).topics()).isEmpty();
  }

  @Test
  void aFailedDirectoryIsNamedWithItsError() {
    world.disk.failOnSizes();
    DescribeLogDirsResult dir = describe(4, new DescribeLogDirsRequest().topics(null));
    assertThat(dir.errorCode()).isEqualTo(ErrorCode.KAFKA_STORAGE_ERROR.code());
    assertThat(dir.topics()).isEmpty();
    assertThat(dir.totalBytes()).isEqualTo(-1);
  }

  private static AlterReplicaLogDir dir(String path, String topic, Integer... partitions) {
    return new AlterReplicaLogDir()
        .path(path)
        .topics(List.of(new AlterReplicaLogDirTopic().name(topic).partitions(List.of(partitions))));
  }

  @Test
  void everyVersionMovesReplicasAndSaysOfEachWhatBecomesOfIt() {
    AlterReplicaLogDirsRequest request =
        new AlterReplicaLogDirsRequest()
            .dirs(
                List.of(
                    dir("/data", TOPIC, 0),
                    dir("/elsewhere", TOPIC, 1),
                    dir("/data", "nobody", 0)));
    for (int version = 0; version <= 2; version++) {
      AlterReplicaLogDirsResponse response =
          world.ask(
              ApiKey.ALTER_REPLICA_LOG_DIRS, version, request, AlterReplicaLogDirsResponse.class);
      List<String> outcomes = new ArrayList<>();
      response
          .results()
          .forEach(
              topic ->
                  topic
                      .partitions()
                      .forEach(
                          one ->
                              outcomes.add(
                                  topic.topicName()
                                      + "-"
                                      + one.partitionIndex()
                                      + " "
                                      + ErrorCode.of(one.errorCode()))));
      assertThat(outcomes)
          .containsExactly(
              TOPIC + "-0 NONE",
              TOPIC + "-1 LOG_DIR_NOT_FOUND",
              "nobody-0 UNKNOWN_TOPIC_OR_PARTITION");
    }
  }
}
