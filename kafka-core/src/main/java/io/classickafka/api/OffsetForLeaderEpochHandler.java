package io.classickafka.api;

import io.classickafka.metadata.MetadataCache;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.OffsetForLeaderEpochRequest;
import io.classickafka.protocol.message.OffsetForLeaderEpochRequest.OffsetForLeaderPartition;
import io.classickafka.protocol.message.OffsetForLeaderEpochRequest.OffsetForLeaderTopic;
import io.classickafka.protocol.message.OffsetForLeaderEpochResponse;
import io.classickafka.protocol.message.OffsetForLeaderEpochResponse.EpochEndOffset;
import io.classickafka.protocol.message.OffsetForLeaderEpochResponse.OffsetForLeaderTopicResult;
import io.classickafka.replica.HostedPartition;
import io.classickafka.replica.LoopGather;
import io.classickafka.replica.OffsetAnswer;
import io.classickafka.replica.Partition;
import io.classickafka.replica.PartitionRegistry;
import io.classickafka.security.Authorizer;
import io.classickafka.security.Operation;

/** OffsetForLeaderEpoch: each partition answers on its loop where an epoch ends. */
public final class OffsetForLeaderEpochHandler implements ApiHandler {

  private final PartitionRegistry partitions;
  private final MetadataCache metadata;
  private final Permissions permissions;

  public OffsetForLeaderEpochHandler(
      PartitionRegistry partitions, MetadataCache metadata, Authorizer authorizer) {
    this.partitions = partitions;
    this.metadata = metadata;
    this.permissions = new Permissions(authorizer);
  }

  @Override
  public void handle(RequestContext context, ApiMessage message) {
    OffsetForLeaderEpochRequest request = (OffsetForLeaderEpochRequest) message;
    OffsetForLeaderEpochResponse response = new OffsetForLeaderEpochResponse();
    LoopGather gather = new LoopGather(context.loop(), () -> context.respond(response));
    boolean cluster = permissions.onCluster(context, Operation.CLUSTER_ACTION);
    for (OffsetForLeaderTopic topic : request.topics()) {
      boolean allowed = cluster || permissions.onTopic(context, Operation.DESCRIBE, topic.topic());
      OffsetForLeaderTopicResult results = new OffsetForLeaderTopicResult().topic(topic.topic());
      response.topics().add(results);
      for (OffsetForLeaderPartition asked : topic.partitions()) {
        EpochEndOffset answer = new EpochEndOffset().partition(asked.partition());
        results.partitions().add(answer);
        ask(topic.topic(), allowed, asked, answer, gather);
      }
    }
    gather.go();
  }

  private void ask(
      String topic,
      boolean allowed,
      OffsetForLeaderPartition asked,
      EpochEndOffset answer,
      LoopGather gather) {
    HostedPartition hosted = partitions.find(topic, asked.partition());
    if (!allowed) {
      answer.errorCode(ErrorCode.TOPIC_AUTHORIZATION_FAILED.code());
    } else if (metadata.image().partition(topic, asked.partition()) == null) {
      answer.errorCode(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code());
    } else if (hosted instanceof HostedPartition.Online online) {
      Partition partition = online.partition();
      // Stands if the partition never gets to its answer.
      answer.errorCode(ErrorCode.UNKNOWN_SERVER_ERROR.code());
      gather.on(
          partition.loop(),
          () -> {
            OffsetAnswer found =
                partition.endOfEpoch(asked.currentLeaderEpoch(), asked.leaderEpoch());
            answer
                .errorCode(found.error().code())
                .leaderEpoch(found.leaderEpoch())
                .endOffset(found.offset());
          });
    } else {
      answer.errorCode(hosted.absence().code());
    }
  }

  @Override
  public OffsetForLeaderEpochResponse failure(ApiMessage message, short version, ErrorCode error) {
    OffsetForLeaderEpochResponse response = new OffsetForLeaderEpochResponse();
    for (OffsetForLeaderTopic topic : ((OffsetForLeaderEpochRequest) message).topics()) {
      OffsetForLeaderTopicResult results = new OffsetForLeaderTopicResult().topic(topic.topic());
      for (OffsetForLeaderPartition asked : topic.partitions()) {
        results
            .partitions()
            .add(new EpochEndOffset().partition(asked.partition()).errorCode(error.code()));
      }
      response.topics().add(results);
    }
    return response;
  }
}
