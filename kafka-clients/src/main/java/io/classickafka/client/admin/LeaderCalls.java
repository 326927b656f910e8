package io.classickafka.client.admin;

import io.classickafka.client.CompletableKafkaFuture;
import io.classickafka.client.cluster.ClusterClient;
import io.classickafka.client.cluster.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.RejectedExecutionException;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the leaders of any number of partitions: one request to each leader, and one for each
 * partition that proves to be led by another.
 *
 * @param <Q> what a partition is asked
 * @param <V> what it answers
 */
public final class LeaderCalls<Q, V> {

  /** Makes the calls. */
  public interface Calls<Q, V> {

    /**
     * A call for some partitions.
     *
     * @param repeats whether it finds a leader that moved; else what moved stays open
     */
    KeyedCall<TopicPartition, V> call(
        Target target, Map<TopicPartition, Q> questions, boolean repeats);
  }

  private final ClusterClient client;
  private final Map<TopicPartition, Q> questions;
  private final Calls<Q, V> calls;
  private final long timeoutMs;
  private final Map<TopicPartition, CompletableKafkaFuture<V>> futures = new LinkedHashMap<>();
  // On the loop's clock.
  private long deadlineMs;

  /** Questions that are not asked yet. */
  public LeaderCalls(
      ClusterClient client, Map<TopicPartition, Q> questions, Calls<Q, V> calls, long timeoutMs) {
    this.client = client;
    this.questions = new LinkedHashMap<>(questions);
    this.calls = calls;
    this.timeoutMs = timeoutMs;
    questions.keySet().forEach(key -> futures.put(key, new CompletableKafkaFuture<>()));
  }

  /** Asks; once. A future for each partition. From any thread. */
  public Map<TopicPartition, KafkaFuture<V>> start() {
    try {
      client.loop().executeOrRun(this::findLeaders);
    } catch (RejectedExecutionException e) {
      failAll(new KafkaException("the client is closed", e));
    }
    return Collections.unmodifiableMap(futures);
  }

  /** Fails it instead of starting it. */
  public Map<TopicPartition, KafkaFuture<V>> refuse(Throwable error) {
    failAll(error);
    return Collections.unmodifiableMap(futures);
  }

  private void failAll(Throwable error) {
    futures.values().forEach(future -> future.completeExceptionally(error));
  }

  private void findLeaders() {
    deadlineMs = client.loop().monotonicMs() + timeoutMs;
    Set<String> topics = new LinkedHashSet<>();
    questions.keySet().forEach(partition -> topics.add(partition.topic()));
    DescribeTopicsCall<String> describe = DescribeTopicsCall.byName(topics, false);
    client
        .call(describe, timeoutMs)
        .whenComplete(
            (settled, error) -> {
              if (error != null) {
                failAll(error);
              } else {
                askLeaders(describe.futures());
              }
            });
  }

  private void askLeaders(Map<String, KafkaFuture<TopicDescription>> described) {
    Map<Integer, Map<TopicPartition, Q>> byLeader = new TreeMap<>();
    Set<TopicPartition> rest = new LinkedHashSet<>(questions.keySet());
    described.forEach(
        (name, future) -> {
          // All are done by now.
          var unused =
              future.whenComplete(
                  (topic, error) -> {
                    if (topic != null) {
                      group(topic, byLeader, rest);
                    } else if (error != null && !(error instanceof RetriableException)) {
                      failTopic(name, error, rest);
                    }
                  });
        });
    byLeader.forEach((leader, some) -> ask(calls.call(Target.node(leader), some, false), true));
    rest.forEach(this::askAlone);
  }

  private void group(
      TopicDescription topic,
      Map<Integer, Map<TopicPartition, Q>> byLeader,
      Set<TopicPartition> rest) {
    for (TopicPartitionInfo info : topic.partitions()) {
      TopicPartition partition = new TopicPartition(topic.name(), info.partition());
      Q question = questions.get(partition);
      if (question != null && info.leader() != null) {
        byLeader
            .computeIfAbsent(info.leader().id(), id -> new LinkedHashMap<>())
            .put(partition, question);
        rest.remove(partition);
      }
    }
  }

  // Asking for its leaders again is of no use.
  private void failTopic(String topic, Throwable error, Set<TopicPartition> rest) {
    rest.removeIf(
        partition -> {
          boolean refused = partition.topic().equals(topic);
          if (refused) {
            complete(partition, null, error);
          }
          return refused;
        });
  }

  private void askAlone(TopicPartition partition) {
    Q question = questions.get(partition);
    if (question != null) {
      ask(
          calls.call(Target.leader(partition), Collections.singletonMap(partition, question), true),
          false);
    }
  }

  private void ask(KeyedCall<TopicPartition, V> call, boolean mayMove) {
    call.futures().forEach(this::pass);
    long leftMs = Math.max(0, deadlineMs - client.loop().monotonicMs());
    // A leader that does not answer may be none any more.
    long callMs = mayMove ? Math.min(leftMs, client.settings().requestTimeoutMs()) : leftMs;
    client
        .call(call, callMs)
        .whenComplete(
            (settled, error) -> {
              if (mayMove && (error == null || error instanceof TimeoutException)) {
                new ArrayList<>(call.open()).forEach(this::askAlone);
              } else if (error != null) {
                call.failRest(error);
              }
            });
  }

  private void pass(TopicPartition partition, KafkaFuture<V> found) {
    var unused = found.whenComplete((result, error) -> complete(partition, result, error));
  }

  private void complete(TopicPartition partition, @Nullable V result, @Nullable Throwable error) {
    CompletableKafkaFuture<V> future = futures.get(partition);
    if (future == null) {
      return;
    }
    if (error != null) {
      future.completeExceptionally(error);
    } else {
      future.complete(result);
    }
  }
}
