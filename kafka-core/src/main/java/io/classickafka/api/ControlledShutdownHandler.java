package io.classickafka.api;

import io.classickafka.controller.Controller;
import io.classickafka.controller.ShutdownOutcome;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.ControlledShutdownRequest;
import io.classickafka.protocol.message.ControlledShutdownResponse;
import io.classickafka.protocol.message.ControlledShutdownResponse.RemainingPartition;
import java.util.ArrayList;
import java.util.List;

/** A broker wants to stop: the controller moves its leaderships away. */
final class ControlledShutdownHandler implements ApiHandler {

  private final Controller controller;

  ControlledShutdownHandler(Controller controller) {
    this.controller = controller;
  }

  @Override
  public void handle(RequestContext context, ApiMessage message) {
    ControlledShutdownRequest request = (ControlledShutdownRequest) message;
    controller.controlledShutdown(
        request.brokerId(),
        request.brokerEpoch(),
        outcome -> context.respond(() -> answer(outcome)));
  }

  private static ControlledShutdownResponse answer(ShutdownOutcome outcome) {
    List<RemainingPartition> remaining = new ArrayList<>();
    outcome
        .remaining()
        .forEach(
            partition ->
                remaining.add(
                    new RemainingPartition()
                        .topicName(partition.topic())
                        .partitionIndex(partition.partition())));
    return new ControlledShutdownResponse()
        .errorCode(outcome.error().code())
        .remainingPartitions(remaining);
  }

  @Override
  public ApiMessage failure(ApiMessage request, short version, ErrorCode error) {
    return new ControlledShutdownResponse().errorCode(error.code());
  }
}
