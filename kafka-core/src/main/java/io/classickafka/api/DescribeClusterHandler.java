package io.classickafka.api;

import io.classickafka.metadata.MetadataCache;
import io.classickafka.metadata.MetadataImage;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.DescribeClusterRequest;
import io.classickafka.protocol.message.DescribeClusterResponse;
import io.classickafka.protocol.message.DescribeClusterResponse.DescribeClusterBroker;
import io.classickafka.protocol.message.MetadataResponse.MetadataResponseBroker;
import java.util.ArrayList;
import java.util.List;

/** Lists the brokers and names the controller. */
final class DescribeClusterHandler implements ApiHandler {

  private static final byte BROKERS = 1;
  private static final byte CONTROLLERS = 2;

  private final MetadataCache cache;
  private final Permissions permissions;
  private final String clusterId;

  DescribeClusterHandler(MetadataCache cache, Permissions permissions, String clusterId) {
    this.cache = cache;
    this.permissions = permissions;
    this.clusterId = clusterId;
  }

  @Override
  public void handle(RequestContext context, ApiMessage message) {
    DescribeClusterRequest request = (DescribeClusterRequest) message;
    if (request.endpointType() != BROKERS) {
      context.respond(failure(request, context.version(), endpointError(context, request)));
      return;
    }
    MetadataImage image = cache.image();
    MetadataAnswer answer = new MetadataAnswer(image, context.version(), context.listener());
    List<DescribeClusterBroker> brokers = new ArrayList<>();
    int controllerId = MetadataImage.NO_CONTROLLER;
    for (MetadataResponseBroker broker : answer.brokers()) {
      if (broker.nodeId() == image.controllerId()) {
        controllerId = image.controllerId();
      }
      brokers.add(
          new DescribeClusterBroker()
              .brokerId(broker.nodeId())
              .host(broker.host())
              .port(broker.port())
              .rack(broker.rack()));
    }
    DescribeClusterResponse response =
        new DescribeClusterResponse()
            .clusterId(clusterId)
            .controllerId(controllerId)
            .brokers(brokers);
    if (request.includeClusterAuthorizedOperations()) {
      response.clusterAuthorizedOperations(permissions.clusterOperations(context));
    }
    context.respond(response);
  }

  private static ErrorCode endpointError(RequestContext context, DescribeClusterRequest request) {
    if (context.version() == 0) {
      return ErrorCode.INVALID_REQUEST;
    }
    return request.endpointType() == CONTROLLERS
        ? ErrorCode.MISMATCHED_ENDPOINT_TYPE
        : ErrorCode.UNSUPPORTED_ENDPOINT_TYPE;
  }

  @Override
  public ApiMessage failure(ApiMessage request, short version, ErrorCode error) {
    return new DescribeClusterResponse().errorCode(error.code()).errorMessage(error.message());
  }
}
