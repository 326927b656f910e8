package io.classickafka.client.consumer;

import io.classickafka.record.RecordCursor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Makes records of bytes, on the application's thread. */
public final class RecordReader<K, V> {

  private final Deserializer<K> keys;
  private final Deserializer<V> values;

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
    K key = deserialize(keys, chunk, headers, record.key(), "key");
    V value = deserialize(values, chunk, headers, record.value(), "value");
    int epoch = chunk.batch().leaderEpoch();
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
        epoch < 0 ? Optional.empty() : Optional.of(epoch));
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
      ByteBuffer value = record.headerValue();
      byte[] bytes = null;
      if (value != null) {
        bytes = new byte[value.remaining()];
        value.get(value.position(), bytes);
      }
      headers.add(new org.apache.kafka.common.header.internals.RecordHeader(name, bytes));
    }
    // The record's own, and open: deserializers, interceptors and the application may change them.
    return headers;
  }

  // What is null stays null: deserializers are only asked about bytes. The views move with the
  // cursor, so a deserializer that keeps its buffer gets a copy.
  private static <T> @Nullable T deserialize(
      Deserializer<T> deserializer,
      FetchedChunk chunk,
      RecordHeaders headers,
      @Nullable ByteBuffer view,
      String what) {
    if (view == null) {
      return null;
    }
    byte[] bytes = new byte[view.remaining()];
    view.get(view.position(), bytes);
    try {
      return deserializer.deserialize(chunk.partition().topic(), headers, bytes);
    } catch (RuntimeException e) {
      long offset = chunk.record().offset();
      throw new RecordDeserializationException(
          chunk.partition(),
          offset,
          "the "
              + what
              + " of "
              + chunk.partition()
              + " at offset "
              + offset
              + " could not be deserialized; seek past it to go on",
          e);
    }
  }
}
