package io.classickafka.client.admin;

import io.classickafka.client.ApiErrors;
import io.classickafka.client.cluster.Outcome;
import io.classickafka.client.cluster.Target;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.AlterPartitionReassignmentsRequest;
import io.classickafka.protocol.message.AlterPartitionReassignmentsRequest.ReassignablePartition;
import io.classickafka.protocol.message.AlterPartitionReassignmentsRequest.ReassignableTopic;
import io.classickafka.protocol.message.AlterPartitionReassignmentsResponse;
import io.classickafka.protocol.message.AlterPartitionReassignmentsResponse.ReassignablePartitionResponse;
import io.classickafka.protocol.message.AlterPartitionReassignmentsResponse.ReassignableTopicResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Has the controller take up moves of replicas, or give them up. */
public final class AlterReassignmentsCall extends KeyedCall<TopicPartition, Void> {

  private final Map<TopicPartition, Optional<NewPartitionReassignment>> moves;
  private final int timeoutMs;

  /**
   * The call for some partitions.
   *
   * @param moves where the replicas are to be; empty gives up the move under way
   * @param timeoutMs how long the controller may wait for each attempt
   */
  public AlterReassignmentsCall(
      Map<TopicPartition, Optional<NewPartitionReassignment>> moves, int timeoutMs) {
    super(moves.keySet());
    this.moves = new LinkedHashMap<>(moves);
    this.timeoutMs = timeoutMs;
  }

  @Override
  public ApiKey api() {
    return ApiKey.ALTER_PARTITION_REASSIGNMENTS;
  }

  @Override
  public Target target() {
    return Target.CONTROLLER;
  }

  @Override
  public ApiMessage request() {
    List<ReassignableTopic> topics = new ArrayList<>();
    TopicPartitions.byTopic(open())
        .forEach(
            (topic, numbers) -> {
              List<ReassignablePartition> partitions = new ArrayList<>();
              for (int number : numbers) {
                partitions.add(
                    new ReassignablePartition()
                        .partitionIndex(number)
                        .replicas(target(new TopicPartition(topic, number))));
              }
              topics.add(new ReassignableTopic().name(topic).partitions(partitions));
            });
    return new AlterPartitionReassignmentsRequest().topics(topics).timeoutMs(timeoutMs);
  }

  private @Nullable List<Integer> target(TopicPartition partition) {
    Optional<NewPartitionReassignment> move = moves.get(partition);
    return move == null || move.isEmpty() ? null : move.get().targetReplicas();
  }

  @Override
  public Outcome<Boolean> outcome(ApiMessage message, short version) {
    AlterPartitionReassignmentsResponse response = (AlterPartitionReassignmentsResponse) message;
    ErrorCode whole = ErrorCode.of(response.errorCode());
    if (whole == ErrorCode.NOT_CONTROLLER) {
      repeatRest(whole);
    } else if (whole != ErrorCode.NONE) {
      failRest(ApiErrors.exception(whole, response.errorMessage()));
    }
    for (ReassignableTopicResponse topic : response.responses()) {
      for (ReassignablePartitionResponse result : topic.partitions()) {
        TopicPartition partition = new TopicPartition(topic.name(), result.partitionIndex());
        ErrorCode error = ErrorCode.of(result.errorCode());
        if (error == ErrorCode.NONE) {
          succeed(partition, null);
        } else {
          fail(partition, error, result.errorMessage());
        }
      }
    }
    return settle();
  }
}
