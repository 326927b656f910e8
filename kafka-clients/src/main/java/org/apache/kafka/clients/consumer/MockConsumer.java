package org.apache.kafka.clients.consumer;

import io.classickafka.client.MockInstanceId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.WakeupException;

/**
 * A consumer without a cluster, for unit tests of applications. A test says which partitions it has
 * ({@code assign}, or {@code subscribe} and then {@link #rebalance}), where they begin and end, and
 * which records {@code poll} gives ({@link #addRecord}); what shall happen between polls it puts
 * into {@link #schedulePollTask}.
 *
 * <p>Safe for several threads: its methods hold its monitor, and nothing waits in it.
 */
public class MockConsumer<K, V> implements Consumer<K, V> {

  /** What the partitions were chosen by. */
  private enum ChosenBy {
    NOTHING,
    THE_APPLICATION,
    TOPICS,
    PATTERN
  }

  private static final String NO_GROUP = "dummy.group.id";

  private final MockPositions positions;
  private final Map<TopicPartition, List<ConsumerRecord<K, V>>> records = new LinkedHashMap<>();
  private final Map<String, List<PartitionInfo>> topics = new LinkedHashMap<>();
  private final Deque<Runnable> pollTasks = new ArrayDeque<>();
  private final MockInstanceId instanceId = new MockInstanceId();

  private ChosenBy chosenBy = ChosenBy.NOTHING;
  private Set<String> subscription = new LinkedHashSet<>();
  private ConsumerRebalanceListener listener;
  private KafkaException pollException;
  private KafkaException offsetsException;
  private long maxPollRecords = Long.MAX_VALUE;
  private Duration lastPollTimeout;
  private boolean wakeup;
  private boolean shouldRebalance;
  private boolean closed;

  /**
   * A consumer without partitions.
   *
   * @param offsetResetStrategy where a partition begins of which nothing was committed
   */
  public MockConsumer(OffsetResetStrategy offsetResetStrategy) {
    this.positions = new MockPositions(offsetResetStrategy);
  }

  // What it reads.

  @Override
  public synchronized Set<TopicPartition> assignment() {
    return positions.assigned();
  }

  @Override
  public synchronized Set<String> subscription() {
    return new LinkedHashSet<>(subscription);
  }

  @Override
  public synchronized void subscribe(Collection<String> topics) {
    subscribe(topics, null);
  }

  @Override
  public synchronized void subscribe(
      Collection<String> topics, ConsumerRebalanceListener listener) {
    requireOpen();
    Set<String> wanted = new LinkedHashSet<>(topics);
    chooseBy(ChosenBy.TOPICS);
    subscription = wanted;
    this.listener = listener;
    positions.forgetCommitted();
  }

  @Override
  public synchronized void subscribe(Pattern pattern) {
    subscribe(pattern, null);
  }

  /** The topics are those of {@link #updatePartitions} that match now. */
  @Override
  public synchronized void subscribe(Pattern pattern, ConsumerRebalanceListener listener) {
    requireOpen();
    Objects.requireNonNull(pattern, "the pattern must not be null");
    chooseBy(ChosenBy.PATTERN);
    subscription = new LinkedHashSet<>();
    for (String topic : topics.keySet()) {
      if (pattern.matcher(topic).matches()) {
        subscription.add(topic);
      }
    }
    this.listener = listener;
    positions.forgetCommitted();
  }

  @Override
  public synchronized void assign(Collection<TopicPartition> partitions) {
    requireOpen();
    Set<TopicPartition> wanted = new LinkedHashSet<>(partitions);
    chooseBy(ChosenBy.THE_APPLICATION);
    positions.forgetCommitted();
    positions.assign(wanted);
    records.keySet().retainAll(wanted);
  }

  @Override
  public synchronized void unsubscribe() {
    requireOpen();
    positions.forgetCommitted();
    positions.assign(new LinkedHashSet<>());
    records.clear();
    subscription = new LinkedHashSet<>();
    listener = null;
    chosenBy = ChosenBy.NOTHING;
  }

