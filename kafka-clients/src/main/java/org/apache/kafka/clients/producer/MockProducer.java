package org.apache.kafka.clients.producer;

import io.classickafka.client.MockInstanceId;
import io.classickafka.client.producer.Murmur2;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.Serializer;

/**
 * A producer without a cluster, for unit tests of applications. It keeps what was sent, and ends
 * each record at once, or in the order sent when the test says how: {@link #completeNext} or {@link
 * #errorNext}. Transactions work as far as one producer by itself can tell.
 *
 * <p>Safe for several threads: its methods hold its monitor. Callbacks run in it, on the thread
 * that ends the record.
 */
public class MockProducer<K, V> implements Producer<K, V> {

  /** Thrown by {@link #initTransactions} while it is set. */
  public RuntimeException initTransactionException;

  /** Thrown by {@link #beginTransaction} while it is set. */
  public RuntimeException beginTransactionException;

  /** Thrown by {@code sendOffsetsToTransaction} while it is set. */
  public RuntimeException sendOffsetsToTransactionException;

  /** Thrown by {@link #commitTransaction} while it is set. */
  public RuntimeException commitTransactionException;

  /** Thrown by {@link #abortTransaction} while it is set. */
  public RuntimeException abortTransactionException;

  /** Thrown by {@code send} while it is set. */
  public RuntimeException sendException;

  /** Thrown by {@link #flush} while it is set. */
  public RuntimeException flushException;

  /** Thrown by {@link #partitionsFor} while it is set. */
  public RuntimeException partitionsForException;

  /** Thrown by {@code close} while it is set. */
  public RuntimeException closeException;

  private final Cluster cluster;
  private final boolean autoComplete;
  private final Partitioner partitioner;
  private final Serializer<K> keySerializer;
  private final Serializer<V> valueSerializer;

  private final Deque<Sent> open = new ArrayDeque<>();
  private final MockInstanceId instanceId = new MockInstanceId();
  private final Map<TopicPartition, Long> nextOffsets = new LinkedHashMap<>();
  private final List<ProducerRecord<K, V>> history = new ArrayList<>();
  private final List<ProducerRecord<K, V>> uncommitted = new ArrayList<>();
  private final Map<MetricName, Metric> metrics = new LinkedHashMap<>();
  private final List<Map<String, Map<TopicPartition, OffsetAndMetadata>>> offsetsHistory =
      new ArrayList<>();
  private Map<String, Map<TopicPartition, OffsetAndMetadata>> uncommittedOffsets =
      new LinkedHashMap<>();

  private boolean closed;
  private boolean fenced;
  private boolean initialized;
  private boolean inFlight;
  private boolean committed;
  private boolean aborted;
  private boolean sentOffsets;
  private long commitCount;

  /** A record that was sent, and the future that the application holds. */
  private static final class Sent extends CompletableFuture<RecordMetadata> {

    private final TopicPartition partition;
    private final RecordMetadata metadata;
    private final Callback callback;

    Sent(TopicPartition partition, long offset, Callback callback) {
      this.partition = partition;
      this.metadata = new RecordMetadata(partition, offset, 0, -1, 0, 0);
      this.callback = callback;
    }

    void succeed() {
      if (callback != null) {
        callback.onCompletion(metadata, null);
      }
      complete(metadata);
    }

    void fail(RuntimeException error) {
      if (callback != null) {
        callback.onCompletion(new RecordMetadata(partition, -1, 0, -1, -1, -1), error);
      }
      completeExceptionally(error);
    }

