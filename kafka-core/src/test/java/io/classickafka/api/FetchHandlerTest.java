package io.classickafka.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistryListener;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.FetchRequest;
import io.classickafka.protocol.message.FetchRequest.FetchPartition;
import io.classickafka.protocol.message.FetchRequest.FetchTopic;
import io.classickafka.protocol.message.FetchResponse;
import io.classickafka.protocol.message.FetchResponse.PartitionData;
import io.classickafka.protocol.message.InitProducerIdRequest;
import io.classickafka.protocol.message.InitProducerIdResponse;
import io.classickafka.protocol.message.ListOffsetsRequest;
import io.classickafka.protocol.message.ListOffsetsRequest.ListOffsetsPartition;
import io.classickafka.protocol.message.ListOffsetsRequest.ListOffsetsTopic;
import io.classickafka.protocol.message.ListOffsetsResponse;
import io.classickafka.protocol.message.ListOffsetsResponse.ListOffsetsPartitionResponse;
import io.classickafka.protocol.message.ProduceRequest;
import io.classickafka.protocol.message.ProduceResponse;
import io.classickafka.record.BatchCursor;
import io.classickafka.record.Compression;
import io.classickafka.seam.ByteSlice;
import io.classickafka.seam.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reading what was produced: Fetch, ListOffsets, and the ids of producers. */
class FetchHandlerTest {

  private static final String TOPIC = "orders";

  private ApiWorld world;

