package io.classickafka.client.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.client.cluster.ScriptedCluster;
import io.classickafka.client.cluster.ScriptedCluster.Open;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.ProduceRequest;
import io.classickafka.protocol.message.ProduceRequest.PartitionProduceData;
import io.classickafka.protocol.message.ProduceResponse;
import io.classickafka.protocol.message.ProduceResponse.PartitionProduceResponse;
import io.classickafka.protocol.message.ProduceResponse.TopicProduceResponse;
import io.classickafka.record.Compression;
import io.classickafka.record.RecordBatch;
import io.classickafka.record.RecordCursor;
import io.classickafka.record.RecordHeader;
import io.classickafka.seam.ByteSlice;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** A producer of one partition of a topic, whose broker the test plays. */
abstract class ScriptedProducer {

  static final long MEMORY_BYTES = 100_000;

  final ScriptedCluster cluster = new ScriptedCluster().topic("t", 1);
  final List<String> outcomes = new ArrayList<>();
  ProducerCore producer = producer(0, 300, 5, true);

  ProducerCore producer(long lingerMs, int batchBytes, int inFlight, boolean idempotent) {
    return new ProducerCore(
        cluster.client,
        settings(
            lingerMs,
            batchBytes,
            MEMORY_BYTES,
            inFlight,
            Integer.MAX_VALUE,
            idempotent,
            Compression.NONE));
  }

  static ProducerSettings settings(
      long lingerMs,
      int batchBytes,
      long memoryBytes,
      int inFlight,
      int retries,
      boolean idempotent,
      Compression codec) {
    return new ProducerSettings(
        (short) -1,
        batchBytes,
        lingerMs,
        memoryBytes,
        1_000_000,
        inFlight,
        retries,
        30_000,
        120_000,
        idempotent,
        true,
        codec,
        codec.defaultLevel());
  }

  PendingRecord send(String value) {
    return send(value, List.of());
  }

  PendingRecord send(String value, List<RecordHeader> headers) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    PendingRecord record =
        new PendingRecord("t", 0, 5, null, bytes, headers, (at, error) -> note(value, at, error));
    assertThat(producer.tryTakeMemory(record.sizeBytes())).isTrue();
    producer.send(record);
    return record;
  }

  private void note(String value, RecordMetadata at, @Nullable Exception error) {
    outcomes.add(
        value + (error == null ? "@" + at.offset() : " " + error.getClass().getSimpleName()));
  }

  static RecordBatch batch(Open open) {
    ProduceRequest request = open.body();
    PartitionProduceData data = request.topicData().get(0).partitionData().get(0);
    return new RecordBatch().wrap((ByteSlice) Objects.requireNonNull(data.records()));
  }

  /** The values of the records in a request. */
  static List<String> values(Open open) {
    List<String> values = new ArrayList<>();
    RecordBatch batch = batch(open);
    assertThat(batch.isValidCrc()).isTrue();
    assertThat(batch.baseOffset()).isZero();
    try (RecordCursor cursor = new RecordCursor(1 << 20)) {
      cursor.open(batch);
      while (cursor.next()) {
        assertThat(cursor.offset()).isEqualTo(values.size());
        assertThat(cursor.timestamp()).isEqualTo(5);
        ByteBuffer value = Objects.requireNonNull(cursor.value());
        values.add(StandardCharsets.UTF_8.decode(value.slice()).toString());
      }
    }
    assertThat(values).hasSize(batch.recordCount());
    return values;
  }

  static void answer(Open open, ErrorCode error, long baseOffset) {
    PartitionProduceResponse partition =
        new PartitionProduceResponse()
            .index(0)
            .errorCode(error.code())
            .baseOffset(baseOffset)
            .logAppendTimeMs(-1);
    TopicProduceResponse topic = new TopicProduceResponse().name("t");
    topic.partitionResponses().add(partition);
    ProduceResponse response = new ProduceResponse();
    response.responses().add(topic);
    open.answer(response);
  }

  static String large(String name) {
    return name + "x".repeat(400);
  }

  // With the topic, the connection and the producer id there already.
  void warmUp() {
    send("first");
    cluster.run();
    answer(cluster.take(), ErrorCode.NONE, 0);
    cluster.run();
    outcomes.clear();
  }
}
