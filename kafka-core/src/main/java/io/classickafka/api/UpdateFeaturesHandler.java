package io.classickafka.api;

import io.classickafka.config.BrokerConfig;
import io.classickafka.controller.Controller;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.UpdateFeaturesRequest;
import io.classickafka.protocol.message.UpdateFeaturesRequest.FeatureUpdateKey;
import io.classickafka.protocol.message.UpdateFeaturesResponse;
import io.classickafka.protocol.message.UpdateFeaturesResponse.UpdatableFeatureResult;
import io.classickafka.security.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Refuses every feature by name: a cluster that lives in ZooKeeper has none whose level could be
 * changed.
 */
final class UpdateFeaturesHandler implements ApiHandler {

  /** Before it clusters have no features at all (KIP-584). */
  private static final String KNOWS_FEATURES = "2.7-IV0";

  private final Controller controller;
  private final Supplier<BrokerConfig> config;
  private final Permissions permissions;

  UpdateFeaturesHandler(
      Controller controller, Supplier<BrokerConfig> config, Permissions permissions) {
    this.controller = controller;
    this.config = config;
    this.permissions = permissions;
  }

  @Override
  public void handle(RequestContext context, ApiMessage message) {
    UpdateFeaturesRequest request = (UpdateFeaturesRequest) message;
    if (!permissions.onCluster(context, Operation.ALTER)) {
      context.respond(failure(request, context.version(), ErrorCode.CLUSTER_AUTHORIZATION_FAILED));
    } else if (!controller.isActive()) {
      context.respond(failure(request, context.version(), ErrorCode.NOT_CONTROLLER));
    } else if (!config.get().interBrokerVersion().isAtLeast(KNOWS_FEATURES)) {
      context.respond(failure(request, context.version(), ErrorCode.INVALID_REQUEST));
    } else {
      context.respond(refusal(request));
    }
  }

  private static UpdateFeaturesResponse refusal(UpdateFeaturesRequest request) {
    List<UpdatableFeatureResult> results = new ArrayList<>();
    for (FeatureUpdateKey update : request.featureUpdates()) {
      String problem =
          update.feature().isEmpty()
              ? "Feature name can not be empty."
              : "Could not apply finalized feature update because the provided feature is not"
                  + " supported.";
      results.add(
          new UpdatableFeatureResult()
              .feature(update.feature())
              .errorCode(ErrorCode.INVALID_REQUEST.code())
              .errorMessage(problem));
    }
    return new UpdateFeaturesResponse().errorMessage(null).results(results);
  }

  @Override
  public ApiMessage failure(ApiMessage request, short version, ErrorCode error) {
    return new UpdateFeaturesResponse().errorCode(error.code()).errorMessage(error.message());
  }
}
