package io.classickafka.api;

import io.classickafka.metadata.MetadataCache;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.InitProducerIdRequest;
import io.classickafka.protocol.message.InitProducerIdResponse;
import io.classickafka.security.Authorizer;
import io.classickafka.security.Operation;
import io.classickafka.transaction.ProducerIds;

/**
 * InitProducerId of idempotent producers. There are no transactions: who gives a transactional id
 * is told UNSUPPORTED_VERSION, which a producer takes as final and shows as what it is, while the
 * coordinator's errors would make it try for ever, and those of authorisation would mislead.
 */
public final class InitProducerIdHandler implements ApiHandler {

  private static final long NO_PRODUCER_ID = -1;
  private static final short NO_PRODUCER_EPOCH = -1;

  private final ProducerIds ids;
  private final MetadataCache metadata;
  private final Permissions permissions;

  public InitProducerIdHandler(ProducerIds ids, MetadataCache metadata, Authorizer authorizer) {
    this.ids = ids;
    this.metadata = metadata;
    this.permissions = new Permissions(authorizer);
  }

  @Override
  public void handle(RequestContext context, ApiMessage message) {
    InitProducerIdRequest request = (InitProducerIdRequest) message;
    ErrorCode refused = refusal(context, request);
    if (refused != ErrorCode.NONE) {
      context.respond(failure(message, context.version(), refused));
      return;
    }
    ids.next(
        (error, producerId) ->
            context.respond(
                error == ErrorCode.NONE
                    ? new InitProducerIdResponse().producerId(producerId).producerEpoch((short) 0)
                    : failure(message, context.version(), error)));
  }

  private ErrorCode refusal(RequestContext context, InitProducerIdRequest request) {
    if (request.transactionalId() == null && !mayWriteSomewhere(context)) {
      return ErrorCode.CLUSTER_AUTHORIZATION_FAILED;
    }
    boolean hasId = request.producerId() != NO_PRODUCER_ID;
    boolean hasEpoch = request.producerEpoch() != NO_PRODUCER_EPOCH;
    if (hasId != hasEpoch || "".equals(request.transactionalId())) {
      return ErrorCode.INVALID_REQUEST;
    }
    return request.transactionalId() == null ? ErrorCode.NONE : ErrorCode.UNSUPPORTED_VERSION;
  }

  private boolean mayWriteSomewhere(RequestContext context) {
    if (permissions.onCluster(context, Operation.IDEMPOTENT_WRITE)) {
      return true;
    }
    for (String topic : metadata.image().topics().keys()) {
      if (permissions.onTopic(context, Operation.WRITE, topic)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public InitProducerIdResponse failure(ApiMessage request, short version, ErrorCode error) {
    return new InitProducerIdResponse()
        .errorCode(error.code())
        .producerId(NO_PRODUCER_ID)
        .producerEpoch(NO_PRODUCER_EPOCH);
  }
}