  private void chooseBy(ChosenBy how) {
    if (chosenBy != ChosenBy.NOTHING && chosenBy != how) {
      throw new IllegalStateException(
          "a consumer has partitions by topics, by a pattern or by assign, not by two of them");
    }
    chosenBy = how;
  }

  /**
   * What a group would do: gives the consumer these partitions in place of those it has, and tells
   * the listener which went and which came. Records that were not polled are dropped.
   */
  public synchronized void rebalance(Collection<TopicPartition> newAssignment) {
    if (chosenBy != ChosenBy.TOPICS && chosenBy != ChosenBy.PATTERN) {
      throw new IllegalArgumentException("only a consumer that has subscribed is in a group");
    }
    records.clear();
    Set<TopicPartition> wanted = new LinkedHashSet<>(newAssignment);
    List<TopicPartition> added = new ArrayList<>(wanted);
    added.removeAll(positions.assigned());
    List<TopicPartition> removed = new ArrayList<>(positions.assigned());
    removed.removeAll(wanted);
    if (listener != null && !removed.isEmpty()) {
      listener.onPartitionsRevoked(removed);
    }
    positions.assign(wanted);
    if (listener != null) {
      listener.onPartitionsAssigned(added);
    }
  }

  // Records.

  /** Adds a record of an assigned partition, to be polled when the position comes to it. */
  public synchronized void addRecord(ConsumerRecord<K, V> record) {
    requireOpen();
    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
    positions.requireAssigned(partition);
    records.computeIfAbsent(partition, any -> new ArrayList<>()).add(record);
  }

  /** Most records that one poll gives. */
  public synchronized void setMaxPollRecords(long maxPollRecords) {
    this.maxPollRecords = maxPollRecords;
  }

  /** Has the next poll throw. */
  public synchronized void setPollException(KafkaException exception) {
    pollException = exception;
  }

  /** An older name of {@link #setPollException}. */
  @Deprecated
  @SuppressWarnings("InlineMeSuggester")
  public synchronized void setException(KafkaException exception) {
    setPollException(exception);
  }

  /** Adds something to be done at the beginning of a poll; each poll does one. */
  public synchronized void schedulePollTask(Runnable task) {
    pollTasks.addLast(task);
  }

  /** Has one poll do none of the tasks scheduled after this. */
  public synchronized void scheduleNopPollTask() {
    schedulePollTask(() -> {});
  }

  @Deprecated
  @SuppressWarnings("InlineMeSuggester")
  @Override
  public synchronized ConsumerRecords<K, V> poll(long timeoutMs) {
    return poll(Duration.ofMillis(timeoutMs));
  }

  /** Waits for nothing: gives what was added, whatever the timeout. */
  @Override
  public synchronized ConsumerRecords<K, V> poll(Duration timeout) {
    requireOpen();
    lastPollTimeout = timeout;
    Runnable task = pollTasks.pollFirst();
    if (task != null) {
      task.run();
    }
    if (wakeup) {
      wakeup = false;
      throw new WakeupException();
    }
    if (pollException != null) {
      KafkaException thrown = pollException;
      pollException = null;
      throw thrown;
    }
    // All positions come first: an error takes no records with it.
    positions.findAll();
    return due();
  }

  private ConsumerRecords<K, V> due() {
    Map<TopicPartition, List<ConsumerRecord<K, V>>> due = new LinkedHashMap<>();
    long left = maxPollRecords;
    for (Map.Entry<TopicPartition, List<ConsumerRecord<K, V>>> added : records.entrySet()) {
      TopicPartition partition = added.getKey();
      if (positions.isPaused(partition)) {
        continue;
      }
      Iterator<ConsumerRecord<K, V>> each = added.getValue().iterator();
      while (left > 0 && each.hasNext()) {
        ConsumerRecord<K, V> record = each.next();
        positions.requireWithin(partition);
        each.remove();
        if (record.offset() >= positions.of(partition)) {
          due.computeIfAbsent(partition, any -> new ArrayList<>()).add(record);
          positions.set(partition, record.offset() + 1);
          left--;
        }
      }
    }
    return new ConsumerRecords<>(due);
  }

