package io.classickafka.client.admin;

import io.classickafka.client.CompletableKafkaFuture;
import io.classickafka.client.cluster.ClusterClient;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.RejectedExecutionException;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Finds offsets in partitions of any number of leaders: one request to each leader, and one for
 * each partition that proves to be led by another.
 */
public final class OffsetLookup {

  private final ClusterClient client;
  private final Map<TopicPartition, Long> timestamps;
  private final IsolationLevel isolation;
  private final long timeoutMs;
  private final Map<TopicPartition, CompletableKafkaFuture<ListOffsetsResultInfo>> futures =
      new LinkedHashMap<>();
  // On the loop's clock.
  private long deadlineMs;

  /**
   * A lookup that is not started yet.
   *
   * @param timestamps epoch milliseconds, or -1 the end, -2 the start, -3 the largest timestamp
   */
  public OffsetLookup(
      ClusterClient client,
      Map<TopicPartition, Long> timestamps,
      IsolationLevel isolation,
      long timeoutMs) {
    this.client = client;
    this.timestamps = new LinkedHashMap<>(timestamps);
    this.isolation = isolation;
    this.timeoutMs = timeoutMs;
    timestamps.keySet().forEach(key -> futures.put(key, new CompletableKafkaFuture<>()));
  }

  /** Starts it; once. A future for each partition. From any thread. */
  public Map<TopicPartition, KafkaFuture<ListOffsetsResultInfo>> start() {
    try {
      client.loop().executeOrRun(this::findLeaders);
    } catch (RejectedExecutionException e) {
      failAll(new KafkaException("the client is closed", e));
    }
    return Collections.unmodifiableMap(futures);
  }

  /** Fails it instead of starting it. */
  public Map<TopicPartition, KafkaFuture<ListOffsetsResultInfo>> refuse(Throwable error) {
    failAll(error);
    return Collections.unmodifiableMap(futures);
  }

  private void failAll(Throwable error) {
    futures.values().forEach(future -> future.completeExceptionally(error));
  }

  private void findLeaders() {
    deadlineMs = client.loop().monotonicMs() + timeoutMs;
    Set<String> topics = new LinkedHashSet<>();
    timestamps.keySet().forEach(partition -> topics.add(partition.topic()));
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
    Map<Integer, Map<TopicPartition, Long>> byLeader = new TreeMap<>();
    Set<TopicPartition> rest = new LinkedHashSet<>(timestamps.keySet());
    for (KafkaFuture<TopicDescription> future : described.values()) {
      // All are done by now.
      var unused =
          future.whenComplete(
              (topic, error) -> {
                if (topic != null) {
                  group(topic, byLeader, rest);
                }
              });
    }
    byLeader.forEach((leader, some) -> ask(new ListOffsetsCall(leader, some, isolation), true));
    rest.forEach(this::askAlone);
  }

  private void group(
      TopicDescription topic,
      Map<Integer, Map<TopicPartition, Long>> byLeader,
      Set<TopicPartition> rest) {
    for (TopicPartitionInfo info : topic.partitions()) {
      TopicPartition partition = new TopicPartition(topic.name(), info.partition());
      Long timestamp = timestamps.get(partition);
      if (timestamp != null && info.leader() != null) {
        byLeader
            .computeIfAbsent(info.leader().id(), id -> new LinkedHashMap<>())
            .put(partition, timestamp);
        rest.remove(partition);
      }
    }
  }

  private void askAlone(TopicPartition partition) {
    Long timestamp = timestamps.get(partition);
    if (timestamp != null) {
      ask(new ListOffsetsCall(partition, timestamp, isolation), false);
    }
  }

  private void ask(ListOffsetsCall call, boolean mayMove) {
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

  private void pass(TopicPartition partition, KafkaFuture<ListOffsetsResultInfo> found) {
    var unused = found.whenComplete((result, error) -> complete(partition, result, error));
  }

  private void complete(
      TopicPartition partition, @Nullable ListOffsetsResultInfo result, @Nullable Throwable error) {
    CompletableKafkaFuture<ListOffsetsResultInfo> future = futures.get(partition);
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
