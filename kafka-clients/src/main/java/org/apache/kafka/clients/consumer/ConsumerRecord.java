package org.apache.kafka.clients.consumer;

import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** A record read from a partition. */
public class ConsumerRecord<K, V> {

  /** The timestamp of a record that has none. */
  public static final long NO_TIMESTAMP = -1L;

  /** The size of a key or value that is null. */
  public static final int NULL_SIZE = -1;

  private final String topic;
  private final int partition;
  private final long offset;
  private final long timestamp;
  private final TimestampType timestampType;
  private final int serializedKeySize;
  private final int serializedValueSize;
  private final Headers headers;
  private final K key;
  private final V value;
  private final Optional<Integer> leaderEpoch;

  public ConsumerRecord(String topic, int partition, long offset, K key, V value) {
    this(
        topic,
        partition,
        offset,
        NO_TIMESTAMP,
        TimestampType.NO_TIMESTAMP_TYPE,
        NULL_SIZE,
        NULL_SIZE,
        key,
        value,
        new RecordHeaders(),
        Optional.empty());
  }

  public ConsumerRecord(
      String topic,
      int partition,
      long offset,
      long timestamp,
      TimestampType timestampType,
      int serializedKeySize,
      int serializedValueSize,
      K key,
      V value,
      Headers headers,
      Optional<Integer> leaderEpoch) {
    if (topic == null) {
      throw new IllegalArgumentException("the topic must not be null");
    }
    if (headers == null) {
      throw new IllegalArgumentException("the headers must not be null");
    }
    this.topic = topic;
    this.partition = partition;
    this.offset = offset;
    this.timestamp = timestamp;
    this.timestampType = timestampType;
    this.serializedKeySize = serializedKeySize;
    this.serializedValueSize = serializedValueSize;
    this.headers = headers;
    this.key = key;
    this.value = value;
    this.leaderEpoch = leaderEpoch;
  }

  public String topic() {
    return topic;
  }

  public int partition() {
    return partition;
  }

  public Headers headers() {
    return headers;
  }

  public K key() {
    return key;
  }

  public V value() {
    return value;
  }

  public long offset() {
    return offset;
  }

  /** Epoch milliseconds; what they mean tells {@link #timestampType}. */
  public long timestamp() {
    return timestamp;
  }

  public TimestampType timestampType() {
    return timestampType;
  }

  /** Size of the key in bytes, -1 for a null key. */
  public int serializedKeySize() {
    return serializedKeySize;
  }

  /** Size of the value in bytes, -1 for a null value. */
  public int serializedValueSize() {
    return serializedValueSize;
  }

  /** The epoch of the leader that appended the record, if known. */
  public Optional<Integer> leaderEpoch() {
    return leaderEpoch;
  }

  @Override
  public String toString() {
    return "ConsumerRecord(topic = "
        + topic
        + ", partition = "
        + partition
        + ", leaderEpoch = "
        + leaderEpoch.orElse(null)
        + ", offset = "
        + offset
        + ", "
        + timestampType
        + " = "
        + timestamp
        + ", serialized key size = "
        + serializedKeySize
        + ", serialized value size = "
        + serializedValueSize
        + ", headers = "
        + headers
        + ", key = "
        + key
        + ", value = "
        + value
        + ")";
  }
}
