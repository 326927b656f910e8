package io.classickafka.client.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.classickafka.record.Compression;
import io.classickafka.record.RecordBatchBuilder;
import io.classickafka.record.RecordHeader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.RecordDeserializationException.DeserializationExceptionOrigin;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.IntegerDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

class RecordReaderTest {

  private static final TopicPartition T0 = new TopicPartition("t", 0);

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  /** Stands at the first of records with the same headers, whose keys count up from 0. */
  private static FetchedChunk chunk(int records, List<RecordHeader> headers) {
    RecordBatchBuilder builder = new RecordBatchBuilder().open(Compression.NONE);
    for (int i = 0; i < records; i++) {
      builder.append(7, bytes("k" + i), bytes("v" + i), headers);
    }
    return first(builder);
  }

  private static FetchedChunk first(RecordBatchBuilder builder) {
    FetchedChunk chunk = new FetchedChunk(T0, builder.build(), 0, List.of(), false, true);
    assertThat(chunk.next()).isTrue();
    return chunk;
  }

  private static List<String> names(Headers headers) {
    List<String> names = new ArrayList<>();
    for (Header header : headers) {
      names.add(header.key());
    }
    return names;
  }

  /** Takes a header away, as those do that unwrap what a serializer wrapped. */
  private static final class Unwrapping implements Deserializer<String> {

    @Override
    public String deserialize(String topic, byte[] data) {
      throw new AssertionError("called without headers");
    }

    @Override
    public String deserialize(String topic, Headers headers, byte[] data) {
      headers.remove("wrapped");
      return new String(data, UTF_8);
    }
  }

  @Test
  void deserializersAndTheApplicationMayChangeHeaders() {
    RecordReader<String, String> reader =
        new RecordReader<>(new StringDeserializer(), new Unwrapping());
    List<RecordHeader> headers =
        List.of(new RecordHeader("wrapped", bytes("1")), new RecordHeader("trace", bytes("2")));
    ConsumerRecord<String, String> record = reader.read(chunk(1, headers));
    assertThat(names(record.headers())).containsExactly("trace");
    record.headers().add("seen", bytes("3"));
    assertThat(names(record.headers())).containsExactly("trace", "seen");
  }

  @Test
  void recordsWithoutHeadersShareNone() {
    RecordReader<String, String> reader =
        new RecordReader<>(new StringDeserializer(), new StringDeserializer());
    FetchedChunk chunk = chunk(2, List.of());
    ConsumerRecord<String, String> first = reader.read(chunk);
    assertThat(chunk.next()).isTrue();
    ConsumerRecord<String, String> second = reader.read(chunk);
    first.headers().add("seen", null);
    assertThat(names(second.headers())).isEmpty();
  }

  @Test
  void deserializersAreNotAskedAboutNull() {
    RecordReader<Integer, Integer> reader =
        new RecordReader<>((topic, data) -> (int) data[0], (topic, data) -> (int) data[0]);
    RecordBatchBuilder builder = new RecordBatchBuilder().open(Compression.NONE);
    builder.append(7, null, new byte[] {4});
    builder.append(7, new byte[] {5}, null);
    FetchedChunk chunk = first(builder);
    ConsumerRecord<Integer, Integer> withoutKey = reader.read(chunk);
    assertThat(withoutKey.key()).isNull();
    assertThat(withoutKey.value()).isEqualTo(4);
    assertThat(chunk.next()).isTrue();
    ConsumerRecord<Integer, Integer> withoutValue = reader.read(chunk);
    assertThat(withoutValue.key()).isEqualTo(5);
    assertThat(withoutValue.value()).isNull();
  }

  @Test
  void whatCouldNotBeReadComesWithTheRecord() {
    RecordReader<String, Integer> reader =
        new RecordReader<>(new StringDeserializer(), new IntegerDeserializer());
    RecordBatchBuilder builder = new RecordBatchBuilder().open(Compression.NONE);
    builder.baseOffset(40);
    builder.append(7, bytes("key"), bytes("no number"), List.of(new RecordHeader("trace", null)));
    builder.append(8, null, null);
    FetchedChunk chunk = first(builder);
    assertThatThrownBy(() -> reader.read(chunk))
        .isInstanceOfSatisfying(
            RecordDeserializationException.class,
            error -> {
              // Reading goes on, and the exception keeps what it has.
              assertThat(chunk.next()).isTrue();
              assertThat(error.origin()).isEqualTo(DeserializationExceptionOrigin.VALUE);
              assertThat(error.topicPartition()).isEqualTo(T0);
              assertThat(error.offset()).isEqualTo(40);
              assertThat(error.timestamp()).isEqualTo(7);
              assertThat(error.timestampType()).isEqualTo(TimestampType.CREATE_TIME);
              assertThat(error.keyBuffer()).isEqualTo(ByteBuffer.wrap(bytes("key")));
              assertThat(error.valueBuffer()).isEqualTo(ByteBuffer.wrap(bytes("no number")));
              assertThat(names(error.headers())).containsExactly("trace");
            });
  }
}
