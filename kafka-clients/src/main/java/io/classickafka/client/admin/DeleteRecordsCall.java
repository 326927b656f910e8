package io.classickafka.client.admin;

import io.classickafka.client.cluster.Outcome;
import io.classickafka.client.cluster.Target;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.DeleteRecordsRequest;
import io.classickafka.protocol.message.DeleteRecordsRequest.DeleteRecordsPartition;
import io.classickafka.protocol.message.DeleteRecordsRequest.DeleteRecordsTopic;
import io.classickafka.protocol.message.DeleteRecordsResponse;
import io.classickafka.protocol.message.DeleteRecordsResponse.DeleteRecordsPartitionResult;
import io.classickafka.protocol.message.DeleteRecordsResponse.DeleteRecordsTopicResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.DeletedRecords;
import org.apache.kafka.common.TopicPartition;

/** Deletes records, in partitions that one broker leads. */
public final class DeleteRecordsCall extends KeyedCall<TopicPartition, DeletedRecords> {

  private final Target target;
  private final Map<TopicPartition, Long> before;
  private final int timeoutMs;
  // A partition that has moved is asked for elsewhere, which is not this call's to know.
  private final boolean repeats;

  /**
   * The call for some partitions.
   *
   * @param before the first offset that stays, or -1
   * @param timeoutMs how long the leader may wait for its followers in each attempt
   * @param repeats whether it finds a leader that moved
   */
  public DeleteRecordsCall(
      Target target, Map<TopicPartition, Long> before, int timeoutMs, boolean repeats) {
    super(before.keySet());
    this.target = target;
    this.before = before;
    this.timeoutMs = timeoutMs;
    this.repeats = repeats;
  }

  @Override
  public ApiKey api() {
    return ApiKey.DELETE_RECORDS;
  }

  @Override
  public Target target() {
    return target;
  }

  @Override
  public ApiMessage request() {
    Map<String, DeleteRecordsTopic> topics = new LinkedHashMap<>();
    for (TopicPartition partition : open()) {
      topics
          .computeIfAbsent(
              partition.topic(),
              name -> new DeleteRecordsTopic().name(name).partitions(new ArrayList<>()))
          .partitions()
          .add(
              new DeleteRecordsPartition()
                  .partitionIndex(partition.partition())
                  .offset(before.getOrDefault(partition, -1L)));
    }
    return new DeleteRecordsRequest().topics(new ArrayList<>(topics.values())).timeoutMs(timeoutMs);
  }

  @Override
  public Outcome<Boolean> outcome(ApiMessage message, short version) {
    ErrorCode why = ErrorCode.NONE;
    for (DeleteRecordsTopicResult topic : ((DeleteRecordsResponse) message).topics()) {
      for (DeleteRecordsPartitionResult result : topic.partitions()) {
        TopicPartition partition = new TopicPartition(topic.name(), result.partitionIndex());
        ErrorCode error = ErrorCode.of(result.errorCode());
        if (error == ErrorCode.NONE) {
          succeed(partition, new DeletedRecords(result.lowWatermark()));
        } else if (error.retriable()) {
          why = error;
        } else {
          fail(partition, error, null);
        }
      }
    }
    if (why == ErrorCode.NONE) {
      return settle();
    }
    return repeats ? Outcome.again(why) : Outcome.done(false);
  }
}
