package io.classickafka.client.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.classickafka.client.cluster.ScriptedCluster;
import io.classickafka.client.cluster.ScriptedCluster.Open;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.FetchRequest;
import io.classickafka.protocol.message.FetchResponse;
import io.classickafka.protocol.message.FetchResponse.FetchableTopicResponse;
import io.classickafka.protocol.message.FetchResponse.PartitionData;
import io.classickafka.protocol.message.ListOffsetsResponse;
import io.classickafka.protocol.message.ListOffsetsResponse.ListOffsetsPartitionResponse;
import io.classickafka.protocol.message.ListOffsetsResponse.ListOffsetsTopicResponse;
import io.classickafka.record.Compression;
import io.classickafka.record.RecordBatchBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** A consumer whose cluster the test plays. */
abstract class ConsumerScript {

  static final TopicPartition T0 = new TopicPartition("t", 0);
  static final TopicPartition T1 = new TopicPartition("t", 1);

  final ScriptedCluster cluster = new ScriptedCluster().topic("t", 2);

  /** The rack of consumers made from now on. */
  String rack = "";

  ConsumerCore core(@Nullable String group, OffsetResetStrategy reset) {
    return new ConsumerCore(cluster.client, settings(group, reset));
  }

  /** A consumer without a group that was sent to an offset of T0. */
  ConsumerCore coreAt(long offset, OffsetResetStrategy reset) {
    ConsumerCore core = core(null, reset);
    core.assign(List.of(T0));
    core.seek(T0, offset, -1);
    return core;
  }

  ConsumerSettings settings(@Nullable String group, OffsetResetStrategy reset) {
    return ScriptedSettings.of(group, reset, rack, new RangeAssignor());
  }

  <T extends ApiMessage> Open expect(Class<T> type) {
    for (int i = 0; i < 200 && cluster.open().isEmpty(); i++) {
      cluster.pass(10);
    }
    assertThat(cluster.open()).as(type.getSimpleName()).isNotEmpty();
    assertThat(cluster.open().get(0).<ApiMessage>body()).isInstanceOf(type);
    return cluster.take();
  }

  static FetchResponse records(int partition, long baseOffset, int count) {
    RecordBatchBuilder builder = new RecordBatchBuilder().open(Compression.NONE);
    builder.baseOffset(baseOffset);
    for (int i = 0; i < count; i++) {
      builder.append(1, null, new byte[] {1});
    }
    return fetched(
        new PartitionData()
            .partitionIndex(partition)
            .highWatermark(baseOffset + count)
            .records(builder.build()));
  }

  static FetchResponse fetched(PartitionData... partitions) {
    FetchableTopicResponse topic =
        new FetchableTopicResponse().topic("t").topicId(new Uuid(1, "t".hashCode()));
    topic.partitions().addAll(List.of(partitions));
    FetchResponse response = new FetchResponse().sessionId(9);
    response.responses().add(topic);
    return response;
  }

  /** What a fetch brings of a partition that it fails for. */
  static FetchResponse failed(int partition, ErrorCode error) {
    return fetched(new PartitionData().partitionIndex(partition).errorCode(error.code()));
  }

  static long offsetAsked(Open open) {
    FetchRequest request = open.body();
    return request.topics().get(0).partitions().get(0).fetchOffset();
  }

  Step step(ConsumerCore core) {
    CompletableFuture<Step> next = core.next();
    for (int i = 0; i < 200 && !next.isDone(); i++) {
      cluster.pass(10);
    }
    assertThat(next).isCompleted();
    return next.join();
  }

  static List<Long> offsets(FetchedChunk chunk, int most) {
    List<Long> offsets = new ArrayList<>();
    while (offsets.size() < most && chunk.next()) {
      offsets.add(chunk.record().offset());
    }
    return offsets;
  }

  static FetchedChunk chunk(Step step) {
    return ((Step.Read) step).chunks().get(0);
  }

  static ListOffsetsResponse end(long offset) {
    return end(0, offset);
  }

  static ListOffsetsResponse end(int partition, long offset) {
    ListOffsetsTopicResponse topic = new ListOffsetsTopicResponse().name("t");
    topic
        .partitions()
        .add(
            new ListOffsetsPartitionResponse()
                .partitionIndex(partition)
                .offset(offset)
                .leaderEpoch(3));
    ListOffsetsResponse response = new ListOffsetsResponse();
    response.topics().add(topic);
    return response;
  }
}
