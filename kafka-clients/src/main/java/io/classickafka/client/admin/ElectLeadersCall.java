package io.classickafka.client.admin;

import io.classickafka.client.ApiErrors;
import io.classickafka.client.cluster.Call;
import io.classickafka.client.cluster.Outcome;
import io.classickafka.client.cluster.Target;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.ElectLeadersRequest;
import io.classickafka.protocol.message.ElectLeadersResponse;
import io.classickafka.protocol.message.ElectLeadersResponse.PartitionResult;
import io.classickafka.protocol.message.ElectLeadersResponse.ReplicaElectionResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Has the controller elect leaders. The result has an error for each partition that got none.
 *
 * @param partitions null for all
 * @param timeoutMs how long the controller may wait for each attempt
 */
public record ElectLeadersCall(
    ElectionType type, @Nullable Set<TopicPartition> partitions, int timeoutMs)
    implements Call<Map<TopicPartition, Optional<Throwable>>> {

  @Override
  public ApiKey api() {
    return ApiKey.ELECT_LEADERS;
  }

  @Override
  public Target target() {
    return Target.CONTROLLER;
  }

  // Version 0 can ask for the preferred leader only.
  @Override
  public int lowestVersion() {
    return type == ElectionType.PREFERRED ? 0 : 1;
  }

  @Override
  public ApiMessage request() {
    return new ElectLeadersRequest()
        .electionType(type.value)
        .topicPartitions(partitions == null ? null : onWire(partitions))
        .timeoutMs(timeoutMs);
  }

  private static List<ElectLeadersRequest.TopicPartitions> onWire(Set<TopicPartition> partitions) {
    List<ElectLeadersRequest.TopicPartitions> topics = new ArrayList<>();
    TopicPartitions.byTopic(partitions)
        .forEach(
            (topic, numbers) ->
                topics.add(
                    new ElectLeadersRequest.TopicPartitions().topic(topic).partitions(numbers)));
    return topics;
  }

  @Override
  public Outcome<Map<TopicPartition, Optional<Throwable>>> outcome(
      ApiMessage message, short version) {
    ElectLeadersResponse response = (ElectLeadersResponse) message;
    ErrorCode whole = ErrorCode.of(response.errorCode());
    if (whole == ErrorCode.NOT_CONTROLLER) {
      return Outcome.again(whole);
    }
    if (whole != ErrorCode.NONE) {
      return Outcome.failed(ApiErrors.exception(whole, null));
    }
    Map<TopicPartition, Optional<Throwable>> results = new LinkedHashMap<>();
    for (ReplicaElectionResult topic : response.replicaElectionResults()) {
      for (PartitionResult result : topic.partitionResult()) {
        ErrorCode error = ErrorCode.of(result.errorCode());
        // Version 0 has no error for the whole.
        if (error == ErrorCode.NOT_CONTROLLER) {
          return Outcome.again(error);
        }
        results.put(
            new TopicPartition(topic.topic(), result.partitionId()),
            error == ErrorCode.NONE
                ? Optional.empty()
                : Optional.of(ApiErrors.exception(error, result.errorMessage())));
      }
    }
    return Outcome.done(results);
  }
}
