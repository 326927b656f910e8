package org.apache.kafka.clients.admin;

import io.classickafka.protocol.message.ApiVersionsResponse;
import io.classickafka.protocol.message.ApiVersionsResponse.FinalizedFeatureKey;
import io.classickafka.protocol.message.ApiVersionsResponse.SupportedFeatureKey;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The features that a broker knows, and the levels that its cluster goes by. */
public class FeatureMetadata {

  private final Map<String, FinalizedVersionRange> finalizedFeatures;
  private final Optional<Long> finalizedFeaturesEpoch;
  private final Map<String, SupportedVersionRange> supportedFeatures;

  FeatureMetadata(
      Map<String, FinalizedVersionRange> finalizedFeatures,
      Optional<Long> finalizedFeaturesEpoch,
      Map<String, SupportedVersionRange> supportedFeatures) {
    this.finalizedFeatures = Collections.unmodifiableMap(new LinkedHashMap<>(finalizedFeatures));
    this.finalizedFeaturesEpoch = finalizedFeaturesEpoch;
    this.supportedFeatures = Collections.unmodifiableMap(new LinkedHashMap<>(supportedFeatures));
  }

  static FeatureMetadata of(ApiVersionsResponse response) {
    Map<String, FinalizedVersionRange> finalized = new LinkedHashMap<>();
    for (FinalizedFeatureKey feature : response.finalizedFeatures()) {
      finalized.put(
          feature.name(),
          new FinalizedVersionRange(feature.minVersionLevel(), feature.maxVersionLevel()));
    }
    Map<String, SupportedVersionRange> supported = new LinkedHashMap<>();
    for (SupportedFeatureKey feature : response.supportedFeatures()) {
      supported.put(
          feature.name(), new SupportedVersionRange(feature.minVersion(), feature.maxVersion()));
    }
    long epoch = response.finalizedFeaturesEpoch();
    return new FeatureMetadata(
        finalized, epoch < 0 ? Optional.empty() : Optional.of(epoch), supported);
  }

  public Map<String, FinalizedVersionRange> finalizedFeatures() {
    return finalizedFeatures;
  }

  /** Grows with each change of a level; empty when the broker does not know it. */
  public Optional<Long> finalizedFeaturesEpoch() {
    return finalizedFeaturesEpoch;
  }

  public Map<String, SupportedVersionRange> supportedFeatures() {
    return supportedFeatures;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FeatureMetadata that
        && finalizedFeatures.equals(that.finalizedFeatures)
        && finalizedFeaturesEpoch.equals(that.finalizedFeaturesEpoch)
        && supportedFeatures.equals(that.supportedFeatures);
  }

  @Override
  public int hashCode() {
    return Objects.hash(finalizedFeatures, finalizedFeaturesEpoch, supportedFeatures);
  }

  @Override
  public String toString() {
    return "FeatureMetadata(finalizedFeatures="
        + finalizedFeatures
        + ", finalizedFeaturesEpoch="
        + finalizedFeaturesEpoch
        + ", supportedFeatures="
        + supportedFeatures
        + ")";
  }
}
