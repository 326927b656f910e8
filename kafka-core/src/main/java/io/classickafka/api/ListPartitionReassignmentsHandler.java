package io.classickafka.api;

import io.classickafka.controller.Controller;
import io.classickafka.controller.OngoingReassignments;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.ListPartitionReassignmentsRequest;
import io.classickafka.protocol.message.ListPartitionReassignmentsRequest.ListPartitionReassignmentsTopics;
import io.classickafka.protocol.message.ListPartitionReassignmentsResponse;
import io.classickafka.protocol.message.ListPartitionReassignmentsResponse.OngoingPartitionReassignment;
import io.classickafka.protocol.message.ListPartitionReassignmentsResponse.OngoingTopicReassignment;
import io.classickafka.security.Operation;
import io.classickafka.zk.TopicName;
import io.classickafka.zk.ZkTopicPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Lists the moves of replicas that the controller of this broker has under way. */
final class ListPartitionReassignmentsHandler implements ApiHandler {

  private final Controller controller;
  private final Permissions permissions;

  ListPartitionReassignmentsHandler(Controller controller, Permissions permissions) {
    this.controller = controller;
    this.permissions = permissions;
  }

  @Override
  public void handle(RequestContext context, ApiMessage message) {
    ListPartitionReassignmentsRequest request = (ListPartitionReassignmentsRequest) message;
    if (!permissions.onCluster(context, Operation.DESCRIBE)) {
      context.respond(failure(request, context.version(), ErrorCode.CLUSTER_AUTHORIZATION_FAILED));
      return;
    }
    controller.listReassignments(
        partitions(request), ongoing -> context.respond(() -> answer(ongoing)));
  }

  private static @Nullable List<ZkTopicPartition> partitions(
      ListPartitionReassignmentsRequest request) {
    if (request.topics() == null) {
      return null;
    }
    List<ZkTopicPartition> partitions = new ArrayList<>();
    for (ListPartitionReassignmentsTopics topic : request.topics()) {
      for (int partition : topic.partitionIndexes()) {
        if (TopicName.isValid(topic.name()) && partition >= 0) {
          partitions.add(new ZkTopicPartition(topic.name(), partition));
        }
      }
    }
    return partitions;
  }

  private static ApiMessage answer(OngoingReassignments ongoing) {
    if (ongoing.error() != ErrorCode.NONE) {
      return failure(ongoing.error());
    }
    Map<String, List<OngoingPartitionReassignment>> topics = new TreeMap<>();
    ongoing
        .assignments()
        .forEach(
            (id, assignment) ->
                topics
                    .computeIfAbsent(id.topic(), topic -> new ArrayList<>())
                    .add(
                        new OngoingPartitionReassignment()
                            .partitionIndex(id.partition())
                            .replicas(assignment.replicas())
                            .addingReplicas(assignment.adding())
                            .removingReplicas(assignment.removing())));
    List<OngoingTopicReassignment> listed = new ArrayList<>();
    topics.forEach(
        (name, partitions) ->
            listed.add(new OngoingTopicReassignment().name(name).partitions(partitions)));
    return new ListPartitionReassignmentsResponse().errorMessage(null).topics(listed);
  }

  @Override
  public ApiMessage failure(ApiMessage request, short version, ErrorCode error) {
    return failure(error);
  }

  private static ApiMessage failure(ErrorCode error) {
    return new ListPartitionReassignmentsResponse()
        .errorCode(error.code())
        .errorMessage(error.message());
  }
}
