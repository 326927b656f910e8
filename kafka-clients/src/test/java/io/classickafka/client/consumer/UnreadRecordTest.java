package io.classickafka.client.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classickafka.protocol.message.FetchRequest;
import io.classickafka.protocol.message.FetchResponse;
import io.classickafka.protocol.message.FetchResponse.PartitionData;
import io.classickafka.record.Compression;
import io.classickafka.record.RecordBatchBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

/** Polls among whose records are some that the deserializer throws for. */
class UnreadRecordTest extends ConsumerScript {

  private final ConsumerCore core = core(null, OffsetResetStrategy.EARLIEST);
  // By the value of the record.
  private final Map<Integer, Throwable> thrown = new LinkedHashMap<>();
  private final PollLoop<byte[], Integer> polls =
      new PollLoop<>(
          new ApplicationThread(new InlineLoop(cluster.loop)),
          core,
          settings(null, OffsetResetStrategy.EARLIEST),
          new RecordReader<>(new ByteArrayDeserializer(), (topic, data) -> number(data[0])),
          List.of());

  private Integer number(int value) {
    Throwable error = thrown.get(value);
    if (error != null) {
      throw UnreadRecordTest.<RuntimeException>undeclared(error);
    }
    return value;
  }

  // As what is written in other languages throws it.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> E undeclared(Throwable error) throws E {
    throw (E) error;
  }

  /** Records whose values are their offsets. */
  private static FetchResponse numbered(int partition, int from, int to) {
    RecordBatchBuilder builder = new RecordBatchBuilder().open(Compression.NONE);
    builder.baseOffset(from);
    for (int i = from; i <= to; i++) {
      builder.append(1, null, new byte[] {(byte) i});
    }
    return fetched(
        new PartitionData()
            .partitionIndex(partition)
            .highWatermark(to + 1)
            .records(builder.build()));
  }

  private List<Integer> poll() {
    List<Integer> values = new ArrayList<>();
    for (ConsumerRecord<byte[], Integer> record : polls.poll(0, false)) {
      values.add(record.value());
    }
    return values;
  }

  private void assertUnread(long offset) {
    assertThatThrownBy(this::poll)
        .isInstanceOfSatisfying(
            RecordDeserializationException.class,
            error -> assertThat(error.offset()).isEqualTo(offset));
  }

  private void answer(FetchResponse response) {
    expect(FetchRequest.class).answer(response);
    cluster.run();
  }

  // What was asked for while records were read.
  private void answerNothing() {
    answer(fetched(new PartitionData().partitionIndex(0).highWatermark(99)));
  }

  // Of 10 to 19 those before 15 were returned.
  private void readUpTo15() {
    thrown.put(15, new SerializationException("by the test"));
    core.assign(List.of(T0));
    core.seek(T0, 10, -1);
    answer(numbered(0, 10, 19));
    assertThat(poll()).containsExactly(10, 11, 12, 13, 14);
    answerNothing();
  }

  @Test
  void recordThatCannotBeReadIsToldAfterThoseBeforeItUntilItIsPassed() {
    readUpTo15();
    assertUnread(15);
    assertThat(core.position(T0)).isEqualTo(15);
    assertThat(poll()).isEmpty();
    answer(numbered(0, 15, 19));
    assertUnread(15);
    core.seek(T0, 16, -1);
    answerNothing();
    answer(numbered(0, 16, 19));
    assertThat(poll()).containsExactly(16, 17, 18, 19);
  }

  @Test
  void recordThatIsSoughtAwayFromIsNotTold() {
    readUpTo15();
    core.seek(T0, 12, -1);
    assertThat(poll()).isEmpty();
  }

  @Test
  void recordOfAPartitionThatWentIsNotTold() {
    readUpTo15();
    core.unsubscribe();
    core.assign(List.of(T1));
    core.seek(T1, 10, -1);
    assertThat(poll()).isEmpty();
  }

  private void assertNothingIsLostWith(Throwable error) {
    TopicPartition t2 = new TopicPartition("t", 2);
    List<TopicPartition> all = List.of(T0, T1, t2);
    cluster.topic("t", 3);
    thrown.put(21, error);
    core.assign(all);
    core.pause(all, true);
    all.forEach(partition -> core.seek(partition, 10 + 10 * partition.partition(), -1));
    core.pause(all, false);
    FetchResponse records = numbered(0, 10, 11);
    records.responses().addAll(numbered(1, 20, 22).responses());
    records.responses().addAll(numbered(2, 30, 31).responses());
    answer(records);
    assertThatThrownBy(this::poll).isSameAs(error);
    assertThat(core.positions())
        .containsEntry(T0, new OffsetAndMetadata(10))
        .containsEntry(T1, new OffsetAndMetadata(20))
        .containsEntry(t2, new OffsetAndMetadata(30));
    thrown.clear();
    answerNothing();
    FetchResponse again = numbered(0, 10, 11);
    again.responses().addAll(numbered(1, 20, 22).responses());
    answer(again);
    assertThat(poll()).containsExactlyInAnyOrder(10, 11, 20, 21, 22, 30, 31);
  }

  @Test
  void errorOfADeserializerLosesNothing() {
    assertNothingIsLostWith(new NoClassDefFoundError("by the test"));
  }

  @Test
  void undeclaredExceptionOfADeserializerLosesNothing() {
    assertNothingIsLostWith(new IOException("by the test"));
  }
}
