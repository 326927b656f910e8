package org.apache.kafka.clients.consumer;

import io.classickafka.client.cluster.ClientSettings;
import io.classickafka.client.cluster.ClusterClient;
import io.classickafka.client.config.ClientProperties;
import io.classickafka.client.config.PropertyTable;
import io.classickafka.client.consumer.ApplicationThread;
import io.classickafka.client.consumer.Assignors;
import io.classickafka.client.consumer.ConsumerCore;
import io.classickafka.client.consumer.ConsumerSettings;
import io.classickafka.client.consumer.OffsetLookup;
import io.classickafka.client.consumer.PollLoop;
import io.classickafka.client.consumer.RecordReader;
import io.classickafka.client.consumer.TopicLookup;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads records of a cluster, alone or as a member of a group. Used by one thread at a time: only
 * {@code wakeup} may be called by another.
 *
 * <p>Fetching and the membership go on in a thread of the consumer's own, but listeners, callbacks
 * and deserializers run inside {@code poll}, on the thread that calls it. Who does not poll for
 * {@code max.poll.interval.ms} leaves the group.
 */
public class KafkaConsumer<K, V> implements Consumer<K, V> {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaConsumer.class);
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final long DEFAULT_CLOSE_MS = 30_000;

  private final ClusterClient client;
  private final ConsumerSettings settings;
  private final ConsumerCore core;
  private final ApplicationThread thread;
  private final PollLoop<K, V> polls;
  private final Deserializer<K> keyDeserializer;
  private final Deserializer<V> valueDeserializer;
  private boolean closed;

  public KafkaConsumer(Map<String, Object> configs) {
    this(configs, null, null);
  }

  public KafkaConsumer(Properties properties) {
    this(properties, null, null);
  }

  public KafkaConsumer(
      Properties properties, Deserializer<K> keyDeserializer, Deserializer<V> valueDeserializer) {
    this(PropertyTable.given(properties), keyDeserializer, valueDeserializer);
  }

  /** A consumer with deserializers that are configured already; null for those of the settings. */
  @SuppressWarnings("unchecked")
  public KafkaConsumer(
      Map<String, Object> configs,
      Deserializer<K> keyDeserializer,
      Deserializer<V> valueDeserializer) {
    Map<String, Object> given = new LinkedHashMap<>(configs);
    Object group = given.get("group.id");
    given.putIfAbsent(
        "client.id", "consumer-" + (group == null ? "" : group + "-") + NUMBER.incrementAndGet());
    if (keyDeserializer != null) {
      given.put("key.deserializer", keyDeserializer);
    }
    if (valueDeserializer != null) {
      given.put("value.deserializer", valueDeserializer);
    }
    ClientProperties properties = PropertyTable.CONSUMER.parse(given);
    this.settings = ConsumerSettings.of(properties, Assignors.of(properties));
    Map<String, Object> id =
        Collections.singletonMap("client.id", properties.getString("client.id"));
    this.keyDeserializer = properties.findInstance("key.deserializer", Deserializer.class, id);
    if (keyDeserializer == null) {
      this.keyDeserializer.configure(properties.withExtra(id), true);
    }
    this.valueDeserializer = properties.findInstance("value.deserializer", Deserializer.class, id);
    if (valueDeserializer == null) {
      this.valueDeserializer.configure(properties.withExtra(id), false);
    }
    List<ConsumerInterceptor<K, V>> interceptors =
        (List<ConsumerInterceptor<K, V>>)
            (List<?>) properties.instances("interceptor.classes", ConsumerInterceptor.class, id);
    this.client =
        ClusterClient.start(
            "consumer",
            ClientSettings.of(
                properties,
                properties.getString("client.id"),
                Long.MAX_VALUE,
                properties.getBoolean("allow.auto.create.topics")));
    this.thread = new ApplicationThread(client.loop());
    this.core = thread.ask(() -> new ConsumerCore(client, settings));
    this.polls =
        new PollLoop<>(
            thread,
            core,
            settings,
            new RecordReader<>(this.keyDeserializer, this.valueDeserializer),
            interceptors);
  }

  private <T> T used(Supplier<T> call) {
    thread.enter();
    try {
      if (closed) {
        throw new IllegalStateException("the consumer is closed");
      }
      return call.get();
    } finally {
      thread.leave();
    }
  }

  private void using(Runnable call) {
    used(
        () -> {
          call.run();
          return null;
        });
  }

  private static long millis(Duration timeout) {
    if (timeout.isNegative()) {
      throw new IllegalArgumentException("the timeout must not be negative: " + timeout);
    }
    try {
      return timeout.toMillis();
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }

  private Duration defaultTimeout() {
    return Duration.ofMillis(settings.defaultApiTimeoutMs());
  }

  @Override
  public Set<TopicPartition> assignment() {
    return used(() -> Collections.unmodifiableSet(thread.ask(core::assignment)));
  }

  @Override
  public Set<String> subscription() {
    return used(() -> Collections.unmodifiableSet(thread.ask(core::subscription)));
  }

  @Override
  public void subscribe(Collection<String> topics) {
    subscribe(topics, null);
  }

  @Override
  public void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
    if (topics == null) {
      throw new IllegalArgumentException("the topics must not be null");
    }
    if (topics.isEmpty()) {
      unsubscribe();
      return;
    }
    for (String topic : topics) {
      if (topic == null || topic.isBlank()) {
        throw new IllegalArgumentException("a topic has a name");
      }
    }
    List<String> copy = List.copyOf(topics);
    using(
        () -> {
          thread.tell(() -> core.subscribe(copy));
          polls.listener(listener);
        });
  }

  @Override
  public void subscribe(Pattern pattern) {
    subscribe(pattern, null);
  }

  @Override
  public void subscribe(Pattern pattern, ConsumerRebalanceListener listener) {
    if (pattern == null || pattern.pattern().isEmpty()) {
      throw new IllegalArgumentException("the pattern must not be empty");
    }
    using(
        () -> {
          thread.tell(() -> core.subscribe(topic -> pattern.matcher(topic).matches()));
          polls.listener(listener);
        });
  }

  /** Gives up all partitions and leaves the group. Commits nothing. */
  @Override
  public void unsubscribe() {
    using(
        () -> {
          polls.tellGone();
          thread.tell(core::unsubscribe);
        });
  }

  /** Takes partitions in place of those before, and commits theirs if that is automatic. */
  @Override
  public void assign(Collection<TopicPartition> partitions) {
    if (partitions == null) {
      throw new IllegalArgumentException("the partitions must not be null");
    }
    if (partitions.isEmpty()) {
      unsubscribe();
      return;
    }
    List<TopicPartition> copy = List.copyOf(partitions);
    using(() -> thread.tell(() -> core.assign(copy)));
  }

  @Override
  @Deprecated
  public ConsumerRecords<K, V> poll(long timeoutMs) {
    if (timeoutMs < 0) {
      throw new IllegalArgumentException("the timeout must not be negative: " + timeoutMs);
    }
    return used(() -> polls.poll(timeoutMs, true));
  }

  @Override
  public ConsumerRecords<K, V> poll(Duration timeout) {
    return used(() -> polls.poll(millis(timeout), false));
  }

  @Override
  public void commitSync() {
    commitSync(defaultTimeout());
  }

  @Override
  public void commitSync(Duration timeout) {
    using(() -> polls.commitSync(thread.ask(core::positions), millis(timeout)));
  }

  @Override
  public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
    commitSync(offsets, defaultTimeout());
  }

  @Override
  public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
    using(() -> polls.commitSync(new LinkedHashMap<>(offsets), millis(timeout)));
  }

  @Override
  public void commitAsync() {
    commitAsync(null);
  }

  @Override
  public void commitAsync(OffsetCommitCallback callback) {
    using(() -> polls.commitAsync(thread.ask(core::positions), callback));
  }

  @Override
  public void commitAsync(
      Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
    using(() -> polls.commitAsync(new LinkedHashMap<>(offsets), callback));
  }

  @Override
  public void seek(TopicPartition partition, long offset) {
    seek(partition, offset, -1);
  }

  @Override
  public void seek(TopicPartition partition, OffsetAndMetadata offsetAndMetadata) {
    seek(partition, offsetAndMetadata.offset(), offsetAndMetadata.leaderEpoch().orElse(-1));
  }

  private void seek(TopicPartition partition, long offset, int epoch) {
    if (offset < 0) {
      throw new IllegalArgumentException("the offset must not be negative: " + offset);
    }
    using(() -> thread.tell(() -> core.seek(partition, offset, epoch)));
  }

  @Override
  public void seekToBeginning(Collection<TopicPartition> partitions) {
    List<TopicPartition> copy = List.copyOf(partitions);
    using(() -> thread.tell(() -> core.seekToEnd(copy, OffsetResetStrategy.EARLIEST)));
  }

  @Override
  public void seekToEnd(Collection<TopicPartition> partitions) {
    List<TopicPartition> copy = List.copyOf(partitions);
    using(() -> thread.tell(() -> core.seekToEnd(copy, OffsetResetStrategy.LATEST)));
  }

  @Override
  public long position(TopicPartition partition) {
    return position(partition, defaultTimeout());
  }

  @Override
  public long position(TopicPartition partition, Duration timeout) {
    long timeoutMs = millis(timeout);
    return used(
        () -> {
          long startNs = thread.monotonicNs();
          while (true) {
            // Before looking: what comes in between is not missed.
            CompletableFuture<?> news = thread.ask(core::positionNews);
            long position = thread.ask(() -> core.position(partition));
            if (position >= 0) {
              return position;
            }
            thread.tell(core::throwError);
            long passedMs = TimeUnit.NANOSECONDS.toMillis(thread.monotonicNs() - startNs);
            if (passedMs >= timeoutMs || !thread.await(news, timeoutMs - passedMs)) {
              throw new TimeoutException(
                  "the position of " + partition + " was not found in " + timeoutMs + " ms");
            }
          }
        });
  }

  @Override
  @Deprecated
  public OffsetAndMetadata committed(TopicPartition partition) {
    return committed(partition, defaultTimeout());
  }

  @Override
  @Deprecated
  public OffsetAndMetadata committed(TopicPartition partition, Duration timeout) {
    return committed(Collections.singleton(partition), timeout).get(partition);
  }

  @Override
  public Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
    return committed(partitions, defaultTimeout());
  }

  /** The committed offsets; null for partitions without. */
  @Override
  public Map<TopicPartition, OffsetAndMetadata> committed(
      Set<TopicPartition> partitions, Duration timeout) {
    Set<TopicPartition> copy = new LinkedHashSet<>(partitions);
    long timeoutMs = millis(timeout);
    return used(
        () -> {
          Map<TopicPartition, OffsetAndMetadata> found =
              thread.await(() -> core.committed(copy, timeoutMs), timeoutMs);
          Map<TopicPartition, OffsetAndMetadata> all = new LinkedHashMap<>();
          copy.forEach(partition -> all.put(partition, found.get(partition)));
          return all;
        });
  }

  @Override
  public Uuid clientInstanceId(Duration timeout) {
    throw new IllegalStateException("this client sends no telemetry");
  }

  @Override
  public Map<MetricName, ? extends Metric> metrics() {
    return Collections.emptyMap();
  }

  @Override
  public List<PartitionInfo> partitionsFor(String topic) {
    return partitionsFor(topic, defaultTimeout());
  }

  @Override
  public List<PartitionInfo> partitionsFor(String topic, Duration timeout) {
    long timeoutMs = millis(timeout);
    return used(
        () -> {
          List<PartitionInfo> found =
              thread.await(() -> TopicLookup.one(client, topic, timeoutMs), timeoutMs).get(topic);
          return found == null ? Collections.emptyList() : found;
        });
  }

  @Override
  public Map<String, List<PartitionInfo>> listTopics() {
    return listTopics(defaultTimeout());
  }

  @Override
  public Map<String, List<PartitionInfo>> listTopics(Duration timeout) {
    long timeoutMs = millis(timeout);
    return used(() -> thread.await(() -> TopicLookup.all(client, timeoutMs), timeoutMs));
  }

  @Override
  public void pause(Collection<TopicPartition> partitions) {
    List<TopicPartition> copy = List.copyOf(partitions);
    using(() -> thread.tell(() -> core.pause(copy, true)));
  }

  @Override
  public void resume(Collection<TopicPartition> partitions) {
    List<TopicPartition> copy = List.copyOf(partitions);
    using(() -> thread.tell(() -> core.pause(copy, false)));
  }

  @Override
  public Set<TopicPartition> paused() {
    return used(() -> Collections.unmodifiableSet(thread.ask(core::paused)));
  }

  @Override
  public Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
      Map<TopicPartition, Long> timestampsToSearch) {
    return offsetsForTimes(timestampsToSearch, defaultTimeout());
  }

  /** The first offsets at or after times; null for partitions that end before. */
  @Override
  public Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
      Map<TopicPartition, Long> timestampsToSearch, Duration timeout) {
    timestampsToSearch.forEach(
        (partition, time) -> {
          if (time < 0) {
            throw new IllegalArgumentException("the time of " + partition + " is negative");
          }
        });
    Map<TopicPartition, OffsetAndTimestamp> offsets = new LinkedHashMap<>();
    lookup(timestampsToSearch, timeout)
        .forEach(
            (partition, found) ->
                offsets.put(
                    partition,
                    found.offset() < 0
                        ? null
                        : new OffsetAndTimestamp(
                            found.offset(),
                            found.timestamp(),
                            found.leaderEpoch() < 0
                                ? Optional.empty()
                                : Optional.of(found.leaderEpoch()))));
    return offsets;
  }

  private Map<TopicPartition, OffsetLookup.Found> lookup(
      Map<TopicPartition, Long> times, Duration timeout) {
    Map<TopicPartition, Long> copy = new LinkedHashMap<>(times);
    long timeoutMs = millis(timeout);
    return used(() -> thread.await(() -> core.lookup(copy, timeoutMs), timeoutMs));
  }

  @Override
  public Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> partitions) {
    return beginningOffsets(partitions, defaultTimeout());
  }

  @Override
  public Map<TopicPartition, Long> beginningOffsets(
      Collection<TopicPartition> partitions, Duration timeout) {
    return ends(partitions, OffsetLookup.EARLIEST, timeout);
  }

  @Override
  public Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions) {
    return endOffsets(partitions, defaultTimeout());
  }

  @Override
  public Map<TopicPartition, Long> endOffsets(
      Collection<TopicPartition> partitions, Duration timeout) {
    return ends(partitions, OffsetLookup.LATEST, timeout);
  }

  private Map<TopicPartition, Long> ends(
      Collection<TopicPartition> partitions, long which, Duration timeout) {
    Map<TopicPartition, Long> times = new LinkedHashMap<>();
    partitions.forEach(partition -> times.put(partition, which));
    Map<TopicPartition, Long> ends = new LinkedHashMap<>();
    lookup(times, timeout).forEach((partition, found) -> ends.put(partition, found.offset()));
    return ends;
  }

  @Override
  public OptionalLong currentLag(TopicPartition partition) {
    return used(
        () -> {
          long lag = thread.ask(() -> core.lag(partition));
          return lag < 0 ? OptionalLong.empty() : OptionalLong.of(lag);
        });
  }

  @Override
  public ConsumerGroupMetadata groupMetadata() {
    return used(() -> thread.ask(core::groupMetadata));
  }

  @Override
  public void enforceRebalance() {
    enforceRebalance(null);
  }

  @Override
  public void enforceRebalance(String reason) {
    String why = reason == null || reason.isEmpty() ? "asked for by the application" : reason;
    using(() -> thread.tell(() -> core.rejoin(why)));
  }

  @Override
  public void close() {
    close(Duration.ofMillis(DEFAULT_CLOSE_MS));
  }

  /** Commits if that is automatic, leaves the group, and closes; waits at most so long for it. */
  @Override
  public void close(Duration timeout) {
    long timeoutMs = millis(timeout);
    thread.enter();
    try {
      if (closed) {
        return;
      }
      // A wake-up must not keep the listener and the group from hearing of the end.
      thread.ignoreWakeups();
      long startNs = thread.monotonicNs();
      try {
        polls.giveUp(timeoutMs);
      } finally {
        long passedMs = TimeUnit.NANOSECONDS.toMillis(thread.monotonicNs() - startNs);
        leave(Math.max(0, timeoutMs - passedMs));
      }
    } finally {
      thread.leave();
    }
  }

  private void leave(long timeoutMs) {
    closed = true;
    if (!ApplicationThread.awaitLast(thread.ask(core::close), timeoutMs)) {
      LOG.info("the group was not told of the leave");
    }
    client.close().join();
    polls.close();
    keyDeserializer.close();
    valueDeserializer.close();
  }

  @Override
  public void wakeup() {
    thread.wakeup();
  }
}
