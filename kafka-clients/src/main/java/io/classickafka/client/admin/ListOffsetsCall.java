package io.classickafka.client.admin;

import io.classickafka.client.cluster.Outcome;
import io.classickafka.client.cluster.Target;
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
import java.util.Optional;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Finds offsets by time, in partitions that one broker leads. */
public final class ListOffsetsCall extends KeyedCall<TopicPartition, ListOffsetsResultInfo> {

  private static final int CONSUMER = -1;
  private static final long MAX_TIMESTAMP = -3;
  private static final long EARLIEST_LOCAL = -4;
  private static final long LATEST_TIERED = -5;
  private static final int FIRST_VERSION_WITH_ONE_OFFSET = 1;
  private static final int FIRST_VERSION_WITH_ISOLATION = 2;
  private static final int FIRST_VERSION_WITH_MAX_TIMESTAMP = 7;
  private static final int FIRST_VERSION_WITH_EARLIEST_LOCAL = 8;
  private static final int FIRST_VERSION_WITH_LATEST_TIERED = 9;

  private final Target target;
  private final Map<TopicPartition, Long> timestamps;
  private final IsolationLevel isolation;
  // A partition that has moved is asked for elsewhere, which is not this call's to know.
  private final boolean repeats;

  /**
   * The call for some partitions.
   *
   * @param timestamps epoch milliseconds, or -1 the end, -2 the start, -3 the largest timestamp, -4
   *     and -5 with regard to remote storage
   * @param repeats whether it finds a leader that moved
   */
  public ListOffsetsCall(
      Target target,
      Map<TopicPartition, Long> timestamps,
      IsolationLevel isolation,
      boolean repeats) {
    super(timestamps.keySet());
    this.target = target;
    this.timestamps = timestamps;
    this.isolation = isolation;
    this.repeats = repeats;
  }

  @Override
  public ApiKey api() {
    return ApiKey.LIST_OFFSETS;
  }

  @Override
  public Target target() {
    return target;
  }

  @Override
  public int lowestVersion() {
    if (timestamps.containsValue(LATEST_TIERED)) {
      return FIRST_VERSION_WITH_LATEST_TIERED;
    }
    if (timestamps.containsValue(EARLIEST_LOCAL)) {
      return FIRST_VERSION_WITH_EARLIEST_LOCAL;
    }
    if (timestamps.containsValue(MAX_TIMESTAMP)) {
      return FIRST_VERSION_WITH_MAX_TIMESTAMP;
    }
    return isolation == IsolationLevel.READ_COMMITTED
        ? FIRST_VERSION_WITH_ISOLATION
        : FIRST_VERSION_WITH_ONE_OFFSET;
  }

  @Override
  public ApiMessage request() {
    Map<String, ListOffsetsTopic> topics = new LinkedHashMap<>();
    for (TopicPartition partition : open()) {
      topics
          .computeIfAbsent(
              partition.topic(),
              name -> new ListOffsetsTopic().name(name).partitions(new ArrayList<>()))
          .partitions()
          .add(
              new ListOffsetsPartition()
                  .partitionIndex(partition.partition())
                  .timestamp(timestamps.getOrDefault(partition, -1L)));
    }
    return new ListOffsetsRequest()
        .replicaId(CONSUMER)
        .isolationLevel(isolation.id())
        .topics(new ArrayList<>(topics.values()));
  }

  @Override
  public Outcome<Boolean> outcome(ApiMessage message, short version) {
    List<TopicPartition> moved = new ArrayList<>();
    ErrorCode why = ErrorCode.NONE;
    for (ListOffsetsTopicResponse topic : ((ListOffsetsResponse) message).topics()) {
      for (ListOffsetsPartitionResponse result : topic.partitions()) {
        TopicPartition partition = new TopicPartition(topic.name(), result.partitionIndex());
        ErrorCode error = ErrorCode.of(result.errorCode());
        if (error == ErrorCode.NONE) {
          succeed(partition, found(result));
        } else if (error.retriable()) {
          moved.add(partition);
          why = error;
        } else {
          fail(partition, error, null);
        }
      }
    }
    if (moved.isEmpty()) {
      return settle();
    }
    return repeats ? Outcome.again(why) : Outcome.done(false);
  }

  private static ListOffsetsResultInfo found(ListOffsetsPartitionResponse result) {
    return new ListOffsetsResultInfo(
        result.offset(),
        result.timestamp(),
        result.leaderEpoch() < 0 ? Optional.empty() : Optional.of(result.leaderEpoch()));
  }
}
