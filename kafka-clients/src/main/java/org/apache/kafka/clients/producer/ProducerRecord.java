package org.apache.kafka.clients.producer;

import java.util.Objects;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * A record to be sent: a topic and a value, with a key, a partition, a timestamp and headers if
 * wanted.
 */
public class ProducerRecord<K, V> {

  private final String topic;
  private final Integer partition;
  private final Headers headers;
  private final K key;
  private final V value;
  private final Long timestamp;

  /**
   * A record with everything.
   *
   * @param partition null lets the partitioner choose
   * @param timestamp epoch milliseconds; null takes the time of sending
   */
  public ProducerRecord(
      String topic, Integer partition, Long timestamp, K key, V value, Iterable<Header> headers) {
    if (topic == null) {
      throw new IllegalArgumentException("the topic must not be null");
    }
    if (timestamp != null && timestamp < 0) {
      throw new IllegalArgumentException("the timestamp must not be negative: " + timestamp);
    }
    if (partition != null && partition < 0) {
      throw new IllegalArgumentException("the partition must not be negative: " + partition);
    }
    this.topic = topic;
    this.partition = partition;
    this.key = key;
    this.value = value;
    this.timestamp = timestamp;
    this.headers = new RecordHeaders(headers);
  }

  public ProducerRecord(String topic, Integer partition, Long timestamp, K key, V value) {
    this(topic, partition, timestamp, key, value, null);
  }

  public ProducerRecord(String topic, Integer partition, K key, V value, Iterable<Header> headers) {
    this(topic, partition, null, key, value, headers);
  }

  public ProducerRecord(String topic, Integer partition, K key, V value) {
    this(topic, partition, null, key, value, null);
  }

  public ProducerRecord(String topic, K key, V value) {
    this(topic, null, null, key, value, null);
  }

  public ProducerRecord(String topic, V value) {
    this(topic, null, null, null, value, null);
  }

  public String topic() {
    return topic;
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

  public Long timestamp() {
    return timestamp;
  }

  public Integer partition() {
    return partition;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ProducerRecord<?, ?> that
        && topic.equals(that.topic)
        && Objects.equals(partition, that.partition)
        && Objects.equals(key, that.key)
        && Objects.equals(value, that.value)
        && Objects.equals(headers, that.headers)
        && Objects.equals(timestamp, that.timestamp);
  }

  @Override
  public int hashCode() {
    return Objects.hash(topic, partition, headers, key, value, timestamp);
  }

  @Override
  public String toString() {
    return "ProducerRecord(topic="
        + topic
        + ", partition="
        + partition
        + ", headers="
        + headers
        + ", key="
        + key
        + ", value="
        + value
        + ", timestamp="
        + timestamp
        + ")";
  }
}
