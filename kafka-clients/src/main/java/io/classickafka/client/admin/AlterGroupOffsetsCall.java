package io.classickafka.client.admin;

import io.classickafka.client.cluster.Outcome;
import io.classickafka.client.cluster.Target;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.OffsetCommitRequest;
import io.classickafka.protocol.message.OffsetCommitRequest.OffsetCommitRequestPartition;
import io.classickafka.protocol.message.OffsetCommitRequest.OffsetCommitRequestTopic;
import io.classickafka.protocol.message.OffsetCommitResponse;
import io.classickafka.protocol.message.OffsetCommitResponse.OffsetCommitResponsePartition;
import io.classickafka.protocol.message.OffsetCommitResponse.OffsetCommitResponseTopic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Commits offsets for a group from outside, which a group with members refuses. */
public final class AlterGroupOffsetsCall extends KeyedCall<TopicPartition, Void> {

  // Older requests keep offsets in ZooKeeper, or for a time that they say.
  private static final int LOWEST_VERSION = 2;
  private static final int FROM_OUTSIDE = -1;
  private static final int NO_EPOCH = -1;

  private final String group;
  private final Map<TopicPartition, OffsetAndMetadata> offsets;

  public AlterGroupOffsetsCall(String group, Map<TopicPartition, OffsetAndMetadata> offsets) {
    super(offsets.keySet());
    this.group = group;
    this.offsets = new LinkedHashMap<>(offsets);
  }

  @Override
  public ApiKey api() {
    return ApiKey.OFFSET_COMMIT;
  }

  @Override
  public Target target() {
    return Target.groupCoordinator(group);
  }

  @Override
  public int lowestVersion() {
    return LOWEST_VERSION;
  }

  @Override
  public ApiMessage request() {
    Map<String, OffsetCommitRequestTopic> topics = new LinkedHashMap<>();
    for (TopicPartition partition : open()) {
      OffsetAndMetadata offset = offsets.get(partition);
      if (offset == null) {
        continue;
      }
      topics
          .computeIfAbsent(
              partition.topic(),
              name -> new OffsetCommitRequestTopic().name(name).partitions(new ArrayList<>()))
          .partitions()
          .add(
              new OffsetCommitRequestPartition()
                  .partitionIndex(partition.partition())
                  .committedOffset(offset.offset())
                  .committedLeaderEpoch(offset.leaderEpoch().orElse(NO_EPOCH))
                  .committedMetadata(offset.metadata()));
    }
    List<OffsetCommitRequestTopic> all = new ArrayList<>(topics.values());
    return new OffsetCommitRequest()
        .groupId(group)
        .generationIdOrMemberEpoch(FROM_OUTSIDE)
        .memberId("")
        .topics(all);
  }

  @Override
  public Outcome<Boolean> outcome(ApiMessage message, short version) {
    for (OffsetCommitResponseTopic topic : ((OffsetCommitResponse) message).topics()) {
      for (OffsetCommitResponsePartition result : topic.partitions()) {
        TopicPartition partition = new TopicPartition(topic.name(), result.partitionIndex());
        ErrorCode error = ErrorCode.of(result.errorCode());
        switch (error) {
          case NONE -> succeed(partition, null);
          case COORDINATOR_LOAD_IN_PROGRESS,
              COORDINATOR_NOT_AVAILABLE,
              NOT_COORDINATOR,
              REBALANCE_IN_PROGRESS ->
              repeatRest(error);
          case UNKNOWN_MEMBER_ID ->
              fail(partition, error, "group " + group + " has members: stop them first");
          default -> fail(partition, error, null);
        }
      }
    }
    return settle();
  }
}