  @BeforeEach
  void open() {
    world = new ApiWorld();
    world.createTopic(TOPIC, 1);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private void produce(int records) {
    ProduceRequest request =
        new ProduceRequest()
            .acks((short) 1)
            .timeoutMs(1_000)
            .topicData(
                List.of(
                    new ProduceRequest.TopicProduceData()
                        .name(TOPIC)
                        .partitionData(
                            List.of(
                                new ProduceRequest.PartitionProduceData()
                                    .index(0)
                                    .records(
                                        ByteSlice.wrap(
                                            ProduceHandlerTest.batch(
                                                records, Compression.NONE)))))));
    world.ask(ApiKey.PRODUCE, 9, request, ProduceResponse.class);
  }

  private static FetchRequest request(int version, String topic, int partitions, long offset) {
    List<FetchPartition> asked = new ArrayList<>();
    for (int i = 0; i < partitions; i++) {
      asked.add(new FetchPartition().partition(i).fetchOffset(offset).partitionMaxBytes(1 << 20));
    }
    FetchTopic named = new FetchTopic().partitions(asked);
    return new FetchRequest()
        .minBytes(1)
        .maxBytes(1 << 20)
        .topics(List.of(version >= 13 ? named.topicId(ApiWorld.idOf(topic)) : named.topic(topic)));
  }

  /** What it holds is given back, too. */
  @Test
  void aResponseThatCannotBeMadeEndsItsConnection() {
    produce(4);
    boolean[] noMemory = {true};
    world
        .metrics
        .dropwizard()
        .addListener(
            new MetricRegistryListener.Base() {
              @Override
              public void onMeterAdded(String name, Meter meter) {
                if (noMemory[0] && name.contains("TotalFetchRequestsPerSec,topic=" + TOPIC)) {
                  noMemory[0] = false;
                  throw new OutOfMemoryError("planted");
                }
              }
            });
    assertThat(world.send(ApiKey.FETCH, 12, request(12, TOPIC, 1, 0)).closed)
        .isEqualTo("UNKNOWN_SERVER_ERROR");
    assertThat(fetch(12, request(12, TOPIC, 1, 0)).errorCode()).isEqualTo(ErrorCode.NONE.code());
  }

  @Test
  void recordsConvertedForAnOldFetcherAreCountedOneByOne() {
    produce(4);
    fetch(4, request(4, TOPIC, 1, 0));
    assertThat(world.largest("TemporaryMemoryBytes", "Fetch")).isZero();
    fetch(2, request(2, TOPIC, 1, 0));
    assertThat(world.converted("FetchMessageConversionsPerSec", TOPIC)).isEqualTo(4);
    assertThat(world.largest("TemporaryMemoryBytes", "Fetch")).isPositive();
  }

  private PartitionData fetch(int version, FetchRequest request) {
    return world
        .ask(ApiKey.FETCH, version, request, FetchResponse.class)
        .responses()
        .get(0)
        .partitions()
        .get(0);
  }

  private static List<Long> offsets(PartitionData data) {
    Payload records = Objects.requireNonNull(data.records());
    BatchCursor cursor = new BatchCursor();
    cursor.over((ByteSlice) records);
    List<Long> offsets = new ArrayList<>();
    while (cursor.next()) {
      offsets.add(cursor.batch().lastOffset());
    }
    return offsets;
  }

  @Test
  void everyVersionReadsWhatWasProduced() {
    produce(2);
    produce(3);
    for (int version = 0; version <= 17; version++) {
      PartitionData data = fetch(version, request(version, TOPIC, 1, 0));
      assertThat(ErrorCode.of(data.errorCode())).as("version " + version).isEqualTo(ErrorCode.NONE);
      assertThat(data.highWatermark()).isEqualTo(5);
      assertThat(offsets(data)).as("version " + version).endsWith(4L);
    }
  }

  @Test
  void aFetchInsideABatchGetsTheWholeBatch() {
    produce(5);
    assertThat(offsets(fetch(12, request(12, TOPIC, 1, 3)))).containsExactly(4L);
  }

  @Test
  void atLeastOneBatchIsSentWhateverTheLimit() {
    produce(5);
    FetchRequest request = request(12, TOPIC, 1, 0).maxBytes(0);
    assertThat(offsets(fetch(12, request))).containsExactly(4L);
    assertThat(offsets(fetch(12, request(12, TOPIC, 1, 0).maxBytes(-1)))).containsExactly(4L);
  }

  @Test
  void offsetsOutsideTheLogAreOutOfRange() {
    produce(5);
    for (long offset : new long[] {-1, 6}) {
      PartitionData data = fetch(12, request(12, TOPIC, 1, offset));
      assertThat(data.errorCode()).isEqualTo(ErrorCode.OFFSET_OUT_OF_RANGE.code());
      assertThat(data.highWatermark()).isEqualTo(-1);
    }
    assertThat(fetch(12, request(12, TOPIC, 1, 5)).errorCode()).isZero();
  }

  @Test
  void epochsAreChecked() {
    FetchRequest newer = request(12, TOPIC, 1, 0);
    newer.topics().get(0).partitions().get(0).currentLeaderEpoch(1);
    assertThat(fetch(12, newer).errorCode()).isEqualTo(ErrorCode.UNKNOWN_LEADER_EPOCH.code());
  }

  @Test
  void aStrangeReplicaIsRefused() {
    assertThat(fetch(12, request(12, TOPIC, 1, 0).replicaId(9)).errorCode())
        .isEqualTo(ErrorCode.NOT_LEADER_OR_FOLLOWER.code());
  }

  @Test
  void unknownTopicsAreNamedPerPartition() {
    assertThat(fetch(12, request(12, "absent", 1, 0)).errorCode())
        .isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code());
    assertThat(fetch(13, request(13, "absent", 1, 0)).errorCode())
        .isEqualTo(ErrorCode.UNKNOWN_TOPIC_ID.code());
  }

  @Test
  void anUnknownIsolationLevelIsAnInvalidRequest() {
    FetchRequest request = request(12, TOPIC, 1, 0).isolationLevel((byte) 2);
    FetchResponse response = world.ask(ApiKey.FETCH, 12, request, FetchResponse.class);
    assertThat(response.errorCode()).isEqualTo(ErrorCode.INVALID_REQUEST.code());
  }

  @Test
  void aWaitingFetchIsAnsweredByTheNextProduce() {
    ApiWorld.Sent waiting = world.send(ApiKey.FETCH, 12, request(12, TOPIC, 1, 0).maxWaitMs(500));
    assertThat(waiting.answered()).isFalse();
    produce(1);
    FetchResponse response = (FetchResponse) waiting.response();
    assertThat(offsets(response.responses().get(0).partitions().get(0))).containsExactly(0L);
  }

