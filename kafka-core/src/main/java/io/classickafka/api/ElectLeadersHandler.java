package io.classickafka.api;

import io.classickafka.controller.Controller;
import io.classickafka.controller.ElectionOutcome;
import io.classickafka.controller.ElectionOutcomes;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.ElectLeadersRequest;
import io.classickafka.protocol.message.ElectLeadersResponse;
import io.classickafka.protocol.message.ElectLeadersResponse.PartitionResult;
import io.classickafka.protocol.message.ElectLeadersResponse.ReplicaElectionResult;
import io.classickafka.security.Operation;
import io.classickafka.zk.TopicName;
import io.classickafka.zk.ZkTopicPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Has the controller of this broker elect leaders; on any other broker it says so. */
final class ElectLeadersHandler implements ApiHandler {

  private static final byte PREFERRED = 0;
  private static final byte UNCLEAN = 1;

  private final Controller controller;
  private final Permissions permissions;

  ElectLeadersHandler(Controller controller, Permissions permissions) {
    this.controller = controller;
    this.permissions = permissions;
  }

  @Override
  public void handle(RequestContext context, ApiMessage message) {
    ElectLeadersRequest request = (ElectLeadersRequest) message;
    if (!permissions.onCluster(context, Operation.ALTER)) {
      context.respond(failure(request, context.version(), ErrorCode.CLUSTER_AUTHORIZATION_FAILED));
      return;
    }
    byte kind = request.electionType();
    if (kind != PREFERRED && kind != UNCLEAN) {
      context.respond(failure(request, context.version(), ErrorCode.INVALID_REQUEST));
      return;
    }
    Map<String, List<PartitionResult>> results = new TreeMap<>();
    List<ZkTopicPartition> asked = null;
    if (request.topicPartitions() != null) {
      TreeSet<ZkTopicPartition> valid = new TreeSet<>();
      for (ElectLeadersRequest.TopicPartitions topic : request.topicPartitions()) {
        for (int partition : topic.partitions()) {
          if (TopicName.isValid(topic.topic()) && partition >= 0) {
            valid.add(new ZkTopicPartition(topic.topic(), partition));
          } else {
            put(results, topic.topic(), partition, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, null);
          }
        }
      }
      asked = List.copyOf(valid);
    }
    controller.electLeaders(
        kind == UNCLEAN,
        asked,
        request.timeoutMs(),
        outcomes -> context.respond(() -> answer(request, context.version(), results, outcomes)));
  }

  private ApiMessage answer(
      ElectLeadersRequest request,
      short version,
      Map<String, List<PartitionResult>> results,
      ElectionOutcomes outcomes) {
    if (outcomes.error() != ErrorCode.NONE) {
      return failure(request, version, outcomes.error());
    }
    for (ElectionOutcome outcome : outcomes.outcomes()) {
      put(
          results,
          outcome.partition().topic(),
          outcome.partition().partition(),
          outcome.error(),
          outcome.message());
    }
    return response(results);
  }

  private static ElectLeadersResponse response(Map<String, List<PartitionResult>> results) {
    List<ReplicaElectionResult> topics = new ArrayList<>();
    results.forEach(
        (topic, partitions) ->
            topics.add(new ReplicaElectionResult().topic(topic).partitionResult(partitions)));
    return new ElectLeadersResponse().replicaElectionResults(topics);
  }

  private static void put(
      Map<String, List<PartitionResult>> results,
      String topic,
      int partition,
      ErrorCode error,
      @Nullable String message) {
    results
        .computeIfAbsent(topic, name -> new ArrayList<>())
        .add(
            new PartitionResult()
                .partitionId(partition)
                .errorCode(error.code())
                .errorMessage(
                    error == ErrorCode.NONE || message != null ? message : error.message()));
  }

  /** The error for the whole, and for each partition that was named: version 0 has no other. */
  @Override
  public ApiMessage failure(ApiMessage message, short version, ErrorCode error) {
    Map<String, List<PartitionResult>> results = new TreeMap<>();
    List<ElectLeadersRequest.TopicPartitions> asked =
        ((ElectLeadersRequest) message).topicPartitions();
    if (asked != null) {
      for (ElectLeadersRequest.TopicPartitions topic : asked) {
        topic.partitions().forEach(number -> put(results, topic.topic(), number, error, null));
      }
    }
    ElectLeadersResponse response = response(results);
    return version == 0 ? response : response.errorCode(error.code());
  }
}
