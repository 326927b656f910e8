package io.classickafka.client.admin;

import io.classickafka.client.ApiErrors;
import io.classickafka.client.CompletableKafkaFuture;
import io.classickafka.client.cluster.Call;
import io.classickafka.client.cluster.Outcome;
import io.classickafka.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A call about several things at once, with a future for each. Its own result is whether each of
 * them has an outcome.
 *
 * @param <K> what is asked about: a topic, a resource, a partition
 * @param <V> what is answered
 */
public abstract class KeyedCall<K, V> implements Call<Boolean> {

  private final Map<K, CompletableKafkaFuture<V>> futures = new LinkedHashMap<>();
  // Without an outcome. Of the loop.
  private final Map<K, CompletableKafkaFuture<V>> open = new LinkedHashMap<>();
  private @Nullable ErrorCode again;

  KeyedCall(Collection<K> keys) {
    for (K key : keys) {
      futures.put(key, new CompletableKafkaFuture<>());
    }
    open.putAll(futures);
  }

  /** One future for each key, in the order given. From any thread. */
  public final Map<K, KafkaFuture<V>> futures() {
    return Collections.unmodifiableMap(futures);
  }

  /** What has no outcome yet. */
  public final List<K> open() {
    return new ArrayList<>(open.keySet());
  }

  /** Gives an error to everything that has no outcome. */
  public final void failRest(Throwable error) {
    open.values().forEach(future -> future.completeExceptionally(error));
    open.clear();
  }

  final void succeed(K key, @Nullable V value) {
    CompletableKafkaFuture<V> future = open.remove(key);
    if (future != null) {
      future.complete(value);
    }
  }

  final void fail(K key, ErrorCode error, @Nullable String detail) {
    if (error == ErrorCode.GROUP_AUTHORIZATION_FAILED && key instanceof String group) {
      fail(key, ApiErrors.ofGroup(error, group, detail));
    } else if (key instanceof String topic) {
      fail(key, ApiErrors.ofTopic(error, topic, detail));
    } else if (key instanceof TopicPartition partition) {
      fail(key, ApiErrors.ofTopic(error, partition.topic(), detail));
    } else {
      fail(key, ApiErrors.exception(error, detail));
    }
  }

  final void fail(K key, Throwable error) {
    CompletableKafkaFuture<V> future = open.remove(key);
    if (future != null) {
      future.completeExceptionally(error);
    }
  }

  /** Leaves everything that gets no outcome from this answer to the next attempt. */
  final void repeatRest(ErrorCode error) {
    again = error;
  }

  /** The outcome of the attempt whose answer was read. */
  final Outcome<Boolean> settle() {
    ErrorCode why = again;
    again = null;
    if (why != null && !open.isEmpty()) {
      return Outcome.again(why);
    }
    failRest(new KafkaException(api().apiName() + ": the broker's answer leaves it out"));
    return Outcome.done(true);
  }
}
