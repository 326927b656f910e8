package org.apache.kafka.clients.consumer;

import java.io.Closeable;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * What reads records of a cluster. Used by one thread at a time, except {@code wakeup}.
 *
 * @param <K> the keys
 * @param <V> the values
 */
public interface Consumer<K, V> extends Closeable {

  Set<TopicPartition> assignment();

  Set<String> subscription();

  void subscribe(Collection<String> topics);

  void subscribe(Collection<String> topics, ConsumerRebalanceListener listener);

  void assign(Collection<TopicPartition> partitions);

  void subscribe(Pattern pattern, ConsumerRebalanceListener listener);

  void subscribe(Pattern pattern);

  void unsubscribe();

  @Deprecated
  ConsumerRecords<K, V> poll(long timeoutMs);

  ConsumerRecords<K, V> poll(Duration timeout);

  void commitSync();

  void commitSync(Duration timeout);

  void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets);

  void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout);

  void commitAsync();

  void commitAsync(OffsetCommitCallback callback);

  void commitAsync(Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback);

  void seek(TopicPartition partition, long offset);

  void seek(TopicPartition partition, OffsetAndMetadata offsetAndMetadata);

  void seekToBeginning(Collection<TopicPartition> partitions);

  void seekToEnd(Collection<TopicPartition> partitions);

  long position(TopicPartition partition);

  long position(TopicPartition partition, Duration timeout);

  @Deprecated
  OffsetAndMetadata committed(TopicPartition partition);

  @Deprecated
  OffsetAndMetadata committed(TopicPartition partition, Duration timeout);

  Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions);

  Map<TopicPartition, OffsetAndMetadata> committed(
      Set<TopicPartition> partitions, Duration timeout);

  Uuid clientInstanceId(Duration timeout);

  Map<MetricName, ? extends Metric> metrics();

  List<PartitionInfo> partitionsFor(String topic);

  List<PartitionInfo> partitionsFor(String topic, Duration timeout);

  Map<String, List<PartitionInfo>> listTopics();

  Map<String, List<PartitionInfo>> listTopics(Duration timeout);

  Set<TopicPartition> paused();

  void pause(Collection<TopicPartition> partitions);

  void resume(Collection<TopicPartition> partitions);

  Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
      Map<TopicPartition, Long> timestampsToSearch);

  Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
      Map<TopicPartition, Long> timestampsToSearch, Duration timeout);

  Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> partitions);

  Map<TopicPartition, Long> beginningOffsets(
      Collection<TopicPartition> partitions, Duration timeout);

  Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions);

  Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions, Duration timeout);

  OptionalLong currentLag(TopicPartition partition);

  ConsumerGroupMetadata groupMetadata();

  void enforceRebalance();

  void enforceRebalance(String reason);

  @Override
  void close();

  void close(Duration timeout);

  void wakeup();
}
