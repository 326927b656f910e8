package io.classickafka.client.consumer;

import io.classickafka.client.ApiErrors;
import io.classickafka.client.ResponseHandler;
import io.classickafka.client.cluster.Backoff;
import io.classickafka.client.cluster.BrokerLink;
import io.classickafka.client.cluster.ClusterClient;
import io.classickafka.client.cluster.PartitionSnapshot;
import io.classickafka.client.cluster.TopicSnapshot;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.ListOffsetsRequest;
import io.classickafka.protocol.message.ListOffsetsRequest.ListOffsetsPartition;
import io.classickafka.protocol.message.ListOffsetsRequest.ListOffsetsTopic;
import io.classickafka.protocol.message.ListOffsetsResponse;
import io.classickafka.protocol.message.ListOffsetsResponse.ListOffsetsPartitionResponse;
import io.classickafka.protocol.message.ListOffsetsResponse.ListOffsetsTopicResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the leaders of partitions for offsets by time, again where that may help, until all have
 * answered. On the loop.
 */
public final class OffsetLookup {

  /** Timestamp that asks for the end of a partition. */
  public static final long LATEST = -1;

  /** Timestamp that asks for the start of a partition. */
  public static final long EARLIEST = -2;

  private final ClusterClient client;
  private final byte isolationLevel;
  private final Backoff backoff;
  private final long deadlineMs;
  // Of the metadata at the start: what that says of a topic may have been mended since.
  private final long oldVersion;
  private final Map<TopicPartition, Long> remaining;
  private final Consumer<Map<TopicPartition, Found>> onSome;
  private final Map<TopicPartition, Found> found = new LinkedHashMap<>();
  private final CompletableFuture<Map<TopicPartition, Found>> result = new CompletableFuture<>();
  private int rounds;
  private int outstanding;
  private String lastProblem = "";

  /**
   * One answer.
   *
   * @param offset -1 when there is none at or after the time
   */
  public record Found(long offset, long timestamp, int leaderEpoch) {}

  private OffsetLookup(
      ClusterClient client,
      Map<TopicPartition, Long> times,
      byte isolation,
      long timeoutMs,
      Consumer<Map<TopicPartition, Found>> onSome) {
    this.client = client;
    this.onSome = onSome;
    this.remaining = new LinkedHashMap<>(times);
    this.isolationLevel = isolation;
    this.deadlineMs = client.loop().monotonicMs() + timeoutMs;
    this.oldVersion = client.snapshot().version();
    this.backoff =
        new Backoff(client.settings().retryBackoffMs(), client.settings().retryBackoffMaxMs());
  }

  /**
   * Looks up offsets.
   *
   * @param times by partition: a timestamp, {@link #LATEST} or {@link #EARLIEST}
   */
  public static CompletableFuture<Map<TopicPartition, Found>> start(
      ClusterClient client, Map<TopicPartition, Long> times, byte isolation, long timeoutMs) {
    return start(client, times, isolation, timeoutMs, some -> {});
  }

  /**
   * As above.
   *
   * @param onSome hears what each broker answers, before and without the others
   */
  static CompletableFuture<Map<TopicPartition, Found>> start(
      ClusterClient client,
      Map<TopicPartition, Long> times,
      byte isolation,
      long timeoutMs,
      Consumer<Map<TopicPartition, Found>> onSome) {
    OffsetLookup lookup = new OffsetLookup(client, times, isolation, timeoutMs, onSome);
    lookup.round();
    return lookup.result;
  }

  private void round() {
    long leftMs = deadlineMs - client.loop().monotonicMs();
    if (remaining.isEmpty()) {
      result.complete(found);
      return;
    }
    if (leftMs < 0 || (leftMs == 0 && rounds > 0)) {
      result.completeExceptionally(
          new TimeoutException("no offsets in time for " + remaining.keySet() + lastProblem));
      return;
    }
    rounds++;
    Map<Integer, Map<TopicPartition, Long>> byLeader = new LinkedHashMap<>();
    boolean unknown = false;
    KafkaException refused = null;
    for (Map.Entry<TopicPartition, Long> entry : remaining.entrySet()) {
      PartitionSnapshot partition = client.snapshot().partition(entry.getKey());
      if (partition == null || client.snapshot().node(partition.leaderId()) == null) {
        client.metadata().want(entry.getKey().topic());
        unknown = true;
        refused = refused == null ? refusal(entry.getKey().topic()) : refused;
      } else {
        byLeader
            .computeIfAbsent(partition.leaderId(), id -> new LinkedHashMap<>())
            .put(entry.getKey(), entry.getValue());
      }
    }
    outstanding = byLeader.size();
    if (unknown) {
      lastProblem = ": no leader is known";
    }
    if (byLeader.isEmpty() && refused == null) {
      again();
      return;
    }
    byLeader.forEach(this::ask);
    if (refused != null) {
      result.completeExceptionally(refused);
    }
  }

