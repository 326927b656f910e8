package io.classickafka.api;

import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.LeaderAndIsrRequest;
import io.classickafka.protocol.message.LeaderAndIsrRequest.LeaderAndIsrPartitionState;
import io.classickafka.protocol.message.LeaderAndIsrRequest.LeaderAndIsrTopicState;
import io.classickafka.protocol.message.LeaderAndIsrResponse;
import io.classickafka.protocol.message.LeaderAndIsrResponse.LeaderAndIsrPartitionError;
import io.classickafka.protocol.message.LeaderAndIsrResponse.LeaderAndIsrTopicError;
import io.classickafka.replica.LeaderState;
import io.classickafka.replica.Replicas;
import io.classickafka.replica.Replicas.Assignment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** LeaderAndIsr: what this broker leads and follows. */
public final class LeaderAndIsrHandler implements ApiHandler {

  private static final short FIRST_GROUPED = 2;
  private static final short FIRST_WITH_IDS = 5;
  private static final byte RECOVERING = 1;

  private final Replicas replicas;
  private final ControlFence fence;

  public LeaderAndIsrHandler(Replicas replicas, ControlFence fence) {
    this.replicas = replicas;
    this.fence = fence;
  }

  @Override
  public void handle(RequestContext context, ApiMessage message) {
    LeaderAndIsrRequest request = (LeaderAndIsrRequest) message;
    ErrorCode refused = fence.admit(request.brokerEpoch(), request.controllerEpoch());
    if (refused != ErrorCode.NONE) {
      context.respond(failure(message, context.version(), refused));
      return;
    }
    List<Assignment> assignments = assignments(request, context.version());
    replicas.assign(
        assignments,
        errors ->
            context.respond(
                () -> response(ErrorCode.NONE, assignments, errors, context.version())));
  }

  private static List<Assignment> assignments(LeaderAndIsrRequest request, short version) {
    List<Assignment> assignments = new ArrayList<>();
    if (version < FIRST_GROUPED) {
      for (LeaderAndIsrPartitionState state : request.ungroupedPartitionStates()) {
        assignments.add(assignment(state.topicName(), Uuid.ZERO_UUID, state));
      }
    }
    for (LeaderAndIsrTopicState topic : request.topicStates()) {
      for (LeaderAndIsrPartitionState state : topic.partitionStates()) {
        assignments.add(assignment(topic.topicName(), topic.topicId(), state));
      }
    }
    return assignments;
  }

  private static Assignment assignment(
      String topic, Uuid topicId, LeaderAndIsrPartitionState state) {
    return new Assignment(
        new TopicPartition(topic, state.partitionIndex()),
        new LeaderState(
            topicId,
            state.controllerEpoch(),
            state.leader(),
            state.leaderEpoch(),
            state.isr(),
            state.partitionEpoch(),
            state.replicas(),
            state.addingReplicas(),
            state.removingReplicas(),
            state.isNew(),
            state.leaderRecoveryState() == RECOVERING));
  }

  private static LeaderAndIsrResponse response(
      ErrorCode whole, List<Assignment> assignments, List<ErrorCode> errors, short version) {
    LeaderAndIsrResponse response = new LeaderAndIsrResponse().errorCode(whole.code());
    Map<Uuid, LeaderAndIsrTopicError> byTopic = new LinkedHashMap<>();
    for (int i = 0; i < assignments.size(); i++) {
      Assignment assignment = assignments.get(i);
      LeaderAndIsrPartitionError error =
          new LeaderAndIsrPartitionError()
              .partitionIndex(assignment.partition().partition())
              .errorCode(errors.get(i).code());
      if (version < FIRST_WITH_IDS) {
        response.partitionErrors().add(error.topicName(assignment.partition().topic()));
      } else {
        byTopic
            .computeIfAbsent(
                assignment.state().topicId(), id -> new LeaderAndIsrTopicError().topicId(id))
            .partitionErrors()
            .add(error);
      }
    }
    response.topics().addAll(byTopic.values());
    return response;
  }

  @Override
  public LeaderAndIsrResponse failure(ApiMessage message, short version, ErrorCode error) {
    List<Assignment> assignments = assignments((LeaderAndIsrRequest) message, version);
    List<ErrorCode> errors = new ArrayList<>();
    for (int i = 0; i < assignments.size(); i++) {
      errors.add(error);
    }
    return response(error, assignments, errors, version);
  }
}
