package io.classickafka.client.consumer;

import static org.apache.kafka.common.errors.RecordDeserializationException.DeserializationExceptionOrigin.KEY;
import static org.apache.kafka.common.errors.RecordDeserializationException.DeserializationExceptionOrigin.VALUE;

import io.classickafka.record.RecordCursor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.RecordDeserializationException.DeserializationExceptionOrigin;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Makes records of bytes, on the application's thread. */
public final class RecordReader<K, V> {

  private final Deserializer<K> keys;
  private final Deserializer<V> values;
  // The epoch of the last record, as most have the same.
  private Optional<Integer> epoch = Optional.empty();

  public RecordReader(Deserializer<K> keys, Deserializer<V> values) {
    this.keys = keys;
    this.values = values;
  }

  /**
   * The record that a chunk is at.
   *
   * @throws RecordDeserializationException when a deserializer refuses it
   */
  public ConsumerRecord<K, V> read(FetchedChunk chunk) {
    RecordCursor record = chunk.record();
    String topic = chunk.partition().topic();
    RecordHeaders headers = headers(record);
    K key = deserialize(keys, chunk, headers, record.key(), KEY);
    V value = deserialize(values, chunk, headers, record.value(), VALUE);
    return new ConsumerRecord<>(
        topic,
        chunk.partition().partition(),
        record.offset(),
        record.timestamp(),
        timestampType(chunk.batch().timestampType()),
        record.keySize(),
        record.valueSize(),
        key,
        value,
        headers,
        epoch(chunk.batch().leaderEpoch()));
  }

  private Optional<Integer> epoch(int number) {
    if (number < 0) {
      return Optional.empty();
    }
    if (epoch.isEmpty() || epoch.get() != number) {
      epoch = Optional.of(number);
    }
    return epoch;
  }

  private static TimestampType timestampType(io.classickafka.record.TimestampType type) {
    return switch (type) {
      case NO_TIMESTAMP_TYPE -> TimestampType.NO_TIMESTAMP_TYPE;
      case CREATE_TIME -> TimestampType.CREATE_TIME;
      case LOG_APPEND_TIME -> TimestampType.LOG_APPEND_TIME;
    };
  }

  private static RecordHeaders headers(RecordCursor record) {
    RecordHeaders headers = new RecordHeaders();
    while (record.nextHeader()) {
      String name = StandardCharsets.UTF_8.decode(record.headerKey().duplicate()).toString();
      byte[] bytes = copy(record.headerValue());
      headers.add(new org.apache.kafka.common.header.internals.RecordHeader(name, bytes));
    }
    // The record's own, and open: deserializers, interceptors and the application may change them.
    return headers;
  }

  // What is null stays null: deserializers are only asked about bytes.
  private static <T> @Nullable T deserialize(
      Deserializer<T> deserializer,
      FetchedChunk chunk,
      RecordHeaders headers,
      @Nullable ByteBuffer view,
      DeserializationExceptionOrigin what) {
    byte[] bytes = copy(view);
    if (bytes == null) {
      return null;
    }
    try {
      return deserializer.deserialize(chunk.partition().topic(), headers, bytes);
    } catch (RuntimeException e) {
      throw unread(chunk, headers, what, e);
    }
  }

  // The views move with the cursor, and who has them may keep them.
  private static byte @Nullable [] copy(@Nullable ByteBuffer view) {
    if (view == null) {
      return null;
    }
    byte[] bytes = new byte[view.remaining()];
    view.get(view.position(), bytes);
    return bytes;
  }

  private static RecordDeserializationException unread(
      FetchedChunk chunk,
      RecordHeaders headers,
      DeserializationExceptionOrigin what,
      RuntimeException cause) {
    RecordCursor record = chunk.record();
    byte[] key = copy(record.key());
    byte[] value = copy(record.value());
    return new RecordDeserializationException(
        what,
        chunk.partition(),
        record.offset(),
        record.timestamp(),
        timestampType(chunk.batch().timestampType()),
        key == null ? null : ByteBuffer.wrap(key),
        value == null ? null : ByteBuffer.wrap(value),
        headers,
        "the "
            + (what == KEY ? "key" : "value")
            + " of "
            + chunk.partition()
            + " at offset "
            + record.offset()
            + " could not be deserialized; seek past it to go on",
        cause);
  }
}