  // Why asking for the topic again is of no use.
  private @Nullable KafkaException refusal(String name) {
    TopicSnapshot topic = client.snapshot().topic(name);
    if (topic == null || client.snapshot().version() == oldVersion) {
      return null;
    }
    ErrorCode error = topic.error();
    return error == ErrorCode.NONE || error.retriable()
        ? null
        : ApiErrors.ofTopic(error, name, error.message() + " " + name);
  }

  private void again() {
    client.metadata().refreshSoon();
    client
        .loop()
        .schedule(backoff.pauseMs(Math.max(1, rounds), client.loop().random()), this::round);
  }

  // Sent once: where it fails, the partitions may have other leaders in the next round.
  private void ask(int node, Map<TopicPartition, Long> times) {
    BrokerLink link = client.link(node);
    if (link == null) {
      onLanded();
      return;
    }
    link.send(
        ApiKey.LIST_OFFSETS,
        // Version 0 answers with a list of segments' offsets instead.
        isolationLevel == 0 ? 1 : 2,
        ApiKey.LIST_OFFSETS.highestVersion(),
        request(times),
        new ResponseHandler() {
          @Override
          public void onResponse(ApiMessage response, short version) {
            read((ListOffsetsResponse) response);
            onLanded();
          }

          @Override
          public void onFailure(Failure failure, String detail) {
            lastProblem = ": " + failure + " " + detail;
            if (failure == Failure.UNSUPPORTED_VERSION) {
              result.completeExceptionally(
                  new UnsupportedVersionException("the broker does not serve " + detail));
            } else if (failure == Failure.CLOSED) {
              result.completeExceptionally(new KafkaException("the consumer is closed"));
            }
            onLanded();
          }
        });
  }

  private void onLanded() {
    outstanding--;
    if (outstanding == 0 && !result.isDone()) {
      if (remaining.isEmpty()) {
        result.complete(found);
      } else {
        again();
      }
    }
  }

  private void read(ListOffsetsResponse response) {
    Map<TopicPartition, Found> some = new LinkedHashMap<>();
    KafkaException failure = null;
    for (ListOffsetsTopicResponse topic : response.topics()) {
      for (ListOffsetsPartitionResponse answer : topic.partitions()) {
        TopicPartition partition = new TopicPartition(topic.name(), answer.partitionIndex());
        ErrorCode error = ErrorCode.of(answer.errorCode());
        if (error == ErrorCode.NONE) {
          some.put(partition, new Found(answer.offset(), answer.timestamp(), answer.leaderEpoch()));
        } else if (error == ErrorCode.UNSUPPORTED_FOR_MESSAGE_FORMAT) {
          // Old records have no timestamps: nothing is found.
          some.put(partition, new Found(-1, -1, -1));
        } else if (error.retriable()) {
          lastProblem = ": " + partition + " " + error;
        } else {
          failure = ApiErrors.ofPartition(error, partition);
        }
      }
    }
    some.keySet().removeIf(partition -> remaining.remove(partition) == null);
    found.putAll(some);
    if (!some.isEmpty()) {
      onSome.accept(some);
    }
    if (failure != null) {
      result.completeExceptionally(failure);
    }
  }

  private ListOffsetsRequest request(Map<TopicPartition, Long> times) {
    Map<String, ListOffsetsTopic> topics = new LinkedHashMap<>();
    times.forEach(
        (partition, time) ->
            topics
                .computeIfAbsent(
                    partition.topic(),
                    name -> new ListOffsetsTopic().name(name).partitions(new ArrayList<>()))
                .partitions()
                .add(
                    new ListOffsetsPartition()
                        .partitionIndex(partition.partition())
                        .timestamp(time)));
    List<ListOffsetsTopic> all = new ArrayList<>(topics.values());
    return new ListOffsetsRequest().replicaId(-1).isolationLevel(isolationLevel).topics(all);
  }
}