  /** The timeout of the last poll; null before the first. */
  public synchronized Duration lastPollTimeout() {
    return lastPollTimeout;
  }

  // Positions.

  @Override
  public synchronized void seek(TopicPartition partition, long offset) {
    requireOpen();
    positions.set(partition, offset);
  }

  @Override
  public synchronized void seek(TopicPartition partition, OffsetAndMetadata offsetAndMetadata) {
    seek(partition, offsetAndMetadata.offset());
  }

  @Override
  public synchronized void seekToBeginning(Collection<TopicPartition> partitions) {
    requireOpen();
    partitions.forEach(partition -> positions.seek(partition, OffsetResetStrategy.EARLIEST));
  }

  @Override
  public synchronized void seekToEnd(Collection<TopicPartition> partitions) {
    requireOpen();
    partitions.forEach(partition -> positions.seek(partition, OffsetResetStrategy.LATEST));
  }

  @Override
  public synchronized long position(TopicPartition partition) {
    requireOpen();
    return positions.of(partition);
  }

  @Override
  public synchronized long position(TopicPartition partition, Duration timeout) {
    return position(partition);
  }

  /** How far the position is from the end; 0 while the end was not told. */
  @Override
  public synchronized OptionalLong currentLag(TopicPartition partition) {
    return OptionalLong.of(positions.lag(partition));
  }

  // Offsets.

  /** Tells where partitions begin. */
  public synchronized void updateBeginningOffsets(Map<TopicPartition, Long> newOffsets) {
    positions.beginAt(newOffsets);
  }

  /** Tells where partitions end. */
  public synchronized void updateEndOffsets(Map<TopicPartition, Long> newOffsets) {
    positions.endAt(newOffsets);
  }

  /** Has the next question for beginnings or ends throw. */
  public synchronized void setOffsetsException(KafkaException exception) {
    offsetsException = exception;
  }

  @Override
  public synchronized Map<TopicPartition, Long> beginningOffsets(
      Collection<TopicPartition> partitions) {
    throwOffsetsException();
    return positions.beginnings(partitions);
  }

  @Override
  public synchronized Map<TopicPartition, Long> beginningOffsets(
      Collection<TopicPartition> partitions, Duration timeout) {
    return beginningOffsets(partitions);
  }

