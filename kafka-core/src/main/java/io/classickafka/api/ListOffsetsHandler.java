package io.classickafka.api;

import io.classickafka.log.TimestampOffset;
import io.classickafka.metadata.MetadataCache;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.ListOffsetsRequest;
import io.classickafka.protocol.message.ListOffsetsRequest.ListOffsetsPartition;
import io.classickafka.protocol.message.ListOffsetsRequest.ListOffsetsTopic;
import io.classickafka.protocol.message.ListOffsetsResponse;
import io.classickafka.protocol.message.ListOffsetsResponse.ListOffsetsPartitionResponse;
import io.classickafka.protocol.message.ListOffsetsResponse.ListOffsetsTopicResponse;
import io.classickafka.replica.FetchTerms;
import io.classickafka.replica.HostedPartition;
import io.classickafka.replica.LoopGather;
import io.classickafka.replica.OffsetAnswer;
import io.classickafka.replica.OffsetQuestion;
import io.classickafka.replica.Partition;
import io.classickafka.replica.PartitionRegistry;
import io.classickafka.security.Authorizer;
import io.classickafka.security.Operation;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** ListOffsets: each partition answers on its loop. */
public final class ListOffsetsHandler implements ApiHandler {

  private static final short FIRST_WITH_EPOCHS = 4;
  private static final short FIRST_WITH_NOT_AVAILABLE = 5;
  private static final short FIRST_WITH_MAX_TIMESTAMP = 7;
  private static final short FIRST_WITH_EARLIEST_LOCAL = 8;
  private static final short FIRST_WITH_LATEST_TIERED = 9;

  private final PartitionRegistry partitions;
  private final MetadataCache metadata;
  private final Permissions permissions;

  public ListOffsetsHandler(
      PartitionRegistry partitions, MetadataCache metadata, Authorizer authorizer) {
    this.partitions = partitions;
    this.metadata = metadata;
    this.permissions = new Permissions(authorizer);
  }

  @Override
  public void handle(RequestContext context, ApiMessage message) {
    ListOffsetsRequest request = (ListOffsetsRequest) message;
    short version = context.version();
    ListOffsetsResponse response = new ListOffsetsResponse();
    LoopGather gather = new LoopGather(context.loop(), () -> context.respond(response));
    Map<TopicPartition, Integer> named = named(request);
    for (ListOffsetsTopic topic : request.topics()) {
      boolean allowed = permissions.onTopic(context, Operation.DESCRIBE, topic.name());
      ListOffsetsTopicResponse answers = new ListOffsetsTopicResponse().name(topic.name());
      response.topics().add(answers);
      for (ListOffsetsPartition asked : topic.partitions()) {
        ListOffsetsPartitionResponse answer =
            new ListOffsetsPartitionResponse().partitionIndex(asked.partitionIndex());
        answers.partitions().add(answer);
        ErrorCode refused =
            allowed
                ? refusal(request, version, topic.name(), asked, named)
                : ErrorCode.TOPIC_AUTHORIZATION_FAILED;
        HostedPartition hosted = partitions.find(topic.name(), asked.partitionIndex());
        if (refused != ErrorCode.NONE) {
          fill(answer, OffsetAnswer.failed(refused), version);
        } else if (hosted instanceof HostedPartition.Online online) {
          ask(online.partition(), question(request, version, asked), answer, version, gather);
        } else {
          fill(answer, OffsetAnswer.failed(hosted.absence()), version);
        }
      }
    }
    gather.go();
  }

  private static Map<TopicPartition, Integer> named(ListOffsetsRequest request) {
    Map<TopicPartition, Integer> named = new LinkedHashMap<>();
    for (ListOffsetsTopic topic : request.topics()) {
      for (ListOffsetsPartition partition : topic.partitions()) {
        named.merge(new TopicPartition(topic.name(), partition.partitionIndex()), 1, Integer::sum);
      }
    }
    return named;
  }

  private ErrorCode refusal(
      ListOffsetsRequest request,
      short version,
      String topic,
      ListOffsetsPartition asked,
      Map<TopicPartition, Integer> named) {
    boolean twice = named.getOrDefault(new TopicPartition(topic, asked.partitionIndex()), 0) > 1;
    boolean isolationKnown = request.isolationLevel() >= 0 && request.isolationLevel() <= 1;
    if ((version > 0 && twice) || !isolationKnown || (version == 0 && asked.maxNumOffsets() < 0)) {
      return ErrorCode.INVALID_REQUEST;
    }
    if (!knows(version, asked.timestamp())) {
      return ErrorCode.UNSUPPORTED_VERSION;
    }
    return metadata.image().partition(topic, asked.partitionIndex()) == null
        ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
        : ErrorCode.NONE;
  }

  private static boolean knows(short version, long timestamp) {
    if (timestamp >= TimestampOffset.EARLIEST) {
      return true;
    }
    return (timestamp == TimestampOffset.MAX_TIMESTAMP && version >= FIRST_WITH_MAX_TIMESTAMP)
        || (timestamp == TimestampOffset.EARLIEST_LOCAL && version >= FIRST_WITH_EARLIEST_LOCAL)
        || (timestamp == TimestampOffset.LATEST_TIERED && version >= FIRST_WITH_LATEST_TIERED);
  }

  private static OffsetQuestion question(
      ListOffsetsRequest request, short version, ListOffsetsPartition asked) {
    return new OffsetQuestion(
        request.replicaId() == FetchTerms.CONSUMER,
        request.replicaId() == FetchTerms.DEBUGGING_CONSUMER,
        request.isolationLevel() == 1,
        asked.currentLeaderEpoch(),
        asked.timestamp(),
        version == 0,
        asked.maxNumOffsets());
  }

  private static void ask(
      Partition partition,
      OffsetQuestion question,
      ListOffsetsPartitionResponse answer,
      short version,
      LoopGather gather) {
    // Stands if the partition never gets to its answer.
    answer.errorCode(ErrorCode.UNKNOWN_SERVER_ERROR.code());
    gather.onLater(
        partition.loop(),
        done ->
            partition.offsetFor(
                question,
                found -> {
                  fill(answer, found, version);
                  done.run();
                }));
  }

  private static void fill(ListOffsetsPartitionResponse answer, OffsetAnswer found, short version) {
    boolean older = version < FIRST_WITH_NOT_AVAILABLE;
    ErrorCode error =
        older && found.error() == ErrorCode.OFFSET_NOT_AVAILABLE
            ? ErrorCode.LEADER_NOT_AVAILABLE
            : found.error();
    answer.errorCode(error.code());
    if (version == 0) {
      answer.oldStyleOffsets(found.oldStyleOffsets());
    } else {
      answer.timestamp(found.timestampMs()).offset(found.offset());
      if (version >= FIRST_WITH_EPOCHS) {
        answer.leaderEpoch(found.leaderEpoch());
      }
    }
  }

  @Override
  public ListOffsetsResponse failure(ApiMessage message, short version, ErrorCode error) {
    ListOffsetsResponse response = new ListOffsetsResponse();
    for (ListOffsetsTopic topic : ((ListOffsetsRequest) message).topics()) {
      ListOffsetsTopicResponse answers = new ListOffsetsTopicResponse().name(topic.name());
      for (ListOffsetsPartition asked : topic.partitions()) {
        ListOffsetsPartitionResponse answer =
            new ListOffsetsPartitionResponse().partitionIndex(asked.partitionIndex());
        fill(answer, OffsetAnswer.failed(error), version);
        answers.partitions().add(answer);
      }
      response.topics().add(answers);
    }
    return response;
  }
}
