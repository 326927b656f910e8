package org.apache.kafka.clients.producer;

import java.io.Closeable;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Configurable;

/** Chooses the partition of a record that names none. */
public interface Partitioner extends Configurable, Closeable {

  /** The partition: 0 up to the topic's number of partitions. */
  int partition(
      String topic, Object key, byte[] keyBytes, Object value, byte[] valueBytes, Cluster cluster);

  @Override
  void close();
}
