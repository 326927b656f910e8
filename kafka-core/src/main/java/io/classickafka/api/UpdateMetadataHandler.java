package io.classickafka.api;

import io.classickafka.metadata.MetadataCache;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.UpdateMetadataRequest;
import io.classickafka.protocol.message.UpdateMetadataResponse;
import java.util.function.Consumer;

/** UpdateMetadata: what this broker knows of the cluster. */
public final class UpdateMetadataHandler implements ApiHandler {

  private final MetadataCache metadata;
  private final Consumer<UpdateMetadataRequest> update;
  private final ControlFence fence;

  /**
   * A handler.
   *
   * @param update puts a request into the cache; called on the cache's loop
   */
  public UpdateMetadataHandler(
      MetadataCache metadata, Consumer<UpdateMetadataRequest> update, ControlFence fence) {
    this.metadata = metadata;
    this.update = update;
    this.fence = fence;
  }

  @Override
  public void handle(RequestContext context, ApiMessage message) {
    UpdateMetadataRequest request = (UpdateMetadataRequest) message;
    ErrorCode refused = fence.admit(request.brokerEpoch(), request.controllerEpoch());
    if (refused != ErrorCode.NONE) {
      context.respond(failure(message, context.version(), refused));
      return;
    }
    context.goOn(metadata.owner(), () -> apply(context, request));
  }

  // The request of another controller may have come by another network loop, and overtaken this one
  // on its way: who was let in there need not be the newest here.
  private void apply(RequestContext context, UpdateMetadataRequest request) {
    ErrorCode refused = fence.admit(request.brokerEpoch(), request.controllerEpoch());
    if (refused != ErrorCode.NONE) {
      context.respond(failure(request, context.version(), refused));
      return;
    }
    update.accept(request);
    context.respond(new UpdateMetadataResponse());
  }

  @Override
  public UpdateMetadataResponse failure(ApiMessage request, short version, ErrorCode error) {
    return new UpdateMetadataResponse().errorCode(error.code());
  }
}
