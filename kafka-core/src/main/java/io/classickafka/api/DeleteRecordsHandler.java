package io.classickafka.api;

import io.classickafka.metadata.MetadataCache;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.DeleteRecordsRequest;
import io.classickafka.protocol.message.DeleteRecordsRequest.DeleteRecordsPartition;
import io.classickafka.protocol.message.DeleteRecordsRequest.DeleteRecordsTopic;
import io.classickafka.protocol.message.DeleteRecordsResponse;
import io.classickafka.protocol.message.DeleteRecordsResponse.DeleteRecordsPartitionResult;
import io.classickafka.protocol.message.DeleteRecordsResponse.DeleteRecordsTopicResult;
import io.classickafka.replica.DeletionOutcome;
import io.classickafka.replica.HostedPartition;
import io.classickafka.replica.LoopGather;
import io.classickafka.replica.Partition;
import io.classickafka.replica.PartitionRegistry;
import io.classickafka.security.Authorizer;
import io.classickafka.security.Operation;

/**
 * DeleteRecords: each partition moves its start on its loop, and answers when all replicas have.
 */
final class DeleteRecordsHandler implements ApiHandler {

  private final PartitionRegistry partitions;
  private final MetadataCache metadata;
  private final Permissions permissions;

  DeleteRecordsHandler(
      PartitionRegistry partitions, MetadataCache metadata, Authorizer authorizer) {
    this.partitions = partitions;
    this.metadata = metadata;
    this.permissions = new Permissions(authorizer);
  }

  @Override
  public void handle(RequestContext context, ApiMessage message) {
    DeleteRecordsRequest request = (DeleteRecordsRequest) message;
    DeleteRecordsResponse response = new DeleteRecordsResponse();
    LoopGather gather = new LoopGather(context.loop(), () -> context.respond(response));
    for (DeleteRecordsTopic topic : request.topics()) {
      DeleteRecordsTopicResult results = new DeleteRecordsTopicResult().name(topic.name());
      response.topics().add(results);
      boolean allowed = permissions.onTopic(context, Operation.DELETE, topic.name());
      for (DeleteRecordsPartition asked : topic.partitions()) {
        // The error stands if the partition never gets to its answer.
        DeleteRecordsPartitionResult result = result(asked, ErrorCode.UNKNOWN_SERVER_ERROR);
        results.partitions().add(result);
        ErrorCode refused =
            allowed
                ? refusal(topic.name(), asked.partitionIndex())
                : ErrorCode.TOPIC_AUTHORIZATION_FAILED;
        HostedPartition hosted = partitions.find(topic.name(), asked.partitionIndex());
        if (refused != ErrorCode.NONE) {
          result.errorCode(refused.code());
        } else if (hosted instanceof HostedPartition.Online online) {
          delete(online.partition(), asked.offset(), request.timeoutMs(), result, gather);
        } else {
          result.errorCode(hosted.absence().code());
        }
      }
    }
    gather.go();
  }

  private ErrorCode refusal(String topic, int partition) {
    if (metadata.image().partition(topic, partition) == null) {
      return ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
    }
    return InternalTopics.contains(topic) ? ErrorCode.INVALID_TOPIC_EXCEPTION : ErrorCode.NONE;
  }

  private static void delete(
      Partition partition,
      long before,
      int timeoutMs,
      DeleteRecordsPartitionResult result,
      LoopGather gather) {
    gather.onLater(
        partition.loop(),
        done ->
            partition.deleteRecords(
                before,
                timeoutMs,
                outcome -> {
                  fill(result, outcome);
                  done.run();
                }));
  }

  private static void fill(DeleteRecordsPartitionResult result, DeletionOutcome outcome) {
    result.errorCode(outcome.error().code()).lowWatermark(outcome.lowWatermark());
  }

  @Override
  public ApiMessage failure(ApiMessage message, short version, ErrorCode error) {
    DeleteRecordsResponse response = new DeleteRecordsResponse();
    for (DeleteRecordsTopic topic : ((DeleteRecordsRequest) message).topics()) {
      DeleteRecordsTopicResult results = new DeleteRecordsTopicResult().name(topic.name());
      for (DeleteRecordsPartition asked : topic.partitions()) {
        results.partitions().add(result(asked, error));
      }
      response.topics().add(results);
    }
    return response;
  }

  private static DeleteRecordsPartitionResult result(
      DeleteRecordsPartition asked, ErrorCode error) {
    return new DeleteRecordsPartitionResult()
        .partitionIndex(asked.partitionIndex())
        .lowWatermark(DeletionOutcome.UNKNOWN)
        .errorCode(error.code());
  }
}
