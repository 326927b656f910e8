package org.apache.kafka.clients.consumer;

import java.util.Map;
import org.apache.kafka.common.Configurable;
import org.apache.kafka.common.TopicPartition;

/** Sees records before the application does, and commits after they were made. */
public interface ConsumerInterceptor<K, V> extends Configurable, AutoCloseable {

  /** The records that {@code poll} returns in place of the given ones. */
  ConsumerRecords<K, V> onConsume(ConsumerRecords<K, V> records);

  void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets);

  @Override
  void close();
}
