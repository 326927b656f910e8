package org.apache.kafka.clients.producer;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.PartitionInfo;

/** Gives each record to the next partition that has a leader, whatever its key. */
public class RoundRobinPartitioner implements Partitioner {

  private final Map<String, AtomicInteger> counters = new ConcurrentHashMap<>();

  @Override
  public void configure(Map<String, ?> configs) {}

  @Override
  public int partition(
      String topic, Object key, byte[] keyBytes, Object value, byte[] valueBytes, Cluster cluster) {
    int next = counters.computeIfAbsent(topic, name -> new AtomicInteger()).getAndIncrement();
    List<PartitionInfo> available = cluster.availablePartitionsForTopic(topic);
    if (!available.isEmpty()) {
      return available.get(Math.floorMod(next, available.size())).partition();
    }
    return Math.floorMod(next, cluster.partitionsForTopic(topic).size());
  }

  @Override
  public void close() {}
}
