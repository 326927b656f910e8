package io.classickafka.api;

import io.classickafka.controller.Controller;
import io.classickafka.controller.ReassignmentOutcome;
import io.classickafka.controller.ReassignmentOutcomes;
import io.classickafka.controller.ReplicaMove;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.AlterPartitionReassignmentsRequest;
import io.classickafka.protocol.message.AlterPartitionReassignmentsRequest.ReassignablePartition;
import io.classickafka.protocol.message.AlterPartitionReassignmentsRequest.ReassignableTopic;
import io.classickafka.protocol.message.AlterPartitionReassignmentsResponse;
import io.classickafka.protocol.message.AlterPartitionReassignmentsResponse.ReassignablePartitionResponse;
import io.classickafka.protocol.message.AlterPartitionReassignmentsResponse.ReassignableTopicResponse;
import io.classickafka.security.Operation;
import io.classickafka.zk.TopicName;
import io.classickafka.zk.ZkTopicPartition;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Has the controller of this broker move replicas; on any other broker it says so. */
final class AlterPartitionReassignmentsHandler implements ApiHandler {

  private final Controller controller;
  private final Permissions permissions;

  AlterPartitionReassignmentsHandler(Controller controller, Permissions permissions) {
    this.controller = controller;
    this.permissions = permissions;
  }

  @Override
  public void handle(RequestContext context, ApiMessage message) {
    AlterPartitionReassignmentsRequest request = (AlterPartitionReassignmentsRequest) message;
    if (!permissions.onCluster(context, Operation.ALTER)) {
      context.respond(failure(request, context.version(), ErrorCode.CLUSTER_AUTHORIZATION_FAILED));
      return;
    }
    // A partition that is named twice is moved where it was named last.
    Map<ZkTopicPartition, ReplicaMove> moves = new TreeMap<>();
    for (ReassignableTopic topic : request.topics()) {
      for (ReassignablePartition partition : topic.partitions()) {
        if (isValid(topic, partition)) {
          ZkTopicPartition id = new ZkTopicPartition(topic.name(), partition.partitionIndex());
          moves.put(id, new ReplicaMove(id, partition.replicas()));
        }
      }
    }
    controller.alterReassignments(
        List.copyOf(moves.values()),
        outcomes -> context.respond(() -> answer(request, moves, outcomes)));
  }

  private static boolean isValid(ReassignableTopic topic, ReassignablePartition partition) {
    return TopicName.isValid(topic.name()) && partition.partitionIndex() >= 0;
  }

  private static ApiMessage answer(
      AlterPartitionReassignmentsRequest request,
      Map<ZkTopicPartition, ReplicaMove> moves,
      ReassignmentOutcomes outcomes) {
    if (outcomes.error() != ErrorCode.NONE) {
      return failure(outcomes.error());
    }
    Map<ZkTopicPartition, ReassignmentOutcome> known = new TreeMap<>();
    Iterator<ReassignmentOutcome> next = outcomes.outcomes().iterator();
    moves.keySet().forEach(id -> known.put(id, next.next()));
    List<ReassignableTopicResponse> topics = new ArrayList<>();
    for (ReassignableTopic topic : request.topics()) {
      List<ReassignablePartitionResponse> partitions = new ArrayList<>();
      for (ReassignablePartition partition : topic.partitions()) {
        ReassignmentOutcome outcome =
            isValid(topic, partition)
                ? known.get(new ZkTopicPartition(topic.name(), partition.partitionIndex()))
                : null;
        ErrorCode error = outcome == null ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION : outcome.error();
        String said = outcome == null ? null : outcome.message();
        partitions.add(
            new ReassignablePartitionResponse()
                .partitionIndex(partition.partitionIndex())
                .errorCode(error.code())
                .errorMessage(error == ErrorCode.NONE || said != null ? said : error.message()));
      }
      topics.add(new ReassignableTopicResponse().name(topic.name()).partitions(partitions));
    }
    return new AlterPartitionReassignmentsResponse().errorMessage(null).responses(topics);
  }

  @Override
  public ApiMessage failure(ApiMessage request, short version, ErrorCode error) {
    return failure(error);
  }

  private static ApiMessage failure(ErrorCode error) {
    return new AlterPartitionReassignmentsResponse()
        .errorCode(error.code())
        .errorMessage(error.message());
  }
}
