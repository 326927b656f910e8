package io.classickafka.api;

import io.classickafka.controller.Controller;
import io.classickafka.controller.IsrOutcome;
import io.classickafka.controller.IsrOutcomes;
import io.classickafka.controller.IsrProposal;
import io.classickafka.controller.IsrProposal.IsrMember;
import io.classickafka.controller.PartitionLeadership;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.AlterPartitionRequest;
import io.classickafka.protocol.message.AlterPartitionResponse;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** A leader proposes other in-sync sets for its partitions. */
final class AlterPartitionHandler implements ApiHandler {

  /** From this version on topics are named by id. */
  private static final short HAS_IDS = 2;

  /** From this version on members say which incarnation they are. */
  private static final short HAS_EPOCHS = 3;

  private static final byte RECOVERING = 1;

  private final Controller controller;

  AlterPartitionHandler(Controller controller) {
    this.controller = controller;
  }

  @Override
  public void handle(RequestContext context, ApiMessage message) {
    AlterPartitionRequest request = (AlterPartitionRequest) message;
    List<IsrProposal> proposals = new ArrayList<>();
    for (AlterPartitionRequest.TopicData topic : request.topics()) {
      for (AlterPartitionRequest.PartitionData partition : topic.partitions()) {
        proposals.add(proposal(context.version(), topic, partition));
      }
    }
    controller.alterPartitions(
        request.brokerId(),
        request.brokerEpoch(),
        proposals,
        outcomes -> context.respond(() -> answer(request, outcomes)));
  }

  private static IsrProposal proposal(
      short version,
      AlterPartitionRequest.TopicData topic,
      AlterPartitionRequest.PartitionData partition) {
    List<IsrMember> isr = new ArrayList<>();
    if (version >= HAS_EPOCHS) {
      for (AlterPartitionRequest.BrokerState broker : partition.newIsrWithEpochs()) {
        isr.add(new IsrMember(broker.brokerId(), broker.brokerEpoch()));
      }
    } else {
      for (int broker : partition.newIsr()) {
        isr.add(new IsrMember(broker, IsrMember.ANY_EPOCH));
      }
    }
    return new IsrProposal(
        version >= HAS_IDS ? null : topic.topicName(),
        topic.topicId(),
        partition.partitionIndex(),
        partition.leaderEpoch(),
        isr,
        partition.leaderRecoveryState() == RECOVERING,
        partition.partitionEpoch());
  }

  private static AlterPartitionResponse answer(
      AlterPartitionRequest request, IsrOutcomes outcomes) {
    AlterPartitionResponse response =
        new AlterPartitionResponse().errorCode(outcomes.error().code());
    if (outcomes.error() != ErrorCode.NONE) {
      return response;
    }
    List<AlterPartitionResponse.TopicData> topics = new ArrayList<>();
    Iterator<IsrOutcome> next = outcomes.outcomes().iterator();
    for (AlterPartitionRequest.TopicData topic : request.topics()) {
      List<AlterPartitionResponse.PartitionData> partitions = new ArrayList<>();
      for (AlterPartitionRequest.PartitionData partition : topic.partitions()) {
        partitions.add(answer(partition.partitionIndex(), next.next()));
      }
      topics.add(
          new AlterPartitionResponse.TopicData()
              .topicName(topic.topicName())
              .topicId(topic.topicId())
              .partitions(partitions));
    }
    return response.topics(topics);
  }

  private static AlterPartitionResponse.PartitionData answer(int partition, IsrOutcome outcome) {
    AlterPartitionResponse.PartitionData data =
        new AlterPartitionResponse.PartitionData()
            .partitionIndex(partition)
            .errorCode(outcome.error().code());
    PartitionLeadership state = outcome.state();
    if (state == null) {
      return data;
    }
    return data.leaderId(state.leader())
        .leaderEpoch(state.leaderEpoch())
        .isr(state.isr())
        .leaderRecoveryState(state.recovering() ? RECOVERING : 0)
        .partitionEpoch(state.partitionEpoch());
  }

  @Override
  public ApiMessage failure(ApiMessage request, short version, ErrorCode error) {
    return new AlterPartitionResponse().errorCode(error.code());
  }
}