  @Test
  void anIdleSessionOfAThousandPartitionsIsAFewBytesAndOneTimer() {
    try (ApiWorld large = new ApiWorld()) {
      large.createTopic("wide", 1_000);
      FetchResponse first =
          large.ask(
              ApiKey.FETCH, 17, request(17, "wide", 1_000, 0).sessionEpoch(0), FetchResponse.class);
      assertThat(first.sessionId()).isPositive();
      assertThat(first.responses().get(0).partitions()).hasSize(1_000);
      FetchRequest next =
          new FetchRequest()
              .sessionId(first.sessionId())
              .sessionEpoch(1)
              .minBytes(1)
              .maxBytes(1 << 20)
              .maxWaitMs(500);
      int timersBefore = large.simulation.pendingTimers();
      ApiWorld.Sent idle = large.send(ApiKey.FETCH, 17, next);
      assertThat(large.simulation.pendingTimers()).isEqualTo(timersBefore + 1);
      assertThat(idle.answered()).isFalse();
      large.simulation.advance(500);
      assertThat(idle.frameBytes()).isLessThan(25);
      assertThat(((FetchResponse) idle.response()).sessionId()).isEqualTo(first.sessionId());
    }
  }

  private ListOffsetsPartitionResponse listOffsets(int version, long timestamp) {
    ListOffsetsRequest request =
        new ListOffsetsRequest()
            .replicaId(-1)
            .topics(
                List.of(
                    new ListOffsetsTopic()
                        .name(TOPIC)
                        .partitions(
                            List.of(
                                new ListOffsetsPartition()
                                    .partitionIndex(0)
                                    .maxNumOffsets(version == 0 ? 10 : 1)
                                    .timestamp(timestamp)))));
    return world
        .ask(ApiKey.LIST_OFFSETS, version, request, ListOffsetsResponse.class)
        .topics()
        .get(0)
        .partitions()
        .get(0);
  }

  @Test
  void offsetsAreFoundByPositionAndByTime() {
    produce(5);
    for (int version = 1; version <= 9; version++) {
      assertThat(listOffsets(version, -1).offset()).isEqualTo(5);
      assertThat(listOffsets(version, -2).offset()).isZero();
      assertThat(listOffsets(version, 1_700_000_000_000L).offset()).isZero();
      assertThat(listOffsets(version, 1_700_000_000_001L).offset()).isEqualTo(-1);
    }
    assertThat(listOffsets(0, -1).oldStyleOffsets()).containsExactly(5L, 0L);
  }

  @Test
  void specialPositionsNeedTheirVersion() {
    produce(5);
    assertThat(listOffsets(6, -3).errorCode()).isEqualTo(ErrorCode.UNSUPPORTED_VERSION.code());
    assertThat(listOffsets(7, -3).offset()).isZero();
    assertThat(listOffsets(7, -4).errorCode()).isEqualTo(ErrorCode.UNSUPPORTED_VERSION.code());
    assertThat(listOffsets(9, -5).offset()).isEqualTo(-1);
    assertThat(listOffsets(9, -6).errorCode()).isEqualTo(ErrorCode.UNSUPPORTED_VERSION.code());
  }

  @Test
  void producersGetIdsOfTheirOwn() {
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      InitProducerIdResponse response =
          world.ask(
              ApiKey.INIT_PRODUCER_ID,
              4,
              new InitProducerIdRequest().transactionalId(null),
              InitProducerIdResponse.class);
      assertThat(response.errorCode()).isZero();
      ids.add(response.producerId());
    }
    assertThat(ids).doesNotHaveDuplicates().startsWith(0L, 1L, 2L).endsWith(24L);
  }

  @Test
  void transactionalIdsAreRefusedForGood() {
    InitProducerIdResponse response =
        world.ask(
            ApiKey.INIT_PRODUCER_ID,
            4,
            new InitProducerIdRequest().transactionalId("t"),
            InitProducerIdResponse.class);
    assertThat(response.errorCode()).isEqualTo(ErrorCode.UNSUPPORTED_VERSION.code());
    assertThat(ErrorCode.of(response.errorCode()).retriable()).isFalse();
  }
}
