package org.apache.kafka.clients.producer;

import java.io.Closeable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.ProducerFencedException;

/** Sends records; see {@link KafkaProducer}. */
public interface Producer<K, V> extends Closeable {

  void initTransactions();

  void beginTransaction() throws ProducerFencedException;

  void sendOffsetsToTransaction(
      Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata groupMetadata)
      throws ProducerFencedException;

  void commitTransaction() throws ProducerFencedException;

  void abortTransaction() throws ProducerFencedException;

  Future<RecordMetadata> send(ProducerRecord<K, V> record);

  Future<RecordMetadata> send(ProducerRecord<K, V> record, Callback callback);

  void flush();

  List<PartitionInfo> partitionsFor(String topic);

  Map<MetricName, ? extends Metric> metrics();

  Uuid clientInstanceId(Duration timeout);

  @Override
  void close();

  void close(Duration timeout);
}
