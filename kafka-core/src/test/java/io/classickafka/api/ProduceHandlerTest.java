package io.classickafka.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistryListener;
import io.classickafka.log.LogConfig;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.ProduceRequest;
import io.classickafka.protocol.message.ProduceRequest.PartitionProduceData;
import io.classickafka.protocol.message.ProduceRequest.TopicProduceData;
import io.classickafka.protocol.message.ProduceResponse;
import io.classickafka.protocol.message.ProduceResponse.PartitionProduceResponse;
import io.classickafka.record.Compression;
import io.classickafka.record.LegacyMessageSet;
import io.classickafka.record.RecordBatchBuilder;
import io.classickafka.replica.PartitionSettings;
import io.classickafka.seam.ByteSlice;
import io.classickafka.simulation.SimulatedLoop;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProduceHandlerTest {

  private static final String TOPIC = "orders";

  private ApiWorld world;

  @BeforeEach
  void open() {
    world = new ApiWorld();
    world.createTopic(TOPIC, 3);
  }

  @AfterEach
  void close() {
    world.close();
  }

  static byte[] batch(int records, Compression codec) {
    try (RecordBatchBuilder builder = new RecordBatchBuilder().open(codec)) {
      for (int i = 0; i < records; i++) {
        byte[] value = ("value " + i).getBytes(StandardCharsets.UTF_8);
        builder.append(1_700_000_000_000L, value, value);
      }
      return builder.build().toByteArray();
    }
  }

  private static PartitionProduceData data(int partition, byte @Nullable [] records) {
    return new PartitionProduceData()
        .index(partition)
        .records(records == null ? null : ByteSlice.wrap(records));
  }

  static byte[] oldMessages(int records) {
    try (LegacyMessageSet set = new LegacyMessageSet().open((byte) 1, Compression.NONE)) {
      ByteBuffer value = ByteBuffer.wrap("value".getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < records; i++) {
        set.append(i, 1_700_000_000_000L, value, value);
      }
      return set.build().toByteArray();
    }
  }

  private static ProduceRequest request(int acks, String topic, PartitionProduceData... data) {
    return new ProduceRequest()
        .acks((short) acks)
        .timeoutMs(1_000)
        .topicData(List.of(new TopicProduceData().name(topic).partitionData(List.of(data))));
  }

  private List<PartitionProduceResponse> produce(int version, ProduceRequest request) {
    List<PartitionProduceResponse> all = new ArrayList<>();
    world
        .ask(ApiKey.PRODUCE, version, request, ProduceResponse.class)
        .responses()
        .forEach(topic -> all.addAll(topic.partitionResponses()));
    return all;
  }

  private List<ErrorCode> errors(int version, ProduceRequest request) {
    return produce(version, request).stream()
        .map(partition -> ErrorCode.of(partition.errorCode()))
        .toList();
  }

  @Test
  void recordsOfSeveralPartitionsAreAppendedAndAcknowledgedTogether() {
    ProduceRequest request =
        request(
            -1, TOPIC, data(0, batch(2, Compression.NONE)), data(2, batch(3, Compression.NONE)));
    List<PartitionProduceResponse> answers = produce(11, request);
    assertThat(answers).extracting(PartitionProduceResponse::index).containsExactly(0, 2);
    assertThat(answers).extracting(PartitionProduceResponse::baseOffset).containsOnly(0L);
    assertThat(answers).extracting(PartitionProduceResponse::errorCode).containsOnly((short) 0);
    assertThat(world.replicas.registry().online().get(2).log().highWatermark()).isEqualTo(3);
  }

  /** JMX: the meter counts records, the histogram what one request took for all its partitions. */
  @Test
  void recordsOfTheOldFormatThatAreConvertedAreCountedOneByOne() {
    byte[] old = oldMessages(3);
    errors(2, request(1, TOPIC, data(0, old), data(1, old)));
    assertThat(converted()).isEqualTo(6);
    assertThat(world.largest("TemporaryMemoryBytes", "Produce")).isGreaterThan(old.length);
    errors(9, request(1, TOPIC, data(0, batch(2, Compression.NONE))));
    assertThat(converted()).isEqualTo(6);
  }

  @Test
  void recordsGivenTheCodecOfTheirTopicAreCountedAsConverted() {
    LogConfig squeezed = LogConfig.DEFAULTS.toBuilder().compression(Compression.GZIP).build();
    world.settings = new PartitionSettings(squeezed, 1, true);
    world.createTopic("squeezed", 1);
    errors(9, request(1, "squeezed", data(0, batch(2, Compression.GZIP))));
    assertThat(world.largest("TemporaryMemoryBytes", "Produce")).isZero();
    errors(9, request(1, "squeezed", data(0, batch(5, Compression.NONE))));
    assertThat(world.converted("ProduceMessageConversionsPerSec", "squeezed")).isEqualTo(5);
    assertThat(world.largest("TemporaryMemoryBytes", "Produce")).isPositive();
  }

  private long converted() {
    return world.converted("ProduceMessageConversionsPerSec", TOPIC);
  }

  @Test
  void aRequestCostsEachLoopOneTaskHoweverManyPartitionsItNames() {
    List<SimulatedLoop> loops =
        world.replicas.registry().online().stream()
            .map(partition -> (SimulatedLoop) partition.loop())
            .distinct()
            .toList();
    long before = loops.stream().mapToLong(SimulatedLoop::taskCount).sum();
    byte[] records = batch(1, Compression.NONE);
    assertThat(errors(11, request(-1, TOPIC, data(0, records), data(1, records), data(2, records))))
        .containsOnly(ErrorCode.NONE);
    long after = loops.stream().mapToLong(SimulatedLoop::taskCount).sum();
    assertThat(loops).hasSize(2);
    assertThat(after - before).isEqualTo(2);
  }

  /** The first partition meets it when it is told of its append, on the loop of both. */
  @Test
  void anErrorInOnePartitionLeavesNeitherTheRequestNorAnotherWithoutAnEnd() {
    boolean[] noMemory = {true};
    world
        .metrics
        .dropwizard()
        .addListener(
            new MetricRegistryListener.Base() {
              @Override
              public void onMeterAdded(String name, Meter meter) {
                if (noMemory[0] && name.contains("TotalProduceRequestsPerSec,topic=" + TOPIC)) {
                  noMemory[0] = false;
                  throw new OutOfMemoryError("planted");
                }
              }
            });
    byte[] records = batch(1, Compression.NONE);
    assertThat(errors(11, request(1, TOPIC, data(0, records), data(2, records))))
        .containsExactly(ErrorCode.UNKNOWN_SERVER_ERROR, ErrorCode.NONE);
    assertThat(noMemory[0]).as("the error happened").isFalse();
  }

  @Test
  void everyVersionAppends() {
    for (int version = 3; version <= 11; version++) {
      PartitionProduceResponse answer =
          produce(version, request(1, TOPIC, data(0, batch(1, Compression.GZIP)))).get(0);
      assertThat(answer.errorCode()).isZero();
      assertThat(answer.baseOffset()).isEqualTo(version - 3);
    }
  }

  @Test
  void oldMessageSetsBecomeBatches() {
    try (RecordBatchBuilder builder = new RecordBatchBuilder()) {
      byte[] value = {1, 2, 3};
      builder.open(Compression.NONE);
      builder.append(5, value, value);
      ByteSlice batch = builder.build();
      io.classickafka.record.Conversion old =
          new io.classickafka.record.MessageSetConverter(1 << 20).toOldMagic(batch, (byte) 1, 0);
      byte[] set = ((io.classickafka.record.Conversion.Converted) old).bytes().toByteArray();
      assertThat(errors(2, request(1, TOPIC, data(0, set)))).containsExactly(ErrorCode.NONE);
      assertThat(errors(3, request(1, TOPIC, data(0, set))))
          .containsExactly(ErrorCode.INVALID_RECORD);
    }
  }

  @Test
  void withoutAcksThereIsNoAnswerAndAnErrorClosesTheConnection() {
    ApiWorld.Sent good =
        world.send(ApiKey.PRODUCE, 9, request(0, TOPIC, data(0, batch(1, Compression.NONE))));
    assertThat(good.nothing).isTrue();
    ApiWorld.Sent bad =
        world.send(ApiKey.PRODUCE, 9, request(0, "absent", data(0, batch(1, Compression.NONE))));
    assertThat(bad.closed).contains("UNKNOWN_TOPIC_OR_PARTITION");
  }

  @Test
  void whatIsWrongIsSaidPerPartition() {
    byte[] good = batch(1, Compression.NONE);
    byte[] corrupt = good.clone();
    corrupt[corrupt.length - 1] ^= 1;
    assertThat(
            errors(
                9,
                request(1, TOPIC, data(0, good), data(1, corrupt), data(9, good), data(2, null))))
        .containsExactly(
            ErrorCode.NONE,
            ErrorCode.CORRUPT_MESSAGE,
            ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
            ErrorCode.INVALID_RECORD);
  }

  @Test
  void anImpossibleMagicAnywhereRefusesTheWholeRequest() {
    byte[] good = batch(1, Compression.NONE);
    byte[] strange = good.clone();
    strange[16] = 3;
    assertThat(errors(9, request(1, TOPIC, data(0, good), data(1, strange))))
        .containsOnly(ErrorCode.CORRUPT_MESSAGE);
    assertThat(world.replicas.registry().online().get(0).log().logEndOffset()).isZero();
  }

  @Test
  void emptyRecordsAreRefusedSinceVersionThree() {
    assertThat(errors(3, request(1, TOPIC, data(0, new byte[0]))))
        .containsExactly(ErrorCode.INVALID_RECORD);
    PartitionProduceResponse old = produce(2, request(1, TOPIC, data(0, new byte[0]))).get(0);
    assertThat(old.errorCode()).isZero();
    assertThat(old.baseOffset()).isEqualTo(-1);
  }

  @Test
  void aPartitionNamedTwiceIsNotAppended() {
    byte[] good = batch(1, Compression.NONE);
    assertThat(errors(9, request(1, TOPIC, data(0, good), data(0, good))))
        .containsExactly(ErrorCode.INVALID_REQUEST);
    assertThat(world.replicas.registry().online().get(0).log().logEndOffset()).isZero();
  }

  @Test
  void acksAreCheckedAfterThePartition() {
    byte[] good = batch(1, Compression.NONE);
    assertThat(errors(9, request(2, TOPIC, data(0, good), data(9, good))))
        .containsExactly(ErrorCode.INVALID_REQUIRED_ACKS, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
  }

  @Test
  void internalTopicsAreNotForProducers() {
    world.createTopic("__consumer_offsets", 1);
    assertThat(errors(9, request(1, "__consumer_offsets", data(0, batch(1, Compression.NONE)))))
        .containsExactly(ErrorCode.INVALID_TOPIC_EXCEPTION);
  }

  @Test
  void aCompactedTopicRefusesRecordsWithoutKeyAndSaysWhich() {
    LogConfig compacted = LogConfig.DEFAULTS.toBuilder().compacts(true).deletes(false).build();
    world.settings = new PartitionSettings(compacted, 1, true);
    world.createTopic("latest", 1);
    for (Compression codec : List.of(Compression.NONE, Compression.LZ4)) {
      ProduceRequest request = request(-1, "latest", data(0, keyed(codec, "a", null, "b", null)));
      PartitionProduceResponse answer = produce(9, request).get(0);
      assertThat(answer.errorCode()).isEqualTo((short) 87);
      assertThat(answer.baseOffset()).isEqualTo(-1);
      assertThat(answer.errorMessage()).isNotEmpty();
      assertThat(answer.recordErrors())
          .extracting(ProduceResponse.BatchIndexAndErrorMessage::batchIndex)
          .containsExactly(1, 3);
      assertThat(answer.recordErrors())
          .extracting(ProduceResponse.BatchIndexAndErrorMessage::batchIndexErrorMessage)
          .allMatch(message -> message != null && message.contains("key"));
    }
    assertThat(errors(9, request(-1, "latest", data(0, keyed(Compression.NONE, "a", "b")))))
        .containsExactly(ErrorCode.NONE);
    TopicPartition partition = new TopicPartition("latest", 0);
    assertThat(
            world.replicas.registry().online().stream()
                .filter(online -> online.log().topicPartition().equals(partition))
                .map(online -> online.log().logEndOffset()))
        .containsExactly(2L);
  }

  private static byte[] keyed(Compression codec, @Nullable String... keys) {
    try (RecordBatchBuilder builder = new RecordBatchBuilder().open(codec)) {
      for (String key : keys) {
        byte[] bytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        builder.append(1_700_000_000_000L, bytes, new byte[] {1});
      }
      return builder.build().toByteArray();
    }
  }

  @Test
  void zstdNeedsVersionSeven() {
    byte[] zstd = batch(1, Compression.ZSTD);
    assertThat(errors(6, request(1, TOPIC, data(0, zstd))))
        .containsExactly(ErrorCode.UNSUPPORTED_COMPRESSION_TYPE);
    assertThat(errors(7, request(1, TOPIC, data(0, zstd)))).containsExactly(ErrorCode.NONE);
  }

  @Test
  void transactionalRecordsNeedTheirId() {
    byte[] transactional = transactionalBatch();
    assertThat(errors(9, request(1, TOPIC, data(0, transactional))))
        .containsExactly(ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED);
    assertThat(errors(9, request(1, TOPIC, data(0, transactional)).transactionalId("t")))
        .containsExactly(ErrorCode.INVALID_PRODUCER_ID_MAPPING);
  }

  private static byte[] transactionalBatch() {
    try (RecordBatchBuilder builder = new RecordBatchBuilder().open(Compression.NONE)) {
      builder.producer(7, (short) 0, 0).transactional(true);
      builder.append(5, null, new byte[] {1});
      return builder.build().toByteArray();
    }
  }

  @Test
  void aRepeatedIdempotentBatchIsAnsweredWithItsFirstOffset() {
    byte[] batch;
    try (RecordBatchBuilder builder = new RecordBatchBuilder().open(Compression.NONE)) {
      builder.producer(7, (short) 0, 0);
      builder.append(5, null, new byte[] {1});
      batch = builder.build().toByteArray();
    }
    produce(9, request(1, TOPIC, data(0, batch)));
    produce(9, request(1, TOPIC, data(0, batch(1, Compression.NONE))));
    PartitionProduceResponse again = produce(9, request(-1, TOPIC, data(0, batch))).get(0);
    assertThat(again.errorCode()).isZero();
    assertThat(again.baseOffset()).isZero();
  }

  @Test
  void tooFewReplicasRefuseAcksAll() {
    world.settings = new PartitionSettings(LogConfig.DEFAULTS, 2, true);
    world.createTopic("safe", 1);
    // One replica is all there is, so one is enough.
    assertThat(errors(9, request(-1, "safe", data(0, batch(1, Compression.NONE)))))
        .containsExactly(ErrorCode.NONE);
  }

  @Test
  void whoAsksTheWrongBrokerLearnsOfTheLeader() {
    world.show("elsewhere", 1, 4);
    ProduceRequest request = request(1, "elsewhere", data(0, batch(1, Compression.NONE)));
    ProduceResponse response = world.ask(ApiKey.PRODUCE, 10, request, ProduceResponse.class);
    PartitionProduceResponse answer = response.responses().get(0).partitionResponses().get(0);
    assertThat(answer.errorCode()).isEqualTo(ErrorCode.NOT_LEADER_OR_FOLLOWER.code());
    assertThat(answer.currentLeader().leaderEpoch()).isEqualTo(4);
    assertThat(response.nodeEndpoints().get(0).host()).isEqualTo("broker-1");
  }

  @Test
  void nothingProducedIsAnsweredAtOnce() {
    assertThat(produce(9, request(-1, TOPIC))).isEmpty();
    assertThat(world.replicas.registry().find(new TopicPartition(TOPIC, 0)).absence())
        .isEqualTo(ErrorCode.NONE);
  }
}
