package io.classickafka.api;

import io.classickafka.group.CommittedOffset;
import io.classickafka.group.GroupReply.FetchedOffset;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.OffsetFetchResponse;
import io.classickafka.protocol.message.OffsetFetchResponse.OffsetFetchResponseGroup;
import io.classickafka.protocol.message.OffsetFetchResponse.OffsetFetchResponsePartition;
import io.classickafka.protocol.message.OffsetFetchResponse.OffsetFetchResponsePartitions;
import io.classickafka.protocol.message.OffsetFetchResponse.OffsetFetchResponseTopic;
import io.classickafka.protocol.message.OffsetFetchResponse.OffsetFetchResponseTopics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * What is known of one group, in the two forms that OffsetFetch has had.
 *
 * @param error of the whole group
 * @param offsets what was found, or the partitions that were asked for when there is an error
 */
record OffsetFetchAnswer(String group, ErrorCode error, List<FetchedOffset> offsets) {

  /** From this version on there is a place for an error of the whole group. */
  private static final short FIRST_WITH_ERROR = 2;

  private static final long NO_OFFSET = -1;

  static OffsetFetchAnswer failed(OffsetFetchHandler.Question question, ErrorCode error) {
    List<TopicPartition> asked = question.partitions();
    List<FetchedOffset> none = new ArrayList<>();
    if (asked != null) {
      asked.forEach(partition -> none.add(new FetchedOffset(partition, error, null)));
    }
    return new OffsetFetchAnswer(question.group(), error, none);
  }

  /** For versions that ask for one group. */
  OffsetFetchResponse single(short version) {
    OffsetFetchResponse response = new OffsetFetchResponse();
    if (version >= FIRST_WITH_ERROR) {
      response.errorCode(error.code());
      if (error != ErrorCode.NONE) {
        return response;
      }
    }
    Map<String, OffsetFetchResponseTopic> topics = new LinkedHashMap<>();
    for (FetchedOffset each : offsets) {
      CommittedOffset stored = each.committed();
      topics
          .computeIfAbsent(
              each.partition().topic(), name -> new OffsetFetchResponseTopic().name(name))
          .partitions()
          .add(
              new OffsetFetchResponsePartition()
                  .partitionIndex(each.partition().partition())
                  .committedOffset(stored == null ? NO_OFFSET : stored.offset())
                  .committedLeaderEpoch(
                      stored == null ? CommittedOffset.NO_EPOCH : stored.leaderEpoch())
                  .metadata(stored == null ? "" : stored.metadata())
                  .errorCode(each.error().code()));
    }
    return response.topics(new ArrayList<>(topics.values()));
  }

  /** For versions that ask for several. */
  static OffsetFetchResponse batch(List<OffsetFetchAnswer> answers) {
    OffsetFetchResponse response = new OffsetFetchResponse();
    for (OffsetFetchAnswer answer : answers) {
      response.groups().add(answer.toGroup());
    }
    return response;
  }

  private OffsetFetchResponseGroup toGroup() {
    OffsetFetchResponseGroup response =
        new OffsetFetchResponseGroup().groupId(group).errorCode(error.code());
    if (error != ErrorCode.NONE) {
      return response;
    }
    Map<String, OffsetFetchResponseTopics> topics = new LinkedHashMap<>();
    for (FetchedOffset each : offsets) {
      CommittedOffset stored = each.committed();
      topics
          .computeIfAbsent(
              each.partition().topic(), name -> new OffsetFetchResponseTopics().name(name))
          .partitions()
          .add(
              new OffsetFetchResponsePartitions()
                  .partitionIndex(each.partition().partition())
                  .committedOffset(stored == null ? NO_OFFSET : stored.offset())
                  .committedLeaderEpoch(
                      stored == null ? CommittedOffset.NO_EPOCH : stored.leaderEpoch())
                  .metadata(stored == null ? "" : stored.metadata())
                  .errorCode(each.error().code()));
    }
    return response.topics(new ArrayList<>(topics.values()));
  }
}
