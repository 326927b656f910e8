package io.classickafka.client.admin;

import io.classickafka.client.ApiErrors;
import io.classickafka.client.cluster.Outcome;
import io.classickafka.client.cluster.Target;
import io.classickafka.protocol.ApiKey;
import io.classickafka.protocol.ApiMessage;
import io.classickafka.protocol.ErrorCode;
import io.classickafka.protocol.message.UpdateFeaturesRequest;
import io.classickafka.protocol.message.UpdateFeaturesRequest.FeatureUpdateKey;
import io.classickafka.protocol.message.UpdateFeaturesResponse;
import io.classickafka.protocol.message.UpdateFeaturesResponse.UpdatableFeatureResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.FeatureUpdate;

/** Changes the levels of features, by the controller. */
public final class UpdateFeaturesCall extends KeyedCall<String, Void> {

  private final Map<String, FeatureUpdate> updates;
  private final boolean validateOnly;
  private final int timeoutMs;

  /**
   * The call for some features.
   *
   * @param validateOnly only checks whether it could be done
   * @param timeoutMs how long the controller may wait for each attempt
   */
  public UpdateFeaturesCall(
      Map<String, FeatureUpdate> updates, boolean validateOnly, int timeoutMs) {
    super(updates.keySet());
    this.updates = new LinkedHashMap<>(updates);
    this.validateOnly = validateOnly;
    this.timeoutMs = timeoutMs;
  }

  @Override
  public ApiKey api() {
    return ApiKey.UPDATE_FEATURES;
  }

  @Override
  public Target target() {
    return Target.CONTROLLER;
  }

  // Version 0 has another word for the direction, and cannot only check.
  @Override
  public int lowestVersion() {
    return 1;
  }

  @Override
  public ApiMessage request() {
    List<FeatureUpdateKey> wanted = new ArrayList<>();
    for (String feature : open()) {
      FeatureUpdate update = updates.get(feature);
      if (update != null) {
        wanted.add(
            new FeatureUpdateKey()
                .feature(feature)
                .maxVersionLevel(update.maxVersionLevel())
                .upgradeType(update.upgradeType().code()));
      }
    }
    return new UpdateFeaturesRequest()
        .featureUpdates(wanted)
        .validateOnly(validateOnly)
        .timeoutMs(timeoutMs);
  }

  @Override
  public Outcome<Boolean> outcome(ApiMessage message, short version) {
    UpdateFeaturesResponse response = (UpdateFeaturesResponse) message;
    ErrorCode whole = ErrorCode.of(response.errorCode());
    if (whole == ErrorCode.NOT_CONTROLLER) {
      repeatRest(whole);
    } else if (whole != ErrorCode.NONE) {
      failRest(ApiErrors.exception(whole, response.errorMessage()));
    }
    for (UpdatableFeatureResult result : response.results()) {
      ErrorCode error = ErrorCode.of(result.errorCode());
      if (error == ErrorCode.NONE) {
        succeed(result.feature(), null);
      } else {
        fail(result.feature(), error, result.errorMessage());
      }
    }
    return settle();
  }
}
