package io.classickafka.client.admin;

import io.classickafka.client.ApiErrors;
import io.classickafka.client.cluster.Call;
import io.classickafka.client.cluster.Outcome;
import io.classickafka.client.cluster.Target;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.ListPartitionReassignmentsRequest;
import io.classickafka.protocol.message.ListPartitionReassignmentsRequest.ListPartitionReassignmentsTopics;
import io.classickafka.protocol.message.ListPartitionReassignmentsResponse;
import io.classickafka.protocol.message.ListPartitionReassignmentsResponse.OngoingPartitionReassignment;
import io.classickafka.protocol.message.ListPartitionReassignmentsResponse.OngoingTopicReassignment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.PartitionReassignment;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Asks the controller for the moves of replicas under way.
 *
 * @param partitions null for all
 * @param timeoutMs how long the controller may wait for each attempt
 */
public record ListReassignmentsCall(@Nullable Set<TopicPartition> partitions, int timeoutMs)
    implements Call<Map<TopicPartition, PartitionReassignment>> {

  @Override
  public ApiKey api() {
    return ApiKey.LIST_PARTITION_REASSIGNMENTS;
  }

  @Override
  public Target target() {
    return Target.CONTROLLER;
  }

  @Override
  public ApiMessage request() {
    ListPartitionReassignmentsRequest request =
        new ListPartitionReassignmentsRequest().timeoutMs(timeoutMs);
    if (partitions == null) {
      return request.topics(null);
    }
    List<ListPartitionReassignmentsTopics> topics = new ArrayList<>();
    TopicPartitions.byTopic(partitions)
        .forEach(
            (topic, numbers) ->
                topics.add(
                    new ListPartitionReassignmentsTopics().name(topic).partitionIndexes(numbers)));
    return request.topics(topics);
  }

  @Override
  public Outcome<Map<TopicPartition, PartitionReassignment>> outcome(
      ApiMessage message, short version) {
    ListPartitionReassignmentsResponse response = (ListPartitionReassignmentsResponse) message;
    ErrorCode error = ErrorCode.of(response.errorCode());
    if (error == ErrorCode.NOT_CONTROLLER) {
      return Outcome.again(error);
    }
    if (error != ErrorCode.NONE) {
      return Outcome.failed(ApiErrors.exception(error, response.errorMessage()));
    }
    Map<TopicPartition, PartitionReassignment> moves = new LinkedHashMap<>();
    for (OngoingTopicReassignment topic : response.topics()) {
      for (OngoingPartitionReassignment partition : topic.partitions()) {
        moves.put(
            new TopicPartition(topic.name(), partition.partitionIndex()),
            new PartitionReassignment(
                partition.replicas(), partition.addingReplicas(), partition.removingReplicas()));
      }
    }
    return Outcome.done(moves);
  }
}