  @Override
  public synchronized Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions) {
    throwOffsetsException();
    return positions.ends(partitions);
  }

  @Override
  public synchronized Map<TopicPartition, Long> endOffsets(
      Collection<TopicPartition> partitions, Duration timeout) {
    return endOffsets(partitions);
  }

  private void throwOffsetsException() {
    requireOpen();
    if (offsetsException != null) {
      KafkaException thrown = offsetsException;
      offsetsException = null;
      throw thrown;
    }
  }

  /** Not served: there are no times here. */
  @Override
  public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
      Map<TopicPartition, Long> timestampsToSearch) {
    throw new UnsupportedOperationException("a mock knows no times");
  }

  @Override
  public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
      Map<TopicPartition, Long> timestampsToSearch, Duration timeout) {
    return offsetsForTimes(timestampsToSearch);
  }

  @Override
  public synchronized void commitSync() {
    commitSync(positions.toCommit());
  }

  @Override
  public synchronized void commitSync(Duration timeout) {
    commitSync();
  }

  @Override
  public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
    commitAsync(offsets, null);
  }

  @Override
  public synchronized void commitSync(
      Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
    commitSync(offsets);
  }

  @Override
  public synchronized void commitAsync() {
    commitAsync(null);
  }

  @Override
  public synchronized void commitAsync(OffsetCommitCallback callback) {
    commitAsync(positions.toCommit(), callback);
  }

  /** Commits at once: the callback is run before this returns. */
  @Override
  public synchronized void commitAsync(
      Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
    requireOpen();
    positions.commit(offsets);
    if (callback != null) {
      callback.onComplete(offsets, null);
    }
  }

  @Deprecated
  @Override
  public synchronized OffsetAndMetadata committed(TopicPartition partition) {
    return committed(Collections.singleton(partition)).get(partition);
  }

  @Deprecated
  @Override
  public synchronized OffsetAndMetadata committed(TopicPartition partition, Duration timeout) {
    return committed(partition);
  }

  @Override
  public synchronized Map<TopicPartition, OffsetAndMetadata> committed(
      Set<TopicPartition> partitions) {
    requireOpen();
    return positions.committed(partitions);
  }

  @Override
  public synchronized Map<TopicPartition, OffsetAndMetadata> committed(
      Set<TopicPartition> partitions, Duration timeout) {
    return committed(partitions);
  }

  // The cluster.

  /** Tells of a topic's partitions. */
  public synchronized void updatePartitions(String topic, List<PartitionInfo> partitions) {
    requireOpen();
    topics.put(topic, partitions);
  }

  @Override
  public synchronized List<PartitionInfo> partitionsFor(String topic) {
    requireOpen();
    return topics.getOrDefault(topic, Collections.emptyList());
  }

  @Override
  public synchronized List<PartitionInfo> partitionsFor(String topic, Duration timeout) {
    return partitionsFor(topic);
  }

  @Override
  public synchronized Map<String, List<PartitionInfo>> listTopics() {
    requireOpen();
    return new LinkedHashMap<>(topics);
  }

  @Override
  public synchronized Map<String, List<PartitionInfo>> listTopics(Duration timeout) {
    return listTopics();
  }

  @Override
  public synchronized Set<TopicPartition> paused() {
    return positions.paused();
  }

  @Override
  public synchronized void pause(Collection<TopicPartition> partitions) {
    partitions.forEach(partition -> positions.pause(partition, true));
  }

  @Override
  public synchronized void resume(Collection<TopicPartition> partitions) {
    partitions.forEach(partition -> positions.pause(partition, false));
  }

  // The group, and the end.

  @Override
  public synchronized ConsumerGroupMetadata groupMetadata() {
    return new ConsumerGroupMetadata(NO_GROUP, 1, "1", Optional.empty());
  }

  @Override
  public synchronized void enforceRebalance() {
    enforceRebalance(null);
  }

  @Override
  public synchronized void enforceRebalance(String reason) {
    shouldRebalance = true;
  }

  /** Whether a rebalance was asked for since {@link #resetShouldRebalance}. */
  public synchronized boolean shouldRebalance() {
    return shouldRebalance;
  }

  public synchronized void resetShouldRebalance() {
    shouldRebalance = false;
  }

  @Override
  public synchronized Map<MetricName, ? extends Metric> metrics() {
    requireOpen();
    return Collections.emptyMap();
  }

  /** Sets what {@link #clientInstanceId} gives. */
  public synchronized void setClientInstanceId(Uuid instanceId) {
    this.instanceId.set(instanceId);
  }

  /** Has {@link #clientInstanceId} throw a TimeoutException so many times. */
  public synchronized void injectTimeoutException(int times) {
    instanceId.timeOut(times);
  }

  /** Has {@link #clientInstanceId} refuse. */
  public synchronized void disableTelemetry() {
    instanceId.refuse();
  }

  @Override
  public synchronized Uuid clientInstanceId(Duration timeout) {
    return instanceId.get();
  }

  /** Has the next poll, or the one that runs, throw a WakeupException. */
  @Override
  public synchronized void wakeup() {
    wakeup = true;
  }

  @Override
  public void close() {
    close(Duration.ZERO);
  }

  @Override
  public synchronized void close(Duration timeout) {
    closed = true;
  }

  public synchronized boolean closed() {
    return closed;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the consumer is closed");
    }
  }
}