    /** A record cannot be taken back. */
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      return false;
    }
  }

  /**
   * A producer for a given cluster.
   *
   * @param cluster the topics that have several partitions; all others have partition 0 only
   * @param autoComplete whether a record succeeds as soon as it is sent
   * @param partitioner chooses partitions in these topics; null for the usual choice by key
   */
  public MockProducer(
      Cluster cluster,
      boolean autoComplete,
      Partitioner partitioner,
      Serializer<K> keySerializer,
      Serializer<V> valueSerializer) {
    this.cluster = cluster;
    this.autoComplete = autoComplete;
    this.partitioner = partitioner;
    this.keySerializer = keySerializer;
    this.valueSerializer = valueSerializer;
  }

  public MockProducer(
      boolean autoComplete, Serializer<K> keySerializer, Serializer<V> valueSerializer) {
    this(Cluster.empty(), autoComplete, null, keySerializer, valueSerializer);
  }

  public MockProducer(
      Cluster cluster,
      boolean autoComplete,
      Serializer<K> keySerializer,
      Serializer<V> valueSerializer) {
    this(cluster, autoComplete, null, keySerializer, valueSerializer);
  }

  public MockProducer(
      boolean autoComplete,
      Partitioner partitioner,
      Serializer<K> keySerializer,
      Serializer<V> valueSerializer) {
    this(Cluster.empty(), autoComplete, partitioner, keySerializer, valueSerializer);
  }

  /** A producer that can do all but send: it has no serializers. */
  public MockProducer() {
    this(Cluster.empty(), false, null, null, null);
  }

  @Override
  public synchronized Future<RecordMetadata> send(ProducerRecord<K, V> record) {
    return send(record, null);
  }

  @Override
  public synchronized Future<RecordMetadata> send(ProducerRecord<K, V> record, Callback callback) {
    requireOpen();
    if (fenced) {
      throw new KafkaException(fencedError());
    }
    throwIfSet(sendException);
    TopicPartition to = new TopicPartition(record.topic(), partition(record));
    long offset = nextOffsets.merge(to, 1L, Long::sum) - 1;
    Sent sent = new Sent(to, offset, callback);
    (inFlight ? uncommitted : history).add(record);
    if (autoComplete) {
      sent.succeed();
    } else {
      open.addLast(sent);
    }
    return sent;
  }

  private int partition(ProducerRecord<K, V> record) {
    String topic = record.topic();
    byte[] key = keySerializer.serialize(topic, record.headers(), record.key());
    byte[] value = valueSerializer.serialize(topic, record.headers(), record.value());
    int count = cluster.partitionsForTopic(topic).size();
    if (count == 0) {
      return 0;
    }
    Integer given = record.partition();
    if (given != null) {
      if (given >= count) {
        throw new IllegalArgumentException(
            "topic " + topic + " has " + count + " partitions, there is no " + given);
      }
      return given;
    }
    if (partitioner != null) {
      return partitioner.partition(topic, record.key(), key, record.value(), value, cluster);
    }
    return key == null ? 0 : Murmur2.partition(key, count);
  }

  /**
   * Lets the oldest record that has not ended succeed.
   *
   * @return whether there was one
   */
  public synchronized boolean completeNext() {
    Sent next = open.pollFirst();
    if (next != null) {
      next.succeed();
    }
    return next != null;
  }

  /**
   * Lets the oldest record that has not ended fail.
   *
   * @return whether there was one
   */
  public synchronized boolean errorNext(RuntimeException e) {
    Sent next = open.pollFirst();
    if (next != null) {
      next.fail(e);
    }
    return next != null;
  }

  /** Lets all records succeed that have not ended. */
  @Override
  public synchronized void flush() {
    requireOpen();
    throwIfSet(flushException);
    completeAll();
  }

  private void completeAll() {
    while (!open.isEmpty()) {
      open.removeFirst().succeed();
    }
  }

  /** Whether every record has ended. */
  public synchronized boolean flushed() {
    return open.isEmpty();
  }

  /** What was sent, in its order, without what is in an open or aborted transaction. */
  public synchronized List<ProducerRecord<K, V>> history() {
    return new ArrayList<>(history);
  }

  /** What was sent in the open transaction. */
  public synchronized List<ProducerRecord<K, V>> uncommittedRecords() {
    return new ArrayList<>(uncommitted);
  }

  /** The offsets of each committed transaction that had some, by group. */
  public synchronized List<Map<String, Map<TopicPartition, OffsetAndMetadata>>>
      consumerGroupOffsetsHistory() {
    return new ArrayList<>(offsetsHistory);
  }

  /** The offsets in the open transaction, by group. */
  public synchronized Map<String, Map<TopicPartition, OffsetAndMetadata>> uncommittedOffsets() {
    return uncommittedOffsets;
  }

  /** Forgets what was sent. Offsets go on. */
  public synchronized void clear() {
    history.clear();
    uncommitted.clear();
    offsetsHistory.clear();
    uncommittedOffsets.clear();
    sentOffsets = false;
    open.clear();
  }

  @Override
  public synchronized void initTransactions() {
    requireOpen();
    requireUnfenced();
    if (initialized) {
      throw new IllegalStateException("transactions are initialized already");
    }
    throwIfSet(initTransactionException);
    initialized = true;
    inFlight = false;
    committed = false;
    aborted = false;
    sentOffsets = false;
  }

  @Override
  public synchronized void beginTransaction() throws ProducerFencedException {
    requireTransactions();
    throwIfSet(beginTransactionException);
    if (inFlight) {
      throw new IllegalStateException("a transaction has begun already");
    }
    inFlight = true;
    committed = false;
    aborted = false;
    sentOffsets = false;
  }

  @Override
  public synchronized void sendOffsetsToTransaction(
      Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata groupMetadata)
      throws ProducerFencedException {
    Objects.requireNonNull(groupMetadata, "the group must not be null");
    requireTransactions();
    requireTransaction();
    throwIfSet(sendOffsetsToTransactionException);
    if (offsets.isEmpty()) {
      return;
    }
    uncommittedOffsets
        .computeIfAbsent(groupMetadata.groupId(), group -> new LinkedHashMap<>())
        .putAll(offsets);
    sentOffsets = true;
  }

  @Override
  public synchronized void commitTransaction() throws ProducerFencedException {
    requireTransactions();
    requireTransaction();
    throwIfSet(commitTransactionException);
    completeAll();
    history.addAll(uncommitted);
    uncommitted.clear();
    if (!uncommittedOffsets.isEmpty()) {
      offsetsHistory.add(uncommittedOffsets);
      uncommittedOffsets = new LinkedHashMap<>();
    }
    inFlight = false;
    committed = true;
    commitCount++;
  }

  @Override
  public synchronized void abortTransaction() throws ProducerFencedException {
    requireTransactions();
    requireTransaction();
    throwIfSet(abortTransactionException);
    completeAll();
    uncommitted.clear();
    uncommittedOffsets.clear();
    inFlight = false;
    aborted = true;
  }

  /** From now on the producer has lost its transactional id to another. */
  public synchronized void fenceProducer() {
    requireTransactions();
    fenced = true;
  }

  public synchronized boolean transactionInitialized() {
    return initialized;
  }

  public synchronized boolean transactionInFlight() {
    return inFlight;
  }

  /** Whether the last transaction was committed. */
  public synchronized boolean transactionCommitted() {
    return committed;
  }

  /** Whether the last transaction was aborted. */
  public synchronized boolean transactionAborted() {
    return aborted;
  }

  /** Whether offsets were sent in the last transaction. */
  public synchronized boolean sentOffsets() {
    return sentOffsets;
  }

  /** How many transactions were committed. */
  public synchronized long commitCount() {
    return commitCount;
  }

  @Override
  public synchronized List<PartitionInfo> partitionsFor(String topic) {
    throwIfSet(partitionsForException);
    return cluster.partitionsForTopic(topic);
  }

  @Override
  public synchronized Map<MetricName, Metric> metrics() {
    return metrics;
  }

  /** Sets what {@link #metrics} has. */
  public synchronized void setMockMetrics(MetricName name, Metric metric) {
    metrics.put(name, metric);
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

  @Override
  public void close() {
    close(Duration.ZERO);
  }

  /** Records that have not ended stay so. */
  @Override
  public synchronized void close(Duration timeout) {
    throwIfSet(closeException);
    closed = true;
  }

  public synchronized boolean closed() {
    return closed;
  }

  private static void throwIfSet(RuntimeException error) {
    if (error != null) {
      throw error;
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the producer is closed");
    }
  }

  private void requireUnfenced() {
    if (fenced) {
      throw fencedError();
    }
  }

  private static ProducerFencedException fencedError() {
    return new ProducerFencedException("another producer has taken the transactional id");
  }

  private void requireTransactions() {
    requireOpen();
    requireUnfenced();
    if (!initialized) {
      throw new IllegalStateException("initTransactions comes first");
    }
  }

  private void requireTransaction() {
    if (!inFlight) {
      throw new IllegalStateException("no transaction has begun");
    }
  }
}
