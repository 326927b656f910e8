package io.classickafka.api;

import io.classickafka.group.CommittedOffset;
import io.classickafka.group.GroupCommand;
import io.classickafka.group.GroupCommand.OffsetToCommit;
import io.classickafka.group.GroupCoordinator;
import io.classickafka.group.GroupReply.Committed;
import io.classickafka.group.ZooKeeperOffsets;
import io.classickafka.metadata.MetadataCache;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.OffsetCommitRequest;
import io.classickafka.protocol.message.OffsetCommitRequest.OffsetCommitRequestPartition;
import io.classickafka.protocol.message.OffsetCommitRequest.OffsetCommitRequestTopic;
import io.classickafka.protocol.message.OffsetCommitResponse;
import io.classickafka.protocol.message.OffsetCommitResponse.OffsetCommitResponsePartition;
import io.classickafka.protocol.message.OffsetCommitResponse.OffsetCommitResponseTopic;
import io.classickafka.security.Operation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;

/** OffsetCommit: answered when the offsets are stored, each partition once. */
final class OffsetCommitHandler implements ApiHandler {

  /** Offsets of this version live in ZooKeeper. */
  private static final short OLDEST = 0;

  private static final long NONE_GIVEN = -1;

  private final GroupCoordinator coordinator;
  private final ZooKeeperOffsets oldOffsets;
  private final MetadataCache metadata;
  private final Permissions permissions;

  OffsetCommitHandler(
      GroupCoordinator coordinator,
      ZooKeeperOffsets oldOffsets,
      MetadataCache metadata,
      Permissions permissions) {
    this.coordinator = coordinator;
    this.oldOffsets = oldOffsets;
    this.metadata = metadata;
    this.permissions = permissions;
  }

  @Override
  public void handle(RequestContext context, ApiMessage message) {
    OffsetCommitRequest request = (OffsetCommitRequest) message;
    if (!permissions.onGroup(context, Operation.READ, request.groupId())) {
      context.respond(failure(message, context.version(), ErrorCode.GROUP_AUTHORIZATION_FAILED));
      return;
    }
    Map<TopicPartition, ErrorCode> errors = new LinkedHashMap<>();
    List<OffsetToCommit> offsets = accepted(context, request, errors);
    if (offsets.isEmpty()) {
      context.respond(response(errors));
    } else if (context.version() == OLDEST) {
      commitOld(context, request.groupId(), offsets, errors);
    } else {
      coordinator.submit(
          new GroupCommand.Commit(
              reply ->
                  context.respond(
                      () -> {
                        List<ErrorCode> results = ((Committed) reply).errors();
                        for (int i = 0; i < offsets.size(); i++) {
                          errors.put(offsets.get(i).partition(), results.get(i));
                        }
                        return response(errors);
                      }),
              request.groupId(),
              request.generationIdOrMemberEpoch(),
              request.memberId(),
              request.groupInstanceId(),
              offsets));
    }
  }

  /** The offsets that may be stored; a partition's last one, if it is there twice. */
  private List<OffsetToCommit> accepted(
      RequestContext context, OffsetCommitRequest request, Map<TopicPartition, ErrorCode> errors) {
    Map<TopicPartition, OffsetToCommit> accepted = new LinkedHashMap<>();
    for (OffsetCommitRequestTopic topic : request.topics()) {
      boolean allowed = permissions.onTopic(context, Operation.READ, topic.name());
      for (OffsetCommitRequestPartition asked : topic.partitions()) {
        TopicPartition partition = new TopicPartition(topic.name(), asked.partitionIndex());
        ErrorCode refused = allowed ? existence(partition) : ErrorCode.TOPIC_AUTHORIZATION_FAILED;
        errors.put(partition, refused);
        if (refused == ErrorCode.NONE) {
          accepted.put(partition, toCommit(context, request, partition, asked));
        }
      }
    }
    return List.copyOf(accepted.values());
  }

  private ErrorCode existence(TopicPartition partition) {
    return metadata.image().partition(partition.topic(), partition.partition()) == null
        ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
        : ErrorCode.NONE;
  }

  private static OffsetToCommit toCommit(
      RequestContext context,
      OffsetCommitRequest request,
      TopicPartition partition,
      OffsetCommitRequestPartition asked) {
    long nowMs = context.receivedWallMs();
    long commitMs = asked.commitTimestamp() == NONE_GIVEN ? nowMs : asked.commitTimestamp();
    long expireMs = CommittedOffset.NO_EXPIRY;
    if (request.retentionTimeMs() != NONE_GIVEN) {
      // A retention so long that it overflows lasts for ever.
      long sum = nowMs + request.retentionTimeMs();
      expireMs = request.retentionTimeMs() > 0 && sum < 0 ? Long.MAX_VALUE : Math.max(0, sum);
    }
    String note = asked.committedMetadata();
    return new OffsetToCommit(
        partition,
        new CommittedOffset(
            asked.committedOffset(),
            asked.committedLeaderEpoch(),
            note == null ? "" : note,
            commitMs,
            expireMs));
  }

  private void commitOld(
      RequestContext context,
      String group,
      List<OffsetToCommit> offsets,
      Map<TopicPartition, ErrorCode> errors) {
    if (!ZooKeeperOffsets.isStorable(group)) {
      offsets.forEach(each -> errors.put(each.partition(), ErrorCode.INVALID_GROUP_ID));
      context.respond(response(errors));
      return;
    }
    AtomicInteger left = new AtomicInteger(offsets.size());
    for (OffsetToCommit each : offsets) {
      oldOffsets.commit(
          group,
          each.partition(),
          each.offset().offset(),
          error -> {
            // One loop answers all of them.
            errors.put(each.partition(), error);
            if (left.decrementAndGet() == 0) {
              context.respond(() -> response(errors));
            }
          });
    }
  }

  private static OffsetCommitResponse response(Map<TopicPartition, ErrorCode> errors) {
    Map<String, OffsetCommitResponseTopic> topics = new LinkedHashMap<>();
    errors.forEach(
        (partition, error) ->
            topics
                .computeIfAbsent(
                    partition.topic(), name -> new OffsetCommitResponseTopic().name(name))
                .partitions()
                .add(
                    new OffsetCommitResponsePartition()
                        .partitionIndex(partition.partition())
                        .errorCode(error.code())));
    return new OffsetCommitResponse().topics(new ArrayList<>(topics.values()));
  }

  @Override
  public OffsetCommitResponse failure(ApiMessage message, short version, ErrorCode error) {
    Map<TopicPartition, ErrorCode> errors = new LinkedHashMap<>();
    for (OffsetCommitRequestTopic topic : ((OffsetCommitRequest) message).topics()) {
      for (OffsetCommitRequestPartition asked : topic.partitions()) {
        errors.put(new TopicPartition(topic.name(), asked.partitionIndex()), error);
      }
    }
    return response(errors);
  }
}
