package org.apache.kafka.clients.producer;

import io.classickafka.client.cluster.ClientSettings;
import io.classickafka.client.cluster.ClusterClient;
import io.classickafka.client.cluster.TopicSnapshot;
import io.classickafka.client.config.ClientProperties;
import io.classickafka.client.config.PropertyTable;
import io.classickafka.client.producer.Interceptors;
import io.classickafka.client.producer.Murmur2;
import io.classickafka.client.producer.PendingRecord;
import io.classickafka.client.producer.ProducerCore;
import io.classickafka.client.producer.ProducerSettings;
import io.classickafka.client.producer.SerializedBytes;
import io.classickafka.record.RecordHeader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends records to a cluster. Safe for any number of threads, which should share one.
 *
 * <p>{@code send} returns once the record is in the producer's memory; its future and its callback
 * tell how it ended. Callbacks run on the producer's own thread, in the order of the records of a
 * partition, and must not block it. {@code send} itself waits for the topic's metadata and for
 * memory, together at most {@code max.block.ms}.
 *
 * <p>Transactions are not supported yet: their methods throw, and so does a {@code
 * transactional.id}.
 */
public class KafkaProducer<K, V> implements Producer<K, V> {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaProducer.class);
  private static final AtomicInteger NUMBER = new AtomicInteger();
  // A producer that is closed by its own callback cannot wait for itself.
  private static final Duration FOREVER = Duration.ofMillis(Long.MAX_VALUE);

  private final ClusterClient client;
  private final ProducerCore core;
  private final Serializer<K> keySerializer;
  private final Serializer<V> valueSerializer;
  private final SerializedBytes keyBytes;
  private final SerializedBytes valueBytes;
  private final Partitioner partitioner;
  private final Interceptors<K, V> interceptors;
  private final boolean ignoreKeys;
  private final long maxBlockMs;
  private final int maxRequestBytes;
  private volatile boolean closed;

  public KafkaProducer(Map<String, Object> configs) {
    this(configs, null, null);
  }

  public KafkaProducer(Properties properties) {
    this(properties, null, null);
  }

  public KafkaProducer(
      Properties properties, Serializer<K> keySerializer, Serializer<V> valueSerializer) {
    this(PropertyTable.given(properties), keySerializer, valueSerializer);
  }

  /** A producer with serializers that are configured already; null for those of the settings. */
  public KafkaProducer(
      Map<String, Object> configs, Serializer<K> keySerializer, Serializer<V> valueSerializer) {
    this(
        configs,
        keySerializer,
        valueSerializer,
        settings -> ClusterClient.start("producer", settings));
  }

  @SuppressWarnings("unchecked")
  KafkaProducer(
      Map<String, Object> configs,
      Serializer<K> keySerializer,
      Serializer<V> valueSerializer,
      Function<ClientSettings, ClusterClient> start) {
    Map<String, Object> given = new LinkedHashMap<>(configs);
    given.putIfAbsent("client.id", "producer-" + NUMBER.incrementAndGet());
    if (keySerializer != null) {
      given.put("key.serializer", keySerializer);
    }
    if (valueSerializer != null) {
      given.put("value.serializer", valueSerializer);
    }
    ClientProperties properties = PropertyTable.PRODUCER.parse(given);
    if (properties.findString("transactional.id") != null) {
      throw new ConfigException(
          "transactional.id",
          properties.findString("transactional.id"),
          "transactions are not supported yet");
    }
    ProducerSettings settings = ProducerSettings.of(properties);
    Map<String, Object> id =
        Collections.singletonMap("client.id", properties.getString("client.id"));
    this.keySerializer = properties.findInstance("key.serializer", Serializer.class, id);
    if (keySerializer == null) {
      this.keySerializer.configure(properties.withExtra(id), true);
    }
    this.valueSerializer = properties.findInstance("value.serializer", Serializer.class, id);
    if (valueSerializer == null) {
      this.valueSerializer.configure(properties.withExtra(id), false);
    }
    this.keyBytes = new SerializedBytes(this.keySerializer);
    this.valueBytes = new SerializedBytes(this.valueSerializer);
    this.partitioner = properties.findInstance("partitioner.class", Partitioner.class, id);
    this.interceptors =
        new Interceptors<>(
            (List<ProducerInterceptor<K, V>>)
                (List<?>)
                    properties.instances("interceptor.classes", ProducerInterceptor.class, id));
    this.ignoreKeys = properties.getBoolean("partitioner.ignore.keys");
    this.maxBlockMs = properties.getLong("max.block.ms");
    this.maxRequestBytes = settings.maxRequestSizeBytes();
    this.client =
        start.apply(
            ClientSettings.of(
                properties,
                properties.getString("client.id"),
                properties.getLong("metadata.max.idle.ms"),
                true));
    this.core = new ProducerCore(client, settings);
  }

  @Override
  public Future<RecordMetadata> send(ProducerRecord<K, V> record) {
    return send(record, null);
  }

  @Override
  public Future<RecordMetadata> send(ProducerRecord<K, V> record, Callback callback) {
    requireOpen();
    ProducerRecord<K, V> sent = interceptors.onSend(record);
    // No object more for each record on its way where nobody intercepts.
    Callback told = interceptors.isEmpty() ? callback : intercepted(callback);
    try {
      return trySend(sent, told);
    } catch (ApiException e) {
      PendingRecord.tell(told, nowhere(sent), e);
      return CompletableFuture.failedFuture(e);
    } catch (InterruptedException e) {
      tellInterceptors(sent, e);
      throw new InterruptException(e);
    } catch (RuntimeException e) {
      tellInterceptors(sent, e);
      throw e;
    }
  }

  // What is thrown is told to no callback, but interceptors hear of every record they saw leave.
  private void tellInterceptors(ProducerRecord<K, V> record, Exception error) {
    interceptors.onAcknowledgement(record == null ? null : nowhere(record), error);
  }

  private static RecordMetadata nowhere(ProducerRecord<?, ?> record) {
    int partition =
        record.partition() == null ? RecordMetadata.UNKNOWN_PARTITION : record.partition();
    return new RecordMetadata(new TopicPartition(record.topic(), partition), -1, 0, -1, -1, -1);
  }

  private Callback intercepted(Callback callback) {
    return (metadata, error) -> {
      interceptors.onAcknowledgement(metadata, error);
      if (callback != null) {
        callback.onCompletion(metadata, error);
      }
    };
  }

  private Future<RecordMetadata> trySend(ProducerRecord<K, V> record, Callback callback)
      throws InterruptedException {
    // The clock is read only by those who wait.
    long leftMs = maxBlockMs;
    int wanted = record.partition() == null ? PendingRecord.ANY_PARTITION : record.partition();
    TopicSnapshot topic = client.snapshot().topic(record.topic());
    if (topic == null || !ProducerCore.hasPartition(topic, wanted)) {
      long startNs = client.loop().monotonicNs();
      topic = awaitTopic(record.topic(), wanted);
      leftMs -= TimeUnit.NANOSECONDS.toMillis(client.loop().monotonicNs() - startNs);
    }
    byte[] key = serialize(keySerializer, keyBytes, "key", record.topic(), record, record.key());
    byte[] value =
        serialize(valueSerializer, valueBytes, "value", record.topic(), record, record.value());
    int partition = partition(record, key, value, topic);
    if (record.headers() instanceof RecordHeaders headers) {
      headers.setReadOnly();
    }
    long timestamp = record.timestamp() == null ? client.loop().wallClockMs() : record.timestamp();
    PendingRecord pending =
        new PendingRecord(
            record.topic(), partition, timestamp, key, value, headers(record), callback);
    int sizeBytes = pending.sizeBytes();
    requireSize(sizeBytes);
    if (!core.tryTakeMemory(sizeBytes)) {
      boolean onLoop = client.loop().inLoop();
      if (onLoop || !core.takeMemory(sizeBytes, Math.max(0, leftMs))) {
        throw new BufferExhaustedException(
            "no memory for a record of " + sizeBytes + " bytes in " + maxBlockMs + " ms");
      }
    }
    core.send(pending);
    return pending;
  }

  private static List<RecordHeader> headers(ProducerRecord<?, ?> record) {
    List<RecordHeader> headers = null;
    for (Header header : record.headers()) {
      if (headers == null) {
        headers = new ArrayList<>();
      }
      byte[] value = header.value();
      headers.add(new RecordHeader(header.key(), value == null ? null : value.clone()));
    }
    return headers == null ? List.of() : headers;
  }

  private <T> byte[] serialize(
      Serializer<T> serializer,
      SerializedBytes kept,
      String what,
      String topic,
      ProducerRecord<K, V> record,
      T object) {
    try {
      return kept.keep(serializer.serialize(topic, record.headers(), object));
    } catch (ClassCastException e) {
      throw new SerializationException(
          "the "
              + what
              + " is a "
              + object.getClass().getName()
              + ", which "
              + serializer.getClass().getName()
              + " does not serialize",
          e);
    }
  }

  private void requireSize(int sizeBytes) {
    if (sizeBytes > maxRequestBytes) {
      throw new RecordTooLargeException(
          "a record of " + sizeBytes + " bytes is larger than max.request.size " + maxRequestBytes);
    }
    if (sizeBytes > core.memoryBytes()) {
      throw new RecordTooLargeException(
          "a record of " + sizeBytes + " bytes is larger than buffer.memory " + core.memoryBytes());
    }
  }

  private TopicSnapshot awaitTopic(String topic, int partition) throws InterruptedException {
    if (topic.isEmpty()) {
      throw new InvalidTopicException("a topic has a name");
    }
    TopicSnapshot.requireNameFits(topic);
    CompletableFuture<TopicSnapshot> future = core.topic(topic, partition);
    try {
      // The loop cannot wait for itself: a callback gets what is known already.
      long waitMs = client.loop().inLoop() ? 0 : maxBlockMs;
      return future.get(waitMs, TimeUnit.MILLISECONDS);
    } catch (java.util.concurrent.TimeoutException e) {
      future.cancel(false);
      String what = partition < 0 ? topic : topic + "-" + partition;
      throw new TimeoutException(what + " was not found in " + maxBlockMs + " ms");
    } catch (ExecutionException e) {
      throw rethrown(e.getCause());
    }
  }

  private static RuntimeException rethrown(Throwable cause) {
    return cause instanceof RuntimeException runtime ? runtime : new KafkaException(cause);
  }

  private int partition(
      ProducerRecord<K, V> record, byte[] key, byte[] value, TopicSnapshot topic) {
    if (record.partition() != null) {
      return record.partition();
    }
    if (partitioner != null) {
      int chosen =
          partitioner.partition(
              record.topic(),
              record.key(),
              key,
              record.value(),
              value,
              client.snapshot().toCluster());
      if (chosen < 0) {
        throw new IllegalArgumentException("the partitioner chose partition " + chosen);
      }
      return chosen;
    }
    return key == null || ignoreKeys
        ? PendingRecord.ANY_PARTITION
        : Murmur2.partition(key, topic.partitions().size());
  }

  @Override
  public void flush() {
    if (client.loop().inLoop()) {
      throw new KafkaException("a callback cannot wait for a flush of its own producer");
    }
    try {
      core.flush().get();
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    } catch (ExecutionException e) {
      throw rethrown(e.getCause());
    }
  }

  @Override
  public List<PartitionInfo> partitionsFor(String topic) {
    requireOpen();
    try {
      TopicSnapshot known = awaitTopic(topic, PendingRecord.ANY_PARTITION);
      return client.snapshot().partitionInfos(known);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  @Override
  public Map<MetricName, ? extends Metric> metrics() {
    return Collections.emptyMap();
  }

  @Override
  public Uuid clientInstanceId(Duration timeout) {
    throw new IllegalStateException("this client sends no telemetry");
  }

  @Override
  public void close() {
    close(FOREVER);
  }

  /** Waits for what was sent to be delivered, then closes; what is left then fails. */
  @Override
  public void close(Duration timeout) {
    if (timeout.isNegative()) {
      throw new IllegalArgumentException("the timeout must not be negative: " + timeout);
    }
    boolean first = !closed;
    closed = true;
    if (!first) {
      return;
    }
    boolean interrupted = false;
    boolean onLoop = client.loop().inLoop();
    try {
      if (!timeout.isZero() && !onLoop) {
        core.flush().get(millis(timeout), TimeUnit.MILLISECONDS);
      }
    } catch (java.util.concurrent.TimeoutException e) {
      LOG.warn("producer closed before everything was delivered timeoutMs={}", millis(timeout));
    } catch (ExecutionException e) {
      LOG.warn("producer closed with an error", e.getCause());
    } catch (InterruptedException e) {
      interrupted = true;
    }
    CompletableFuture<Void> ended = core.abort();
    if (!onLoop) {
      ended.join();
    }
    interceptors.close();
    keySerializer.close();
    valueSerializer.close();
    if (partitioner != null) {
      partitioner.close();
    }
    if (interrupted) {
      throw new InterruptException("interrupted while closing");
    }
  }

  private static long millis(Duration timeout) {
    try {
      return timeout.toMillis();
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the producer is closed");
    }
  }

  @Override
  public void initTransactions() {
    throw noTransactions();
  }

  @Override
  public void beginTransaction() {
    throw noTransactions();
  }

  @Override
  public void sendOffsetsToTransaction(
      Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata groupMetadata) {
    throw noTransactions();
  }

  @Override
  public void commitTransaction() {
    throw noTransactions();
  }

  @Override
  public void abortTransaction() {
    throw noTransactions();
  }

  private static IllegalStateException noTransactions() {
    return new IllegalStateException(
        "transactions need a transactional.id, and are not supported yet");
  }
}
