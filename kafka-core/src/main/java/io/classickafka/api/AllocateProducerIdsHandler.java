package io.classickafka.api;

import io.classickafka.controller.Controller;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.AllocateProducerIdsRequest;
import io.classickafka.protocol.message.AllocateProducerIdsResponse;

/** A broker needs producer ids that nobody else gets. */
final class AllocateProducerIdsHandler implements ApiHandler {

  private final Controller controller;

  AllocateProducerIdsHandler(Controller controller) {
    this.controller = controller;
  }

  @Override
  public void handle(RequestContext context, ApiMessage message) {
    AllocateProducerIdsRequest request = (AllocateProducerIdsRequest) message;
    controller.allocateProducerIds(
        request.brokerId(),
        request.brokerEpoch(),
        block ->
            context.respond(
                new AllocateProducerIdsResponse()
                    .errorCode(block.error().code())
                    .producerIdStart(block.start())
                    .producerIdLen(block.count())));
  }

  @Override
  public ApiMessage failure(ApiMessage request, short version, ErrorCode error) {
    return new AllocateProducerIdsResponse().errorCode(error.code());
  }
}
